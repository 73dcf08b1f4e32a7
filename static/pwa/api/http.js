// The only file that says fetch. Every outcome is an Answer; nothing is thrown.

/** @typedef {import("../types.js").Answer} Answer */

const BASE = "/api/v1";
/** So long an answer, and each further piece of it, is waited for; a long body gets the time it needs on the slowest line that carries it. */
const PATIENCE_MS = 15_000, SLOWEST_BYTES_PER_MS = 8;

let language = "zh-CN";
/** @type {Set<(seen: {sent_ms: number, received_ms: number, server_ms: number}) => void>} */
const watchers = new Set();

/** The language of the server's messages. @param {string} lang "zh-CN" | "en" */
export const speak = (lang) => void (language = lang);

/** Told the server's time with every answer. @param {(seen: {sent_ms: number, received_ms: number, server_ms: number}) => void} fn @returns {() => void} */
export function onServerTime(fn) {
  watchers.add(fn);
  return () => void watchers.delete(fn);
}

/**
 * One request. `timeout_ms` is for all until the answer begins.
 * @param {"GET"|"POST"|"PUT"|"DELETE"} method
 * @param {string} path below /api/v1
 * @param {{json?: unknown, bytes?: ArrayBuffer, mime?: string, timeout_ms?: number}} [what]
 * @returns {Promise<Answer>}
 */
export async function send(method, path, { json, bytes, mime, timeout_ms = PATIENCE_MS } = {}) {
  const cut = new AbortController(), text = json === undefined ? undefined : JSON.stringify(json);
  let timer = setTimeout(() => cut.abort(), Math.max(timeout_ms, (text?.length ?? 0) / SLOWEST_BYTES_PER_MS));
  const alive = () => { clearTimeout(timer); timer = setTimeout(() => cut.abort(), PATIENCE_MS); };
  const began = performance.now();
  try {
    const response = await fetch(BASE + path, {
      method, signal: cut.signal, cache: "no-store", credentials: "same-origin", redirect: "error",
      headers: {
        Accept: "application/json", "Accept-Language": language,
        ...(json !== undefined ? { "Content-Type": "application/json" } : bytes ? { "Content-Type": mime ?? "application/octet-stream" } : {}),
      },
      body: text ?? bytes,
    });
    const said = await whole(response, alive);
    const serverMs = Number(response.headers.get("X-Server-Time"));
    const received = Date.now(), took = Math.round(performance.now() - began); // the wall clock may have been set meanwhile
    if (serverMs > 0) for (const fn of watchers) fn({ sent_ms: received - took, received_ms: received, server_ms: serverMs });
    return read(response, said, serverMs > 0);
  } catch {
    return { kind: "offline", status: 0, code: cut.signal.aborted ? "timeout" : "no_network", message: "" };
  } finally {
    clearTimeout(timer);
  }
}

/** The answer's text, however slowly it comes. @param {Response} response @param {() => void} alive called with every piece */
async function whole(response, alive) {
  const reader = response.body?.getReader(), decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text + decoder.decode();
    alive();
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * A body that is not ours (a captive portal says 200 with HTML) counts as no answer.
 * @param {Response} response @param {string} text @param {boolean} stamped
 * @returns {Answer}
 */
function read(response, text, stamped) {
  const { status } = response;
  const data = parsed(response, text);
  const error = data?.error ?? {};
  const said = { code: String(error.code ?? `http_${status}`), message: String(error.message ?? "") };
  const ours = stamped && (data !== undefined || status === 204);
  if (status === 429 || status === 503) return { kind: "busy", status, retry_after_s: retryAfter(response, error), ...said };
  if (status >= 500) return { kind: "failed", status, ...said };
  if (status === 413) return { kind: "refused", status, details: error.details ?? null, data, ...said, code: error.code ?? "too_large" };
  if (!ours) return { kind: "offline", status: 0, code: "not_ours", message: "" };
  if (status === 401) return { kind: "signed_out", status, ...said };
  if (status >= 400) return { kind: "refused", status, details: error.details ?? null, data, ...said };
  return { kind: "ok", status, data: data ?? null };
}

/** @param {Response} response @param {string} text @returns {any} undefined when it is not JSON */
function parsed(response, text) {
  if (!response.headers.get("Content-Type")?.includes("json")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds; a proxy may answer with a date (RFC 9110 section 10.2.3). @param {Response} response @param {any} error */
function retryAfter(response, error) {
  const header = response.headers.get("Retry-After");
  const seconds = header === null ? Number(error.details?.retry_after_s) : Number(header);
  const until = Number.isFinite(seconds) ? seconds : (Date.parse(header ?? "") - Date.now()) / 1000;
  return Number.isFinite(until) ? Math.min(3600, Math.max(1, Math.ceil(until))) : 10;
}
