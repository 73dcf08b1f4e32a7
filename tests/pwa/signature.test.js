// A signature by finger: what counts as ink, and strokes that outlive the turning of the phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, inkOf, refitted } from "../../static/pwa/capture/signature.js";

const stroke = (...points) => ({ penColor: "#000", points: points.map(([x, y], time) => ({ x, y, pressure: 0.5, time })) });

test("a touch by mistake is no ink, a stroke is", () => {
  assert.equal(inkOf([]), 0);
  assert.equal(inkOf([stroke([10, 10])]), 0);
  assert.equal(inkOf([stroke([0, 0], [30, 40]), stroke([5, 5], [5, 15])]), 60);
});

test("strokes that fit keep their size and come to the middle", () => {
  const [moved] = refitted([stroke([10, 20], [110, 60])], { width: 800, height: 300 });
  assert.deepEqual(boundsOf([moved]), { left: 350, top: 130, width: 100, height: 40 });
});

test("strokes that are too wide become smaller, all of them alike, and stay on the pad", () => {
  const wide = [stroke([0, 0], [600, 0]), stroke([300, 50], [300, 100])];
  const now = refitted(wide, { width: 316, height: 600 }), size = boundsOf(now);
  assert.equal(size?.width, 300);
  assert.equal(size?.height, 50);
  assert.ok(size && size.left >= 0 && size.left + size.width <= 316 && size.top >= 0);
  assert.equal(now[1].points[0].x, 158);
});

test("an empty pad stays empty", () => assert.deepEqual(refitted([], { width: 10, height: 10 }), []));
