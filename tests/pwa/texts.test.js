// The two catalogues say the same things, fill the same blanks, and have a text for every key that a screen asks for.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import enFirst from "../../static/pwa/texts/en.js";
import { dueOf, fill, formatter } from "../../static/pwa/texts/format.js";
import zhFirst from "../../static/pwa/texts/zh.js";

/** What comes after the first screens. */
const LATER = ["more", "inspection", "paper", "items", "attention"];
/** @param {string} lang @returns {Promise<Record<string, string>[]>} */
const later = (lang) => Promise.all(LATER.map(async (name) => (await import(`../../static/pwa/texts/${lang}_${name}.js`)).default));
const [zhLater, enLater] = await Promise.all([later("zh"), later("en")]);
const zhMore = Object.assign({}, ...zhLater), enMore = Object.assign({}, ...enLater);
/** @type {Record<string, string>} */
const zh = { ...zhFirst, ...zhMore }, en = { ...enFirst, ...enMore };
const ROOT = new URL("../../static/pwa/", import.meta.url);
const HOUR = 3_600_000, DAY = 24 * HOUR;
const shanghai = (/** @type {string} */ text) => Date.parse(`${text}+08:00`);
const blanks = (/** @type {string} */ text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();

/** Every source file that may speak. */
function sources() {
  const files = ["main.js", ...["screens", "components"].flatMap((folder) => readdirSync(new URL(folder, ROOT), { recursive: true }).map((f) => `${folder}/${f}`))];
  return files.filter((f) => f.endsWith(".js")).map((f) => readFileSync(new URL(f, ROOT), "utf8"));
}

test("both languages have the same keys, none of them empty", () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  assert.deepEqual(Object.keys(enFirst).sort(), Object.keys(zhFirst).sort());
  const each = [zhFirst, ...zhLater].map((words) => Object.keys(words).length);
  assert.equal(Object.keys(zh).length, each.reduce((sum, n) => sum + n), "no key stands in two files");
  for (const [i, words] of zhLater.entries()) assert.deepEqual(Object.keys(enLater[i]).sort(), Object.keys(words).sort(), LATER[i]);
  for (const catalogue of [zh, en]) for (const [key, text] of Object.entries(catalogue)) assert.ok(text.trim(), key);
});

test("a text fills the same blanks in both languages", () => {
  for (const key of Object.keys(zh)) assert.deepEqual(blanks(en[key]), blanks(zh[key]), key);
});

test("every key that a screen names is in the catalogue", () => {
  const named = new Set(sources().flatMap((s) => [...s.matchAll(/\bt\(\s*"([a-z_.0-9]+)"/g)].map((m) => m[1])));
  assert.ok(named.size > 100, "the pattern must find keys at all");
  assert.deepEqual([...named].filter((key) => !(key in zh)), []);
});

test("the first screens find all their words in the first file", () => {
  const read = (/** @type {string} */ f) => readFileSync(new URL(f, ROOT), "utf8");
  const first = ["screens/today.js", "screens/sign_in.js", "components/frame.js", "components/net.js", "components/case_row.js"].map(read).join("\n");
  const named = [...first.matchAll(/\bt\(\s*[^)]*?"([a-z_]+(?:\.[a-z_0-9]+)+)"/g)].map((m) => m[1]);
  assert.ok(named.length > 30);
  assert.deepEqual(named.filter((key) => key in zhMore), []);
});

test("acts and roles are called what the rulebook calls them, before it has arrived and after", () => {
  const rules = JSON.parse(readFileSync(new URL("../contract/rulebook.json", import.meta.url), "utf8")).rulebook;
  const rows = [...rules.roles.map((/** @type {any} */ r) => [`role.${r.code}`, r]), ...rules.actions.map((/** @type {any} */ a) => [`op.${a.type}`, a])];
  const said = rows.filter(([key]) => key in zh);
  assert.ok(said.length >= rules.roles.length + 5);
  for (const [key, row] of said) assert.deepEqual([zh[key], en[key]], [row.zh, row.en], key);
});

test("every key is asked for by some screen", () => {
  const all = sources().join("\n");
  const dynamic = /^(error|role|op|act|limit|unit|verdict|privacy|install|cases|signin|result|attention\.(lead|next)|outbox\.state|age|net|inbox\.of|push)\./;
  const begun = [...new Set([...all.matchAll(/`([a-z_]+(?:\.[a-z_0-9]+)*\.)\$\{/g)].map((m) => m[1]))]; // t(`paper.kind.${code}`)
  const asked = (/** @type {string} */ key) => dynamic.test(key) || all.includes(`"${key}"`) || all.includes(`\`${key}`) || begun.some((p) => key.startsWith(p));
  const idle = Object.keys(zh).filter((key) => !asked(key));
  assert.deepEqual(idle, []);
});

test("no Chinese text hides in the code of screens and components", () => {
  const code = sources().map((s) => s.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "").replaceAll("中文", ""));
  for (const s of code) assert.doesNotMatch(s, /[\u4e00-\u9fff]/);
});

test("blanks are filled, and English chooses between one and many", () => {
  assert.equal(fill({ k: "{n} {n|day|days}" }, "k", { n: 1 }), "1 day");
  assert.equal(fill({ k: "{n} {n|day|days}" }, "k", { n: 3 }), "3 days");
  assert.equal(fill({}, "not.there"), "not.there");
});

test("dates, midnight deadlines and ages read as people say them", () => {
  const { format } = formatter("zh", zh), english = formatter("en", en).format;
  assert.equal(format.day(shanghai("2026-11-24T14:51")), "11月24日 周二");
  assert.equal(english.day(shanghai("2026-11-24T14:51")), "Tue 24 Nov");
  assert.equal(format.deadline(shanghai("2026-11-28T00:00")), "11月27日 周五 24:00");
  assert.equal(format.deadline(shanghai("2026-11-27T17:00")), "11月27日 周五 17:00");
  assert.equal(format.age(42 * 60_000), "42 分钟");
  assert.equal(english.age(DAY), "1 day");
  assert.equal(format.bytes(1_840_000), "1.8 MB");
});

test("a deadline is late, today or ahead, by the calendar of the zone", () => {
  const now = shanghai("2026-11-24T14:51");
  assert.deepEqual(dueOf({}, now), { kind: "none" });
  assert.deepEqual(dueOf({ due_at: now - 2 * DAY - HOUR }, now), { kind: "overdue", n: 2, unit: "day" });
  assert.deepEqual(dueOf({ due_at: now - 3 * HOUR }, now), { kind: "overdue", n: 3, unit: "hour" });
  assert.deepEqual(dueOf({ due_at: now }, now), { kind: "overdue", n: 1, unit: "minute" });
  assert.deepEqual(dueOf({ due_at: shanghai("2026-11-24T17:00") }, now), { kind: "today", time: "17:00" });
  assert.deepEqual(dueOf({ due_at: shanghai("2026-11-25T00:00") }, now), { kind: "today", time: "24:00" });
  assert.deepEqual(dueOf({ due_at: shanghai("2026-11-25T00:01") }, now), { kind: "left", n: 1, unit: "day" });
  assert.deepEqual(dueOf({ due_at: shanghai("2026-11-28T00:00") }, now), { kind: "left", n: 3, unit: "day" });
  assert.deepEqual(dueOf({ due_at: now - DAY, handled_at: now - 2 * DAY }, now), { kind: "handled_in_time" });
  assert.deepEqual(dueOf({ due_at: now - DAY, handled_at: now }, now), { kind: "handled_late" });
});
