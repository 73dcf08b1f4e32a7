// What counts as an answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { onServerTime, send, speak } from "../../static/pwa/api/http.js";
import { localIso, looksWrong, offsetAgeS, offsetFrom } from "../../static/pwa/domain/clock.js";
import { backoff } from "../../static/pwa/sync/backoff.js";

const answers = (body, init) => { globalThis.fetch = async () => new Response(body, init); };
const stamped = { "X-Server-Time": "1790000000000" };
const asJson = { ...stamped, "Content-Type": "application/json" };
const outcome = async () => {
  const { kind, code } = await send("GET", "/time");
  return code ? `${kind}:${code}` : kind;
};

for (const [name, body, init, expected] of [
  ["ours", "{}", { status: 200, headers: asJson }, "ok"],
  ["204", null, { status: 204, headers: stamped }, "ok"],
  ["HTML with 200", "<html>", { status: 200, headers: { "Content-Type": "text/html" } }, "offline:not_ours"],
  ["somebody else's JSON", "{}", { status: 200, headers: { "Content-Type": "application/json" } }, "offline:not_ours"],
  ["JSON cut off", "{\"a\":", { status: 200, headers: asJson }, "offline:not_ours"],
  ["a portal's 401", "<html>", { status: 401, headers: { "Content-Type": "text/html" } }, "offline:not_ours"],
  ["our 401", '{"error":{"code":"signed_out"}}', { status: 401, headers: asJson }, "signed_out:signed_out"],
  ["our 404", '{"error":{"code":"not_found"}}', { status: 404, headers: asJson }, "refused:not_found"],
  ["a proxy's 413", "<html>", { status: 413 }, "refused:too_large"],
  ["a proxy's 502", "<html>", { status: 502 }, "failed:http_502"],
  ["a proxy's 503", "<html>", { status: 503 }, "busy:http_503"],
]) {
  test(`${name} → ${expected}`, async () => {
    answers(body, init);
    assert.equal(await outcome(), expected);
  });
}

test("Retry-After in seconds, as a date, in the body, or not at all", async () => {
  const wait = async (headers, body = "{}") => {
    answers(body, { status: 429, headers: { ...asJson, ...headers } });
    return (await send("GET", "/time")).retry_after_s;
  };

  assert.equal(await wait({ "Retry-After": "7" }), 7);
  assert.ok((await wait({ "Retry-After": new Date(Date.now() + 60_000).toUTCString() })) > 50);
  assert.equal(await wait({}, '{"error":{"code":"locked","details":{"retry_after_s":900}}}'), 900);
  assert.equal(await wait({}), 10);
  assert.equal(await wait({ "Retry-After": "999999" }), 3600);
});

test("a server that swallows the request is given up after the time allowed", async () => {
  globalThis.fetch = (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));

  assert.deepEqual(await send("GET", "/time", { timeout_ms: 5 }), { kind: "offline", status: 0, code: "timeout", message: "" });
});

test("a long body is given the time it needs, and an answer that comes slowly is waited for piece by piece", async (t) => {
  const waits = [];
  t.mock.method(globalThis, "setTimeout", (_, ms) => void waits.push(ms));
  const pieces = ['{"a"', ":", "1}"].map((text) => new TextEncoder().encode(text));
  answers(new ReadableStream({ pull: (to) => { if (pieces.length) to.enqueue(pieces.shift()); else to.close(); } }), { headers: asJson });

  assert.deepEqual((await send("POST", "/sync/push", { json: "x".repeat(1_000_000) })).data, { a: 1 });
  assert.ok(waits[0] > 120_000, "a batch on a line of 64 kbit/s");
  assert.deepEqual(waits.slice(1), [15_000, 15_000, 15_000]);
});

test("the person's language goes with every request", async () => {
  let headers;
  globalThis.fetch = async (_, init) => { headers = init.headers; return new Response("{}", { headers: asJson }); };
  speak("en");

  await send("POST", "/session", { json: {} });

  assert.equal(headers["Accept-Language"], "en");
  assert.equal(headers["Content-Type"], "application/json");
});

test("each answer tells the server's time", async () => {
  const seen = [];
  const off = onServerTime((reading) => seen.push(reading.server_ms));
  answers("{}", { headers: asJson });

  await send("GET", "/session");
  off();
  await send("GET", "/session");

  assert.deepEqual(seen, [1790000000000]);
});

test("offset is by half the round trip; its age by the clock that did not jump", () => {
  assert.equal(offsetFrom(1000, 1400, 5000), 3800);
  const reading = { measured_ms: 10_000, measured_mono: 500, boot: "b1" };
  assert.equal(offsetAgeS(reading, { now_ms: 999_999_999, mono_ms: 4_500, boot: "b1" }), 4);
  assert.equal(offsetAgeS(reading, { now_ms: 70_000, mono_ms: 1, boot: "b2" }), 60);
  assert.equal(offsetAgeS(reading, { now_ms: 0, mono_ms: 1, boot: "b2" }), 0);
  assert.equal(looksWrong(-7_200_000), true);
  assert.equal(looksWrong(299_999), false);
});

test("local time carries its own offset", () => {
  const instant = Date.UTC(2026, 10, 22, 7, 4, 5, 123);
  assert.equal(localIso(instant, 480), "2026-11-22T15:04:05.123+08:00");
  assert.equal(localIso(instant, -210), "2026-11-22T03:34:05.123-03:30");
});

test("back-off doubles from 2 s to 5 min, with full jitter", () => {
  const longest = () => 0.999999;
  assert.deepEqual([1, 2, 3, 8, 9, 50].map((tries) => Math.ceil(backoff(tries, undefined, longest) / 1000)), [2, 4, 8, 256, 300, 300]);
  assert.equal(backoff(9, 30_000, () => 0.5), 15_000);
  assert.ok(backoff(9, undefined, () => 0) > 0);
});
