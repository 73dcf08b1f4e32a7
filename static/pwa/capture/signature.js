/** A signature by finger: strokes in vector form while somebody writes, a small PNG of them alone when it is done. */
import SignaturePad from "../vendor/signature_pad/signature_pad.js";

/** @typedef {import("../vendor/signature_pad/signature_pad.js").PointGroup} Stroke */
/** @typedef {{who: string, buffer: ArrayBuffer, mime: string, bytes: number, sha256: string, taken_at: number, name: string, role: "signature"}} Signature */

const INK = "#14171C", PAPER = "#FFFFFF";
/** Size of the picture, in pixels: sharp on paper at 40 mm, and 5 to 15 kB. */
const MOST = { width: 480, height: 160 };
const MARGIN = 8;
/** Less than this is a touch by mistake, in CSS pixels of pen way. */
const LEAST_INK = 30;

/** How far the pen went, in CSS pixels. @param {Stroke[]} strokes */
export function inkOf(strokes) {
  let way = 0;
  for (const { points } of strokes) for (let i = 1; i < points.length; i += 1) way += Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  return way;
}

/** The rectangle that strokes fill; null when there are none. @param {Stroke[]} strokes */
export function boundsOf(strokes) {
  const points = strokes.flatMap((stroke) => stroke.points);
  if (!points.length) return null;
  const x = points.map((p) => p.x), y = points.map((p) => p.y);
  const left = Math.min(...x), top = Math.min(...y);
  return { left, top, width: Math.max(...x) - left, height: Math.max(...y) - top };
}

/**
 * Strokes on a pad that has become another size: in the middle, smaller only where they would not fit.
 * @param {Stroke[]} strokes @param {{width: number, height: number}} size the new one @returns {Stroke[]}
 */
export function refitted(strokes, size) {
  const had = boundsOf(strokes);
  if (!had) return strokes;
  const scale = Math.min(1, (size.width - 2 * MARGIN) / (had.width || 1), (size.height - 2 * MARGIN) / (had.height || 1));
  const dx = (size.width - had.width * scale) / 2 - had.left * scale, dy = (size.height - had.height * scale) / 2 - had.top * scale;
  return strokes.map((stroke) => ({ ...stroke, points: stroke.points.map((p) => ({ ...p, x: p.x * scale + dx, y: p.y * scale + dy })) }));
}

/**
 * A pad on a canvas. It keeps its strokes when the phone is turned.
 * @param {HTMLCanvasElement} canvas sized by its style @param {() => void} onInk after every stroke
 */
export function signaturePad(canvas, onInk) {
  const pad = new SignaturePad(canvas, { penColor: INK, minWidth: 1.4, maxWidth: 3.6, throttle: 8 });
  let size = { width: 0, height: 0 };
  pad.addEventListener("endStroke", onInk);

  function fit() {
    const next = { width: canvas.clientWidth, height: canvas.clientHeight };
    if (!next.width || !next.height || (next.width === size.width && next.height === size.height)) return;
    const strokes = pad.toData(), first = size.width === 0, ratio = Math.max(1, globalThis.devicePixelRatio || 1);
    size = next;
    canvas.width = Math.round(next.width * ratio);
    canvas.height = Math.round(next.height * ratio);
    canvas.getContext("2d")?.scale(ratio, ratio);
    pad.clear();
    if (!first && strokes.length) pad.fromData(refitted(strokes, next));
  }
  const watch = new ResizeObserver(fit);
  watch.observe(canvas);
  fit();

  return {
    /** Nothing was written, or too little to be a name. */
    empty: () => inkOf(pad.toData()) < LEAST_INK,
    clear() { pad.clear(); onInk(); },
    undo() { pad.fromData(pad.toData().slice(0, -1)); onInk(); },
    /** @param {string} who whose it is @returns {Promise<Signature>} */
    picture: (who) => pictureOf(canvas, pad.toData(), size, who),
    end() { watch.disconnect(); pad.off(); },
  };
}

/** @param {HTMLCanvasElement} canvas @param {Stroke[]} strokes @param {{width: number, height: number}} size @param {string} who @returns {Promise<Signature>} */
async function pictureOf(canvas, strokes, size, who) {
  const had = boundsOf(strokes);
  if (!had) throw new RangeError("no strokes");
  const ratio = canvas.width / size.width, left = Math.max(0, had.left - MARGIN), top = Math.max(0, had.top - MARGIN);
  const width = Math.min(size.width - left, had.width + 2 * MARGIN), height = Math.min(size.height - top, had.height + 2 * MARGIN);
  const scale = Math.min(ratio, MOST.width / width, MOST.height / height);
  const picture = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  const pen = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d", { alpha: false }));
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(canvas, left * ratio, top * ratio, width * ratio, height * ratio, 0, 0, picture.width, picture.height);
  const blob = await new Promise((/** @type {(blob: Blob|null) => void} */ done) => picture.toBlob(done, "image/png"));
  if (!blob) throw new RangeError("no picture of the strokes");
  const buffer = await blob.arrayBuffer(), digest = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  const sha256 = [...digest].map((b) => b.toString(16).padStart(2, "0")).join("");
  return { who, buffer, mime: "image/png", bytes: buffer.byteLength, sha256, taken_at: Date.now(), name: `${who}.png`, role: "signature" };
}
