/**
 * The way to the phone's camera and to its files: two hidden inputs that outlive every screen, so that a photo which comes back
 * after the screen was redrawn still finds its place.
 */

const TYPES = "image/jpeg,image/png,image/webp";
/** @type {((files: File[]) => unknown) | null} */
let taker = null;
/** What was chosen and is still being read. @type {Set<Promise<unknown>>} */
const reading = new Set();
/** @type {File[]} */
let early = [];

/** @param {string} id @param {boolean} camera */
function input(id, camera) {
  const had = document.getElementById(id);
  if (had) return /** @type {HTMLInputElement} */ (had);
  const made = document.createElement("input");
  Object.assign(made, { id, type: "file", accept: TYPES, hidden: true, multiple: !camera, tabIndex: -1 });
  if (camera) made.setAttribute("capture", "environment");
  made.addEventListener("change", () => {
    const files = [...(made.files ?? [])];
    made.value = ""; // the same file may be chosen again
    if (taker) take(taker, files); else early.push(...files);
  });
  document.body.append(made);
  return made;
}

/** @param {(files: File[]) => unknown} fn @param {File[]} files */
function take(fn, files) {
  const one = Promise.resolve(fn(files)).catch((error) => console.error("photo", error)).finally(() => reading.delete(one));
  reading.add(one);
}

/** Is a chosen photo still being read? */
export const picking = () => reading.size > 0;

/** All that was chosen so far is taken in, or its taker has said why not: what is kept now has it. @returns {Promise<void>} */
export async function picked() {
  while (reading.size) await Promise.all(reading);
}

/** Opens the camera. Call it while a tap is being answered. */
export const openCamera = () => input("camera", true).click();

/** Opens the phone's photos and files. */
export const openFiles = () => input("files", false).click();

/**
 * Who gets what is chosen; files that came before are handed over at once.
 * @param {(files: File[]) => unknown} fn its promise, if it gives one, ends when they are taken in
 * @returns {() => void} call it when there is nothing to be taken any more
 */
export function onChosen(fn) {
  taker = fn;
  if (early.length) take(fn, early.splice(0));
  return () => { if (taker === fn) taker = null; };
}
