// A number that stands on a sheet: borne again by the paper's next text, never by another's; and what a year's end does to it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { REGISTER, YEAR, lease, officerPhone, orderReady, signed } from "./officers.js";
import { syncOnce } from "./support.js";
import { dropPaper, freezePaper, issuePaper, thawPaper } from "../../static/pwa/actions/index.js";
import { saveDraft } from "../../static/pwa/store/drafts.js";
import { reading } from "../../static/pwa/store/ledger.js";

const NEXT = `order_to_correct:${Number(YEAR) + 1}`, now = Date.now;
const row = (n) => reading((db) => db.get("numbers", [REGISTER, n]));
const voids = () => reading(async (db) => (await db.getAll("ops")).filter((op) => op.type === "number.void").map((op) => JSON.parse(op.body).target.id));
const printed = async () => saveDraft({ ...(await freezePaper(await orderReady())), printed_at: Date.now() });

beforeEach(async () => {
  const server = await officerPhone();
  server.leases = [...server.leases, lease("l9", 1, 10, 1, NEXT)];
  assert.equal(await syncOnce(), null);
});
afterEach(() => { Date.now = now; });

/** The same day a year on, when nothing has met the server since. */
const nextYear = () => { Date.now = () => now() + 366 * 86_400_000; };

test("printed, changed, made final and changed again: the number is still this paper's", async () => {
  const again = await thawPaper(await freezePaper(await thawPaper(await printed())));

  assert.equal((await freezePaper(await orderReady())).frozen.number.n, 2);
  assert.equal((await freezePaper(again)).frozen.number.n, 1);
});

test("printed, changed and made final, then dropped: voided with a reason", async () => {
  const again = await freezePaper(await thawPaper(await printed()));

  await assert.rejects(dropPaper(again), { code: "invalid:reason" });
  await dropPaper(again, "当事人写错");
  assert.deepEqual(await voids(), [`${REGISTER}#1`]);
});

test("what another page has printed is known to the page that changes the paper", async () => {
  const here = await freezePaper(await orderReady());
  await saveDraft({ ...here, printed_at: Date.now() });
  await thawPaper(here);

  assert.equal((await freezePaper(await orderReady())).frozen.number.n, 2);
});

test("final before the year's end, it is not issued after it; made final anew it has a new number, and the one on the sheet is voided", async () => {
  const old = await signed(await freezePaper(await orderReady()));
  nextYear();
  await assert.rejects(issuePaper(old), { code: "wrong_year" });
  assert.equal((await row(1)).state, "free");

  const anew = await freezePaper(await thawPaper(old));

  assert.deepEqual([anew.frozen.number.register, anew.frozen.number.n, anew.reserved], [NEXT, 1, null]);
  assert.deepEqual([await voids(), (await row(1)).state], [[`${REGISTER}#1`], "gone"]);
  await issuePaper(anew);
});

test("a number that nobody saw is not voided at the year's end", async () => {
  const old = await freezePaper(await orderReady());
  nextYear();
  const anew = await freezePaper(await thawPaper(old));

  assert.deepEqual([anew.frozen.number.register, await voids()], [NEXT, []]);
});
