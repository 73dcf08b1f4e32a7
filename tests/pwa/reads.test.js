// What a screen reads of papers: by the server's clock, and once when several things are asked for at once.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LU, RULES, officerPhone, orderReady } from "./officers.js";
import { reload } from "./support.js";
import { freezePaper, issuePaper, reportItemDone, servePaper } from "../../static/pwa/actions/index.js";
import { standing } from "../../static/pwa/domain/deadlines.js";
import { shownItems, shownOrder } from "../../static/pwa/store/papers.js";
import { shownPapers } from "../../static/pwa/store/records.js";
import { clockNow, noteServerTime, serverNow } from "../../static/pwa/store/time.js";

const DAY = 86_400_000;

beforeEach(() => officerPhone());

/** The phone's clock is found to be so far ahead of the server's. */
const phoneAhead = (ms) => noteServerTime({ sent_ms: Date.now(), received_ms: Date.now(), server_ms: Date.now() - ms });
const near = (a, b) => assert.ok(Math.abs(a - b) < 60_000, `${new Date(a).toISOString()} and ${new Date(b).toISOString()}`);

async function served() {
  const { id } = await issuePaper(await freezePaper(await orderReady()));
  await servePaper({ type: "order", id }, { method: "direct", recipient: "王某", seal: "pre_sealed" });
  return id;
}

test("on a phone whose clock is ahead, what was done before the deadline was done before it", async () => {
  await phoneAhead(30 * DAY);
  const id = await served(), [item] = await shownItems();
  near((await shownOrder(id)).issued_at, await serverNow());

  await reportItemDone(item.id, { text: "已经搬走" });

  const [after] = await shownItems();
  assert.deepEqual([after.state, after.overdue, after.claimed_at < after.due_at], ["done_claimed", false, true]);
  near(after.claimed_at, await serverNow());
});

test("asked for twice at once, papers are read once; after a change anew", async () => {
  const id = await served(), [a, b] = await Promise.all([shownPapers(LU.id), shownPapers(LU.id)]);
  assert.equal(a, b);

  const before = shownPapers(LU.id);
  await reportItemDone(a.papers.order.get(id).items[0].id, { text: "已经搬走" });
  const after = await shownPapers(LU.id);

  assert.notEqual(await before, after);
  assert.equal(after.papers.order.get(id).items[0].state, "done_claimed");
});

test("a screen is drawn by the clock that its records were read by", async () => {
  await phoneAhead(30 * DAY);
  await served();
  const [item] = await shownItems();

  near(clockNow(), await serverNow());
  assert.deepEqual([item.standing, standing(item, clockNow(), RULES.clocks), standing(item, Date.now(), RULES.clocks)], ["open", "open", "overdue"]);
  await reload();
  await serverNow();
  near(clockNow(), Date.now() - 30 * DAY);
});
