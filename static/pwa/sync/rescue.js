// Ops of lanes that are closed cannot be pushed any more; they go by rescue, as they were signed (protocol 4). Their photos follow as any.
import { rescue } from "../api/sync.js";
import { storeResults } from "../store/receipts.js";
import { stuckOps } from "../store/outbox.js";
import { utf8 } from "../store/keys.js";
import { stopFor } from "./stop.js";

/** So many bytes of ops in one sending. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Offers once what is stuck. What the server cannot take as ours stays stuck, for a person to look at.
 * @throws {import("./stop.js").Stop} when there is no answer, or we are told to wait
 */
export async function rescueStuck() {
  const stuck = await stuckOps();
  for (let from = 0; from < stuck.length;) {
    const lines = [JSON.stringify({ fieldapp_rescue: 1, made_at: Date.now(), part: 1 })];
    for (let size = 0; from < stuck.length && size < MOST_BYTES; from += 1) {
      const { body, hash, sig } = stuck[from];
      size += lines[lines.push(JSON.stringify({ op: { body, hash, sig } })) - 1].length;
    }
    const answer = await rescue(utf8([...lines, JSON.stringify({ end: true }), ""].join("\n")));
    if (answer.kind === "refused") return; // they stay where they are
    if (answer.kind !== "ok" || !Array.isArray(answer.data?.results)) throw stopFor(answer);
    await storeResults(answer.data.results.filter((/** @type {any} */ result) => stuck.some((op) => op.op_id === result?.op_id)));
  }
}
