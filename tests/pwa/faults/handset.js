// One phone: a disk, a session and a browser whose pages come and go.
import { IDBFactory } from "./disk.js";
import { Locks } from "./locks.js";
import { Page } from "./page.js";

export class Handset {
  /** @param {{origin: string, password: string}} server @param {{origin: string}} proxy @param {string} username @param {string} [broken] one of variants.js */
  constructor(server, proxy, username, broken = "") {
    Object.assign(this, { server, proxy, username, broken, disk: new IDBFactory(), locks: new Locks(), pages: new Set(), cookie: "", loads: 0 });
  }

  async fetch(url, init, closing) {
    const signal = AbortSignal.any([closing, ...(init.signal ? [init.signal] : [])]);
    const headers = { ...init.headers, "Sec-Fetch-Site": "same-origin", Cookie: this.cookie, Connection: "close" };
    const answer = await fetch(this.proxy.origin + url, { ...init, signal, headers });
    const set = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
    if (set.length) this.cookie = set.join("; ");
    return answer;
  }

  /** A page load; the person signs in when they have to. @param {ConstructorParameters<typeof Page>[1]} [fate] */
  async open(fate) {
    this.loads += 1;
    return new Page(this, fate).load();
  }

  /** @param {Page} page */
  async signIn(page) {
    const signed = await page.does(page.session.signIn(this.username, this.server.password));
    if (signed.kind !== "ok") throw new Error(`${this.username}: ${signed.code}`);
  }

  closeAll() {
    for (const page of [...this.pages]) page.kill();
  }
}
