// What the two browsers do, evaluated in a page of each server. Ours: the phone's own modules, as served.
const ours = {
  /**
   * A new phone signs in, gets its lane, and pulls all it may see; then everything is read back, as a list would. `first`: until what the
   * first page brought could be listed. However often the line is cut, it is pulled until all is there.
   */
  async pull([username, password]) {
    const user = await begin(username, password);
    const { pullAll } = await import("/pwa/sync/pull.js"), { all } = await import("/pwa/store/records.js"), { on } = await import("/pwa/store/bus.js");
    let first = null, cuts = 0;
    const began = performance.now();
    const off = on("changed", async () => { if ((await all("case")).length) first ??= performance.now() - began; });
    while (await pullAll(user.id).then(() => false, (stop) => { if (stop.kind !== "offline") throw stop; return true; })) cuts += 1;
    const stored = performance.now(), cases = (await all("case")).length;
    off();
    return { stored: stored - began, listed: performance.now() - began, first, cuts, cases };
  },

  /** Reports kept by the app's own action, offline. */
  async queue([username, password, n, text]) {
    await begin(username, password);
    const { fileReport } = await import("/pwa/actions/fileReport.js");
    for (let i = 0; i < n; i += 1)
      await fileReport({ id: `draft-${i}`, category: "HW01", text: `第 ${i} 处：${text}`, photos: [], place: null, made_at: Date.now() });
    return (await (await import("/pwa/store/outbox.js")).counts()).ops;
  },

  /** All of the outbox, until each op has its receipt on disk. */
  async push() {
    const { pushAll } = await import("/pwa/sync/push.js"), { currentUser } = await import("/pwa/store/device.js");
    const user = await currentUser(), began = performance.now();
    for (let tries = 0; ; tries += 1) {
      const stopped = await pushAll({ user_id: user.id, progress() {}, seen: new Set() }).then(() => null, (stop) => stop);
      if (!stopped) break;
      if (stopped.reason !== "timeout" || tries > 20) throw stopped; // on a busy machine: at once again, as after a tap
    }
    const took = performance.now() - began;
    return { took, left: (await (await import("/pwa/store/outbox.js")).counts()).ops };
  },
};

const pouch = {
  async pull([url, batch]) {
    const db = new PouchDB("phone"), began = performance.now();
    await db.replicate.from(url, { batch_size: batch });
    const stored = performance.now(), cases = (await db.allDocs({ include_docs: true, startkey: "case:", endkey: "case:\uffff" })).rows.length;
    return { stored: stored - began, listed: performance.now() - began, cases };
  },

  async queue([documents]) {
    const db = new PouchDB("phone");
    await db.bulkDocs(documents);
    return (await db.info()).doc_count;
  },

  async push([url]) {
    const db = new PouchDB("phone"), began = performance.now();
    const done = await db.replicate.to(url, { batch_size: 100 });
    return { took: performance.now() - began, left: done.docs_read - done.docs_written };
  },
};

async function begin(username, password) {
  const { signIn } = await import("/pwa/api/session.js"), { hello } = await import("/pwa/sync/hello.js");
  const signed = await signIn(username, password);
  if (signed.kind !== "ok") throw new Error(signed.code);
  await hello(signed.user.id);
  return signed.user;
}
