// A month without a network on one phone, made by the app's own actions, and what is asked of the page while it drains.
const month = {
  /** `reports` reports, the first `photos` with a photo of their own, and `notes` notes on them. */
  async fill([reports, photos, notes, picture, size]) {
    const { fileReport } = await import("/pwa/actions/fileReport.js"), { addNote } = await import("/pwa/actions/caseActions.js");
    const cases = [];
    for (let n = 0; n < reports; n += 1) {
      const taken = n < photos ? [{ buffer: photo(picture, size, n), mime: "image/jpeg", role: "evidence", taken_at: Date.now() }] : [];
      cases.push((await fileReport({ id: `day-${n}`, category: "HW01", text: `离线第 ${n} 件：门前堆物`, photos: taken, place: null, made_at: Date.now() })).case_id);
    }
    for (let n = 0; n < notes; n += 1) await addNote(cases[n], { text: `补充说明 ${n}` });
    return month.left();
  },

  async left() {
    const { ops, blobs, bytes } = await (await import("/pwa/store/outbox.js")).counts();
    return { ops, blobs, bytes };
  },

  /** ms from a tap on a tab to its first drawing with a heading of its own. */
  async tab([from, to]) {
    const began = performance.now(), was = document.querySelector("h1")?.textContent;
    location.hash = to;
    while (document.querySelector("h1")?.textContent === was) {
      if (performance.now() - began > 20000) throw new Error(`${from} → ${to}: still ${was}`);
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - began;
  },

  says() {
    return document.querySelector(".net")?.textContent.trim() ?? "";
  },
};

function photo(picture, size, n) {
  const bytes = new Uint8Array(size), beginning = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65536)));
  bytes.set(beginning);
  return bytes.buffer;
}
