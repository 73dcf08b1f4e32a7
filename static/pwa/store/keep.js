// Keeping an op: the moment after which the screen may say "kept" (protocol 4).
import { uuid7 } from "../domain/ids.js";
import { emit } from "./bus.js";
import { ActionError } from "./errors.js";
import { FORGET_STORES, forget } from "./forget.js";
import { sha256, sha256Text } from "./keys.js";
import { reading, strictly } from "./ledger.js";
import { openLane } from "./lanes.js";
import { withLock } from "./locks.js";
import { takeNumber, voidNumber } from "./numbers.js";
import { watched } from "./room.js";
import { seal } from "./seal.js";

/** The server takes no larger file (protocol 5), in bytes. */
export const FILE_BYTES_MAX = 32 * 1024 * 1024;

/**
 * @typedef {import("../types.js").Intent} Intent
 * @typedef {import("../types.js").FileRow} FileRow
 * @typedef {{op_id: string, case_id: string}} Kept
 */

/**
 * Signs the op and writes it, its photos, the number it takes and the lane's head, and drops its draft, in one transaction; then
 * reads everything back. Filing the same draft twice gives the same op, as long as it says the same.
 * @param {Intent} intent
 * @returns {Promise<Kept>}
 * @throws {ActionError} no_lane | no_user | quota | storage_lost | number_moved | already_filed when the draft was filed with other content, as in
 *   another tab | not_found when it stands in for what has been filed anew already | invalid:<field>; the draft is then still there
 */
export const keep = (intent) => watched(kept(intent));

/** @param {Intent} intent @returns {Promise<Kept>} */
async function kept(intent) {
  const files = await Promise.all((intent.photos ?? []).map(fileOf));
  for (;;) {
    const lane = await openLane();
    if (!lane) throw new ActionError("no_lane");
    const done = await withLock(`lane-${lane.lane_id}`, () => keepOn(lane.key_id, intent, files));
    if (!done) continue; // the lane was closed while we waited for it: take the next one, or say that there is none
    emit("changed");
    emit("kept", done);
    return done;
  }
}

/** @param {string} keyId @param {Intent} intent @param {FileRow[]} files @returns {Promise<Kept | null>} null when the lane is no longer open */
async function keepOn(keyId, intent, files) {
  const lane = await reading((db) => db.get("lanes", keyId));
  if (lane?.state !== "open") return null;
  const filed = intent.draft_id && (await reading((db) => db.getFromIndex("ops", "by_draft", intent.draft_id)));
  if (filed) {
    if (!saysTheSame(filed, intent, files)) throw new ActionError("already_filed"); // what was written since is in no op: nobody may call it kept
    await readBack(filed.op_id, filed.hash, files); // a second tap after "not kept" mends what the first left
    return { op_id: filed.op_id, case_id: filed.case_id };
  }
  const now = Date.now();
  const opId = uuid7(now);
  const named = files.map((file, i) => ({ sha256: file.sha256, bytes: file.bytes, mime: file.mime, role: intent.photos?.[i].role ?? "evidence" }));
  const blobs = named.filter((blob, i) => named.findIndex((one) => one.sha256 === blob.sha256) === i);
  const sealed = await seal(lane, opId, intent, blobs);
  const row = {
    ...sealed, op_id: opId, lane_id: lane.lane_id, seq: lane.head_seq + 1, type: intent.type, case_id: intent.target.id, title: intent.title,
    target_type: intent.target.type, holds: [intent.target.id, ...(intent.holds ?? [])], made_at: now, state: "queued", acked_at: null, settled: false, problem: null, decided: null,
    ...(intent.draft_id ? { draft_id: intent.draft_id } : {}),
  };
  await write(keyId, row, blobs, files, intent);
  await readBack(opId, sealed.hash, files);
  return { op_id: opId, case_id: row.case_id };
}

/** Whether a draft's op has all that is to be filed now. @param {import("../types.js").OpRow} filed @param {Intent} intent @param {FileRow[]} files */
function saysTheSame({ body }, intent, files) {
  const had = JSON.parse(body), hashes = (/** @type {{sha256: string}[]} */ some) => [...new Set(some.map((one) => one.sha256))].sort().join();
  return had.type === intent.type && written(had.payload) === written(intent.payload) && hashes(had.blobs) === hashes(files);
}

/** What a person wrote: when they ended is the clock's word, another at each tap. @param {any} payload */
const written = ({ ended_at: _, ...payload }) => JSON.stringify(payload);

/** @param {string} keyId @param {any} row @param {any[]} blobs @param {FileRow[]} files @param {Intent} intent */
async function write(keyId, row, blobs, files, intent) {
  await strictly([...FORGET_STORES, "lanes", "numbers"], async (tx) => {
    const lane = await tx.objectStore("lanes").get(keyId);
    if (lane?.head_hash === row.hash) return; // a lost connection made us run twice, and the first run had counted
    if (lane?.state !== "open" || lane.head_hash !== row.prev_hash) throw new ActionError("storage_lost");
    await tx.objectStore("ops").add(row);
    for (const file of files) await tx.objectStore("files").put(file);
    for (const blob of blobs) await tx.objectStore("claims").put({ ...blob, op_id: row.op_id, state: "unsent", sent_at: null, problem: null });
    await tx.objectStore("lanes").put({ ...lane, head_seq: row.seq, head_hash: row.hash });
    if (intent.number) await takeNumber(tx, intent.number, { op_id: row.op_id, lane_id: row.lane_id, instead_of: intent.refiles ?? null });
    if (intent.voids) await voidNumber(tx, intent.voids, row.op_id);
    if (intent.refiles) {
      const old = await tx.objectStore("ops").get(intent.refiles);
      if (old?.decided) throw new ActionError("not_found"); // it was filed anew meanwhile, or left at that
      if (old) await tx.objectStore("ops").put({ ...old, decided: `refiled:${row.op_id}` });
    }
    if (intent.draft_id) await forget(tx, { draft: intent.draft_id });
    if (intent.begins) await tx.objectStore("drafts").put({ ...intent.begins, photos: [], saved_at: row.made_at });
  });
}

/**
 * Browsers have been seen to say done and to give back nothing: what cannot be read is not kept.
 * @param {string} opId @param {string} hash @param {FileRow[]} files
 */
async function readBack(opId, hash, files) {
  const op = await reading((db) => db.get("ops", opId));
  if (!op || (await sha256Text(op.body)) !== hash) throw new ActionError("storage_lost");
  for (const file of files) {
    if (await whole(file.sha256)) continue;
    await strictly(["files"], (tx) => tx.objectStore("files").put(file)); // once more, from memory
    if (!(await whole(file.sha256))) throw new ActionError("storage_lost");
  }
}

/** @param {string} sha */
async function whole(sha) {
  const back = await reading((db) => db.get("files", sha)).catch(() => null);
  return Boolean(back) && (await sha256(back.buffer)) === sha;
}

/** @param {import("../types.js").Photo} photo @returns {Promise<FileRow>} */
async function fileOf({ buffer, mime }) {
  if (!buffer.byteLength || buffer.byteLength > FILE_BYTES_MAX) throw new ActionError("invalid:photos");
  return { sha256: await sha256(buffer), bytes: buffer.byteLength, mime, buffer, kept_at: Date.now() };
}
