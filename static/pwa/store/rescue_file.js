/* What this phone has not sent, as one file (docs/protocol.md, "Rescue"): the signed bytes of every op without a receipt, and every photo
   without one, of everybody who works on this phone. A classic script that needs nothing of the app, for the page that works when the app does
   not start. It reads the ledgers as they are, whatever their version, and writes nothing. */
(function () {
  const PART = 192 * 1024; // bytes of a photo on one line: base64 of it without padding between
  const FILE_MOST = 360 * 1024 * 1024; // of photos in one file: with base64 below the server's 512 MiB

  /** @param {IDBRequest} request @returns {Promise<any>} */
  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });

  /** An existing database at whatever version it has; null where there is none: none is ever made. @param {string} name @returns {Promise<IDBDatabase | null>} */
  function opened(name) {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => { /** @type {IDBTransaction} */ (request.transaction).abort(); };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => (request.error?.name === "AbortError" ? resolve(null) : reject(request.error));
    });
  }

  /** @param {IDBDatabase} db @param {string} store @param {(from: IDBObjectStore) => IDBRequest} ask @returns {Promise<any>} */
  const read = (db, store, ask) => (db.objectStoreNames.contains(store) ? done(ask(db.transaction(store).objectStore(store))) : Promise.resolve(undefined));

  /** @returns {Promise<string[]>} the ledgers on this phone */
  async function ledgers() {
    const device = await opened("device");
    const user = device && (await read(device, "facts", (from) => from.get("user")));
    device?.close();
    const all = indexedDB.databases ? (await indexedDB.databases()).map((db) => String(db.name)) : [];
    return [...new Set([...all.filter((name) => name.startsWith("ledger-")), ...(user ? [`ledger-${user.id}`] : [])])];
  }

  /** One ledger's unsent ops, in the order of their lanes, and the hashes of its unsent photos with the ops that name them.
   * @param {IDBDatabase} db */
  async function unsent(db) {
    const rows = /** @type {any[]} */ ((await read(db, "ops", (from) => from.getAll())) ?? []);
    const claims = /** @type {any[]} */ ((await read(db, "claims", (from) => from.getAll())) ?? []).filter((claim) => claim.state !== "sent");
    const ops = rows.filter((op) => op.state !== "acked").sort((a, b) => a.made_at - b.made_at || a.seq - b.seq);
    const photos = new Map();
    for (const claim of claims) photos.set(claim.sha256, { bytes: claim.bytes, ops: [...(photos.get(claim.sha256)?.ops ?? []), claim.op_id] });
    return { ops, photos };
  }

  /** What there is to export. @returns {Promise<{people: number, ops: number, photos: number, bytes: number, oldest_at: number | null}>} */
  async function holdings() {
    const found = { people: 0, ops: 0, photos: 0, bytes: 0, oldest_at: /** @type {number | null} */ (null) };
    for (const name of await ledgers()) {
      const db = await opened(name);
      if (!db) continue;
      const { ops, photos } = await unsent(db);
      db.close();
      found.people += ops.length + photos.size > 0 ? 1 : 0;
      found.ops += ops.length;
      found.photos += photos.size;
      found.bytes += [...photos.values()].reduce((sum, one) => sum + one.bytes, 0) + ops.reduce((sum, op) => sum + (op.bytes ?? 0), 0);
      for (const op of ops) found.oldest_at = Math.min(found.oldest_at ?? op.made_at, op.made_at);
    }
    return found;
  }

  /** @param {unknown} row */
  const line = (row) => `${JSON.stringify(row)}\n`;

  /** @param {Uint8Array} bytes */
  function base64(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  }

  /** A photo's lines, as a Blob, so that the browser may put it on disk. @param {string} sha256 @param {string[]} ops @param {ArrayBuffer} buffer */
  function linesOf(sha256, ops, buffer) {
    const lines = [], bytes = new Uint8Array(buffer);
    for (let at = 0; at < bytes.length; at += PART) lines.push(line({ blob: sha256, ops, data: base64(bytes.subarray(at, at + PART)) }));
    return new Blob(lines);
  }

  /**
   * The file, or several when the photos are too many for one. Deletes nothing.
   * @param {(done: number, of: number) => void} [tell] photos read so far
   * @returns {Promise<{files: Blob[], lost: number}>} lost: photos that this phone could not read back
   */
  async function exported(tell) {
    const open = (/** @type {number} */ n) => /** @type {BlobPart[]} */ ([line({ fieldapp_rescue: 1, made_at: Date.now(), part: n })]);
    const close = (/** @type {BlobPart[]} */ parts) => new Blob([...parts, line({ end: true })], { type: "text/plain" });
    const of = (await holdings()).photos, files = [];
    let parts = open(1), size = 0, lost = 0, tried = 0;
    const dbs = /** @type {IDBDatabase[]} */ ((await Promise.all((await ledgers()).map(opened))).filter(Boolean));
    const all = await Promise.all(dbs.map(async (db) => ({ db, ...(await unsent(db)) })));
    for (const { ops } of all) for (const { body, hash, sig } of ops) parts.push(line({ op: { body, hash, sig } }));
    for (const { db, photos } of all) {
      for (const [sha256, { ops }] of photos) {
        const file = await read(db, "files", (from) => from.get(sha256)).catch(() => null);
        tell?.(++tried, of);
        if (!file?.buffer?.byteLength) { lost += 1; continue; }
        if (size && size + file.buffer.byteLength > FILE_MOST) {
          files.push(close(parts));
          parts = open(files.length + 1);
          size = 0;
        }
        size += file.buffer.byteLength;
        parts.push(linesOf(sha256, ops, file.buffer));
      }
      db.close();
    }
    return { files: [...files, close(parts)], lost };
  }

  /** @type {any} */ (globalThis).fieldappRescue = { holdings, exported };
})();
