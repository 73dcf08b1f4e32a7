// The sync endpoints of protocol 5.
import { send } from "./http.js";

/** @typedef {import("../types.js").Answer} Answer */

/** Largest push, in ops and in bytes of the request. */
export const BATCH_OPS = 100;
export const BATCH_BYTES = 1024 * 1024;
const UPLOAD_TIMEOUT_MS = 120_000;
const SLOWEST_BYTES_PER_MS = 8;

/** Is anybody there? @returns {Promise<Answer>} */
export const time = () => send("GET", "/time");

/** A lane for this key; `epoch` makes a restored server give the same one again. @param {{install_id: string, name: string, jwk: JsonWebKey, epoch?: number}} device @returns {Promise<Answer>} */
export const register = (device) => send("POST", "/devices", { json: device });

/** @param {string} laneId @param {{body: string, hash: string, sig: string}[]} ops @returns {Promise<Answer>} */
export const push = (laneId, ops) => send("POST", "/sync/push", { json: { lane_id: laneId, ops } });

/** Ops of closed lanes, as a file of the kind that is exported (protocol 6). @param {Uint8Array} file @returns {Promise<Answer>} */
export const rescue = (file) =>
  send("POST", "/sync/rescue", { bytes: /** @type {ArrayBuffer} */ (file.buffer), mime: "text/plain", timeout_ms: UPLOAD_TIMEOUT_MS });

/** A block of numbers (protocol 7); the same `request_id` gets the same block. @param {{register: string, lane_id: string, want: number, request_id: string}} ask @returns {Promise<Answer>} */
export const lease = (ask) => send("POST", "/numbers/lease", { json: ask });

/** @param {object} request @returns {Promise<Answer>} */
export const pull = (request) => send("POST", "/sync/pull", { json: request });

/** The whole body at once; a slow line gets the time its size needs. @param {string} sha256 @param {ArrayBuffer} bytes @param {string} mime @returns {Promise<Answer>} */
export const putBlob = (sha256, bytes, mime) =>
  send("PUT", `/blobs/${sha256}`, { bytes, mime, timeout_ms: Math.max(UPLOAD_TIMEOUT_MS, bytes.byteLength / SLOWEST_BYTES_PER_MS) });

/** Where the server shows a photo we do not hold. @param {string} sha256 */
export const blobUrl = (sha256) => `/api/v1/blobs/${sha256}`;

/** The log's signed head, with the proof that it extends the tree of `from` (protocol 8). @param {number | null} from @returns {Promise<Answer>} */
export const checkpoint = (from) => send("GET", from ? `/ledger/checkpoint?from=${from}` : "/ledger/checkpoint");

/** What this phone found by itself, for the desk's attention page; the same id is kept once. @param {{id: string, text: string, build: string, topic: "log" | "photo"}} words @returns {Promise<Answer>} */
export const tellOffice = (words) => send("POST", "/feedback", { json: words });
