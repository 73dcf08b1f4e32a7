// The invariants (I1, I2, I3, I7, I8, I12), asked of the real server's rows and of the phone's disk after the drain.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";

/** Both sides as they are now. @param {import("./page.js").Page} page @param {(lanes: string[]) => Promise<any>} ask */
async function bothSides(page, ask) {
  const phone = await page.does(page.ledger.reading(async (db) => Object.fromEntries(await Promise.all(
    ["lanes", "ops", "claims", "files", "drafts", "numbers", "receipts"].map(async (store) => [store, await db.getAll(store)])))));
  const lanes = phone.lanes.map((lane) => lane.lane_id).filter(Boolean);
  return { phone, lanes, server: await ask(lanes) };
}

/**
 * I1 and I7 while the fault still lasts. The next greeting would queue again what the server lacks: it heals a phone that forgot, but only
 * when the page is loaded anew, only for as long as the row is there, and meanwhile the phone says that nothing is left to send.
 * @param {import("./page.js").Page} page @param {(lanes: string[]) => Promise<any>} ask @param {import("./person.js").Officer} officer
 */
export async function accounted(page, ask, officer) {
  const { phone, server } = await bothSides(page, ask);
  for (const [what, id] of officer.kept) {
    const here = phone.ops.find((op) => op.op_id === id && op.state !== "acked"), there = server.ops.some((op) => op.op_id === id);
    assert.ok(here || there, `I1: ${what} was kept, and nobody has it`);
  }
  for (const claim of phone.claims) {
    const filled = server.claims.find((one) => one.op_id === claim.op_id && one.sha256 === claim.sha256)?.filled;
    const held = phone.files.some((file) => file.sha256 === claim.sha256 && createHash("sha256").update(new Uint8Array(file.buffer)).digest("hex") === claim.sha256);
    assert.ok(filled || claim.state === "unsent", `I7: the photo ${claim.sha256.slice(0, 8)} is called sent, and the server has it not`);
    assert.ok(filled || held, `I7: the photo ${claim.sha256.slice(0, 8)} is nowhere`);
  }
}

/** After the drain. @param {import("./page.js").Page} page @param {(lanes: string[]) => Promise<any>} ask @param {import("./person.js").Officer} officer */
export async function judge(page, ask, officer) {
  const { phone, lanes, server } = await bothSides(page, ask);
  const waiting = await page.does(page.outbox.counts());
  const bodies = new Map(server.ops.map((op) => [op.op_id, JSON.parse(op.body)]));
  const reports = officer.texts.map((text) => [...bodies.values()].filter((said) => said.type === "report.file" && said.payload.text === text).length);
  const found = { kept: reports.filter((n) => n > 0).length, doubled: reports.reduce((sum, n) => sum + Math.max(0, n - 1), 0) };

  assert.deepEqual([waiting.ops, waiting.blobs], [0, 0], "I12: the queue drains");
  for (const [what, id] of officer.kept) assert.equal(server.ops.filter((op) => op.op_id === id).length, 1, `I1: ${what} was kept, and is on the server once`);
  for (const [what, id] of officer.kept) assert.ok(phone.ops.some((op) => op.op_id === id), `${what} stays on the phone for a week, whatever its clock says`);
  assert.deepEqual(reports, [1, 1, 1], "I2: each report has its effect once");
  const doubles = (type) => server.ops.filter((op) => op.type === type).length;
  assert.deepEqual([doubles("inspection.record"), doubles("order.issue")], officer.order ? [1, 1] : [0, 0], "I2: one inspection, one order");
  assert.equal(new Set(server.ops.map((op) => op.target_id)).size, server.ops.length, "I2: no thing is made twice");
  for (const lane of lanes) inOrder(server.ops.filter((op) => op.lane_id === lane), phone.ops.filter((op) => op.lane_id === lane));
  for (const [id, said] of bodies) for (const blob of said.blobs) {
    const claim = server.claims.find((one) => one.op_id === id && one.sha256 === blob.sha256);
    assert.ok(claim?.filled && claim.whole, `I7: the photo ${blob.sha256.slice(0, 8)} of ${said.type} is there, whole`);
  }
  const used = [...bodies].filter(([, said]) => said.number).map(([id, said]) => [said.number.register, said.number.n, id]);
  const fates = server.numbers.filter((one) => one.state === "used").map((one) => [one.register, one.n, one.op_id]);
  assert.deepEqual(fates, used, "I8: a number has one fate");
  assert.deepEqual([server.strays, server.quarantined], [[], 0], "nothing strange reached the server");
  assert.deepEqual(phone.drafts.map((draft) => draft.id), [], "what was filed is no draft any more");
  return found;
}

/** I3 and I4: the lane is gapless, in the order of capture, and made of the very bytes that were signed. */
function inOrder(theirs, ours) {
  for (const op of ours) assert.equal(theirs.find((one) => one.op_id === op.op_id)?.seq, op.seq, "I3: the server's order is the order of capture");
  assert.deepEqual(theirs.map((op) => op.seq), theirs.map((_, i) => i + 1), "I3: without a gap");
  for (const [i, op] of theirs.entries()) {
    assert.equal(createHash("sha256").update(op.body).digest("hex"), op.hash, "I4: the hash is of these bytes");
    if (i) assert.equal(JSON.parse(op.body).prev_hash, theirs[i - 1].hash, "I4: each names the one before");
  }
}
