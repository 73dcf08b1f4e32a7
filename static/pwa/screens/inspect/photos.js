/** The photos of the findings: chosen, checked, shown, taken back. */
import { pick } from "../../capture/photo.js";
import { onChosen, openCamera, openFiles } from "../../capture/picker.js";

/**
 * @param {any} app @param {() => any} draft @param {{changed: () => void, failed: (words: string) => void}} on
 */
export function findingPhotos(app, draft, on) {
  const urls = new Map();
  let target = /** @type {string|null} */ (null);

  const release = onChosen(async (files) => {
    const finding = target ?? draft()?.open ?? draft()?.findings.at(-1)?.id;
    if (!draft() || !finding) return;
    on.failed("");
    for (const file of files) {
      try {
        const photo = await pick(file), there = draft().photos.find((/** @type {any} */ p) => p.sha256 === photo.sha256);
        if (!draft().findings.some((/** @type {any} */ f) => f.id === finding)) continue; // taken out while the photo was read
        if (!there) draft().photos.push({ ...photo, finding, role: "evidence" });
        else if (there.finding !== finding) on.failed(app.t("insp.photo.twice", { name: file.name, n: draft().findings.findIndex((/** @type {any} */ f) => f.id === there.finding) + 1 }));
      } catch (error) {
        on.failed(app.t("capture.refused", { name: file.name, why: app.errorText(error) }));
      }
    }
    on.changed();
  });

  return {
    /** Call while a tap is being answered. @param {string} finding @param {boolean} camera */
    ask(finding, camera) { target = finding; if (camera) openCamera(); else openFiles(); },
    /** @param {any} p */
    url(p) {
      if (!urls.has(p.sha256)) urls.set(p.sha256, URL.createObjectURL(new Blob([p.buffer], { type: p.mime })));
      return urls.get(p.sha256);
    },
    leave() { release(); for (const u of urls.values()) URL.revokeObjectURL(u); },
  };
}
