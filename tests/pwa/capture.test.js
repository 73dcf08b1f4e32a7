// What capture decides without a browser: is it a photo, which category is meant, what a fix becomes, where an address leads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, pick } from "../../static/pwa/capture/photo.js";
import { fix, placeOf } from "../../static/pwa/capture/position.js";
import { routeOf } from "../../static/pwa/router.js";
import { searchCategories, searchCells } from "../../static/pwa/screens/capture/search.js";

const bytes = (/** @type {string} */ text) => new Uint8Array([...text].map((c) => c.charCodeAt(0)));
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1]);
const CATEGORIES = [
  { id: "HW04", zh: "占道堆物、乱堆物料", en: "Goods piled in a street", initials: "zddw", keywords: ["冷柜"] },
  { id: "HW05", zh: "店外经营、占道经营", en: "Trading on the road", initials: "dwjy", keywords: ["摆摊"] },
  { id: "HB03", zh: "露天烧烤", en: "Open-air barbecue", initials: "ltsk", keywords: ["烤串"] },
];
const ids = (/** @type {{id: string}[]} */ found) => found.map((c) => c.id);

test("a file is what its first bytes say, whatever it is called", async () => {
  assert.equal(kindOf(JPEG), "image/jpeg");
  assert.equal(kindOf(bytes("RIFF1234WEBPVP8 ")), "image/webp");
  assert.equal(kindOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])), "image/png");
  assert.equal(kindOf(bytes("\0\0\0\x18ftypheic\0\0\0\0")), "image/heic");
  assert.equal(kindOf(bytes("<html><script>al")), null);
  const photo = await pick(new File([JPEG], "a.html", { type: "text/html" }));
  assert.equal(photo.mime, "image/jpeg");
  assert.deepEqual(new Uint8Array(photo.buffer), JPEG, "the bytes stay as they are");
});

test("what is no photo is refused, each with its own reason", async () => {
  const refusal = (/** @type {string} */ code) => (/** @type {any} */ e) => e.code === code;
  await assert.rejects(pick(new File(["<html>"], "photo.jpg", { type: "image/jpeg" })), refusal("not_a_photo"));
  await assert.rejects(pick(new File([], "photo.jpg")), refusal("photo_empty"));
  await assert.rejects(pick(new File(["\0\0\0\x18ftypheic\0\0\0\0"], "IMG_1.HEIC")), refusal("heic"));
});

test("a category is found by a piece of its name, initials, keyword, code or English", () => {
  assert.deepEqual(ids(searchCategories(CATEGORIES, "占道")), ["HW04", "HW05"]);
  assert.deepEqual(ids(searchCategories(CATEGORIES, "ZDDW")), ["HW04"]);
  assert.deepEqual(ids(searchCategories(CATEGORIES, "烤串")), ["HB03"]);
  assert.deepEqual(ids(searchCategories(CATEGORIES, "hw05")), ["HW05"]);
  assert.deepEqual(ids(searchCategories(CATEGORIES, "barbecue")), ["HB03"]);
  assert.deepEqual(ids(searchCategories(CATEGORIES, "占堆")), ["HW04"], "letters left out between");
  assert.deepEqual(searchCategories(CATEGORIES, " "), []);
  assert.deepEqual(searchCategories(CATEGORIES, "xyz"), []);
});

test("a grid cell is found by a piece of its name", () => {
  const cells = [{ id: "1", name: "丰登2-07" }, { id: "2", name: "丰登2-08" }, { id: "3", name: "望城1-01" }];
  assert.deepEqual(ids(searchCells(cells, "丰登 2")), ["1", "2"]);
  assert.deepEqual(searchCells(cells, ""), []);
});

test("a fix is whole numbers, and of several the most accurate is kept", async () => {
  const sample = (/** @type {number} */ accuracy) => ({ timestamp: 1_795_000_000_000, coords: { latitude: 35.8, longitude: 112.9200004, accuracy } });
  assert.deepEqual(placeOf(/** @type {any} */ (sample(12.345))), { lat_e7: 358000000, lon_e7: 1129200004, acc_cm: 1235, fix_at: 1_795_000_000_000, source: "gps" });
  const geolocation = { watchPosition: (/** @type {any} */ tell) => { [60, 12, 40].forEach((m) => setTimeout(() => tell(sample(m)))); return 1; }, clearWatch() {} };
  const best = await fix({ timeout_s: 0.05, geolocation: /** @type {any} */ (geolocation) });
  assert.equal(best?.acc_cm, 1200);
});

test("no permission and no geolocation end at once with nothing", async () => {
  /** @type {string[]} */
  const said = [];
  const denied = { watchPosition: (/** @type {any} */ _, /** @type {any} */ fail) => { setTimeout(() => fail({ code: 1 })); return 1; }, clearWatch() {} };
  assert.equal(await fix({ geolocation: /** @type {any} */ (denied), onUpdate: (u) => said.push(u.state) }), null);
  assert.equal(said.at(-1), "denied");
  assert.equal(await fix({ geolocation: /** @type {any} */ (null), onUpdate: (u) => said.push(u.state) }), null);
  assert.equal(said.at(-1), "unavailable");
});

test("an address leads to its screen, an unknown one to today", () => {
  assert.deepEqual(routeOf("#/case/0190-a"), { path: "/case/0190-a", name: "case", params: { id: "0190-a" } });
  assert.equal(routeOf("#/me/privacy").name, "privacy");
  assert.equal(routeOf("").name, "today");
  assert.equal(routeOf("#/no/such/place").path, "/today");
});
