/**
 * The way to the phone's camera and to its files: two hidden inputs that outlive every screen, so that a photo which comes back
 * after the screen was redrawn still finds its place.
 */

const TYPES = "image/jpeg,image/png,image/webp";
/** @type {((files: File[]) => void) | null} */
let taker = null;
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
    if (taker) taker(files); else early.push(...files);
  });
  document.body.append(made);
  return made;
}

/** Opens the camera. Call it while a tap is being answered. */
export const openCamera = () => input("camera", true).click();

/** Opens the phone's photos and files. */
export const openFiles = () => input("files", false).click();

/**
 * Who gets what is chosen; files that came before are handed over at once.
 * @param {(files: File[]) => void} fn
 * @returns {() => void} call it when there is nothing to be taken any more
 */
export function onChosen(fn) {
  taker = fn;
  if (early.length) fn(early.splice(0));
  return () => { if (taker === fn) taker = null; };
}
