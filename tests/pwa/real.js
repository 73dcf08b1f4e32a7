// The real server, and phones of several people that share one process: each has a disk and a session of its own.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { IDBFactory } from "fake-indexeddb";
import { freshPhone, reload, syncOnce } from "./support.js";
import { signIn } from "../../static/pwa/api/session.js";
import { emitHere } from "../../static/pwa/store/bus.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const wall = Date.now.bind(Date);

/** Starts the server with its clock, and ours, at `day` ("2026-10-09 10:00"). */
export async function realServer(day) {
  const child = spawn(`${ROOT}.venv/bin/python`, [`${ROOT}tests/pwa/real_server.py`, day], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const told = JSON.parse(await new Promise((resolve, reject) => { lines.once("line", resolve); child.once("exit", (code) => reject(new Error(`server ended: ${code}`))); }));
  const began = wall();
  Date.now = () => told.now + (wall() - began);
  return { ...told, async close() { Date.now = wall; child.stdin.end(); await new Promise((done) => child.once("exit", done)); } };
}

/** One person's phone. Whatever runs after `take()` runs on it. */
export class Handset {
  constructor(server, name) {
    Object.assign(this, { server, name, disk: new IDBFactory(), cookie: "", online: true });
  }

  /** Takes this phone in hand: its disk, its session, its network. */
  async take() {
    await reload();
    globalThis.indexedDB = this.disk;
    globalThis.fetch = (url, init) => this.fetch(url, init);
    emitHere("changed", { types: null });
    return this;
  }

  async fetch(url, init) {
    if (!this.online) throw new TypeError("Failed to fetch");
    const answer = await nodeFetch(this.server.origin + url, { ...init, headers: { ...init.headers, "Sec-Fetch-Site": "same-origin", Cookie: this.cookie } });
    const set = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
    if (set.length) this.cookie = set.join("; ");
    return answer;
  }

  /** Signs in and syncs, with the network there. */
  async begin() {
    await this.take();
    const signed = await signIn(this.name, this.server.password);
    if (signed.kind !== "ok") throw new Error(JSON.stringify(signed));
    return this.sync();
  }

  async sync() {
    const stopped = await syncOnce();
    if (stopped) throw new Error(`${this.name}: ${stopped}`);
    return this;
  }
}

const nodeFetch = globalThis.fetch;
await freshPhone();
