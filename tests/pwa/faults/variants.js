// Phones that are broken on purpose: each has one line changed, and a story that must notice. Only the tests know them; nothing in the
// product can turn a guard off. The loader changes the line, faults.test.js plays the story.

/** Every request to `where` from the first on meets the fault. */
const always = (where) => ({ where, from: 1, times: 1000 });
const dropsTheBatch = 'const { strictly } = await import("../store/ledger.js"); await strictly(["ops"], async (tx) => { for (const op of batch) await tx.objectStore("ops").delete(op.op_id); });';
const callsItDone = 'await storeResults(batch.map((op) => ({ op_id: op.op_id, verdict: "applied" }))); return BATCH_OPS;';

/**
 * `breaks`: file, the line as it is, the line instead. `story`: fault, seed and, where the fault is one of the network, what it is aimed at.
 * @type {Record<string, {says: string, breaks: [string, string, string], story: [string, number, object?], caught: RegExp}>}
 */
export const VARIANTS = {
  keptTooEarly: {
    says: "says kept before the op is written", story: ["quota", 1], caught: /I1: .* was kept/,
    breaks: ["/store/keep.js", "await write(keyId, row, blobs, files, intent);\n  await readBack(opId, sealed.hash, files);", "write(keyId, row, blobs, files, intent).catch(() => null);"],
  },
  keepsDrafts: {
    says: "brings back the draft of what it has filed", story: ["duplicate", 1], caught: /is no draft any more/,
    breaks: ["/store/keep.js", "if (intent.draft_id) await forget(tx, { draft: intent.draft_id });", ""],
  },
  sentAfter500: {
    says: "marks ops as sent after a 500", story: ["500", 1, always("/sync/push")], caught: /I1: .* nobody has it/,
    breaks: ["/sync/push.js", "throw stopFor(answer);\n}", `if (answer.kind === "failed") { ${callsItDone} } throw stopFor(answer);\n}`],
  },
  photoSentAfter500: {
    says: "marks photos as sent after a 500", story: ["500", 1, always("/blobs/")], caught: /I7: .* called sent/,
    breaks: ["/sync/uploads.js", 'if (answer.kind === "failed") return answer.code;', 'if (answer.kind === "failed") return blobSent(sha, ops).then(() => null);'],
  },
  sentThroughAPortal: {
    says: "takes a sign-in page for an answer", story: ["html_200", 1, always("/sync/push")], caught: /I1: .* nobody has it/,
    breaks: ["/sync/push.js", "throw stopFor(answer);\n}", `if (answer.code === "not_ours") { ${callsItDone} } throw stopFor(answer);\n}`],
  },
  dropsTheUnknown: {
    says: "deletes the row when the outcome is unknown", story: ["cut_before", 1, always("/sync/push")], caught: /I1: .* nobody has it/,
    breaks: ["/sync/push.js", "throw stopFor(answer);\n}", `if (answer.kind === "offline") { ${dropsTheBatch} } throw stopFor(answer);\n}`],
  },
  dropsTheRefused: {
    says: "deletes the row after a 403, as FixMyStreet's queue does", story: ["403", 1, always("/sync/push")], caught: /I1: .* nobody has it/,
    breaks: ["/sync/push.js", "throw stopFor(answer);\n}", `if (answer.kind === "refused") { ${dropsTheBatch} } throw stopFor(answer);\n}`],
  },
  sendsWithoutPhoto: {
    says: "calls a record sent without its photo, as Enketo's queue does", story: ["413", 1, always("/blobs/")], caught: /I7: .* called sent/,
    breaks: ["/sync/uploads.js", "if (problem) await blobProblem(next.sha256, (failed = problem));", "if (problem) await blobSent(next.sha256, await claimants(next.sha256));"],
  },
  rewritesTheQueue: {
    says: "rewrites what is queued", story: ["cut_after_commit", 1, always("/sync/push")], caught: /nothing strange reached the server|I1: |I12: /,
    breaks: ["/sync/push.js", "({ body, hash, sig });\n", '({ body: body.replace(\'"v":1\', \'"v": 1\'), hash, sig });\n'],
  },
  sendsTheNewestFirst: {
    says: "sends the newest first", story: ["cut_before", 1, always("/sync/push")], caught: /gap|I12: /,
    breaks: ["/store/outbox.js", ".filter((op) => op.lane_id === laneId).sort((a, b) => a.seq - b.seq)", ".filter((op) => op.lane_id === laneId).sort((a, b) => b.seq - a.seq)"],
  },
};
