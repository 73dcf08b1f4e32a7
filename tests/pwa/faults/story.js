// One story: an officer works while one fault strikes, then all heals and the queue drains.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { networkFate, numbersFrom, pageFate } from "./faults.js";
import { Handset } from "./handset.js";
import { accounted, judge } from "./judge.js";
import { Killed } from "./page.js";
import { GivesUp, Officer } from "./person.js";
import { Proxy } from "./proxy.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** A drain that needs more rounds than this is stuck (I12). */
const ROUNDS = 5;
const wall = Date.now.bind(Date);

/** The real server, and what it tells of itself. */
export class Stage {
  /** @param {string[]} [more] for real_server.py */
  static async begin(...more) {
    const stage = new Stage(), child = spawn(`${ROOT}.venv/bin/python`, [`${ROOT}tests/pwa/faults/real_server.py`, "2026-10-09 10:00", ...more], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const server = JSON.parse((await lines.next()).value), began = wall();
    Date.now = () => server.now + (wall() - began);
    return Object.assign(stage, { child, lines, server, asked: Promise.resolve() });
  }

  ask = (lanes) => (this.asked = this.asked.then(async () => {
    this.child.stdin.write(`${JSON.stringify(lanes)}\n`);
    return JSON.parse((await this.lines.next()).value);
  }));

  async end() {
    Date.now = wall;
    this.child.stdin.end();
    await new Promise((done) => this.child.once("exit", done));
  }
}

/** Plays one seed of a fault: under it every promise holds at the moment it ends, before a greeting can mend anything, and again after the drain. @param {Stage} stage @param {string} fault @param {number} seed @param {{broken?: string, aim?: {where: string, from: number, times: number}}} [how] a phone that is broken on purpose, and where the fault strikes @returns {Promise<{kept: number, doubled: number, met: number, loads: number}>} */
export async function play(stage, fault, seed, { broken, aim } = {}) {
  const rng = numbersFrom(seed * 7919 + [...fault].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7)), { server } = stage;
  const proxy = await new Proxy(server.origin).start();
  const phone = new Handset(server, proxy, "lu", broken);
  const officer = new Officer({ mark: `${fault}/${seed}`, rng, order: seed % 2 === 0, second: server.people.gu, grid: server.grids.west });
  try {
    const first = await phone.open();
    await phone.signIn(first);
    if (seed % 4) await settled(first); // else the fault strikes the first greeting, too
    phone.closeAll();
    proxy.misbehave(networkFate(fault, rng, phone, aim));
    const hurt = await underFault(phone, officer, fault, rng);
    const { met } = proxy;
    phone.closeAll();
    await accounted(await phone.open(), stage.ask, officer);
    phone.closeAll();
    proxy.heal();
    await proxy.deliverLate();
    const page = await phone.open();
    await phone.signIn(page);
    await drained(page);
    await officer.work(() => page);
    await drained(page);
    return { ...(await judge(page, stage.ask, officer)), met: met + hurt, loads: phone.loads };
  } finally {
    phone.closeAll();
    await proxy.close();
  }
}

/** Pages are opened and worked on until the officer is through, or gives up for the day. @returns {Promise<number>} how often a page died or said no */
async function underFault(phone, officer, fault, rng) {
  const tabs = fault === "two_tabs" ? 2 : 1;
  let hurt = 0;
  for (let day = 0; day < 6; day += 1) {
    const pages = [];
    try {
      for (let n = 0; n < tabs; n += 1) pages.push(await phone.open(pageFate(fault, rng, day)));
      for (const page of pages) page.engine.start();
      if (!(await pages[0].does(pages[0].lanes.openLane())) || rng() < 0.3) await pages[0].does(pages[0].engine.wake("button"));
      await officer.work(() => pages[Math.floor(rng() * pages.length)]);
      for (let n = 0; n < 3; n += 1) await Promise.all(pages.map((page) => page.does(page.engine.wake("button"))));
      return hurt + (fault === "quota" || fault === "clock_jump" || fault === "401" ? 1 : 0);
    } catch (error) {
      if (!(error instanceof Killed) && !(error instanceof GivesUp) && error?.name !== "ActionError") throw error;
      hurt += 1;
    }
    if (fault !== "two_tabs" || rng() < 0.5) phone.closeAll(); // else the other tab is still at it when the next one opens
  }
  return hurt;
}

/** @param {import("./page.js").Page} page */
async function settled(page) {
  await page.does(page.rounds.round(() => {}, { probe: false }));
}

/** @param {import("./page.js").Page} page */
async function drained(page) {
  let last = null;
  for (let n = 0; n < ROUNDS; n += 1) {
    last = await settled(page).then(() => null, (error) => error);
    const { ops, blobs } = await page.does(page.outbox.counts());
    if (!last && !ops && !blobs) return;
  }
  throw last ?? new Error("I12: the queue does not drain");
}
