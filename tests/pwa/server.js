// A server that keeps to protocol 5 as far as the phone can tell, with faults on demand.
import { createHash, webcrypto } from "node:crypto";
import { LI } from "./support.js";

const sha = (data) => createHash("sha256").update(data).digest("hex");
const json = (status, body, headers = {}) => new Response(JSON.stringify(body), {
  status, headers: { "Content-Type": "application/json", "X-Server-Time": String(Date.now()), ...headers },
});
export const refusal = (status, code, details = {}, headers = {}) => json(status, { error: { code, message: code, details } }, headers);
export const empty = () => new Response(null, { status: 204, headers: { "X-Server-Time": String(Date.now()) } });
export const portal = () => new Response("<html>请登录 Wi-Fi</html>", { status: 200, headers: { "Content-Type": "text/html" } });

export class Server {
  /** @param {{user?: object}} [how] */
  constructor({ user = LI } = {}) {
    Object.assign(this, { user, lanes: new Map(), ops: new Map(), blobs: new Map(), requests: [], faults: [], verdict: () => ({ verdict: "applied", code: null }), scopes: [], leases: [] });
    globalThis.fetch = (url, init) => this.fetch(url, init);
  }

  /** The next request to `path` meets `how`: a Response, "cut" (served, then the answer is lost) or "down" (never arrives). */
  fault(path, how, times = 1) {
    this.faults.push({ path, how, left: times });
  }

  asked(path) {
    return this.requests.filter((r) => r.path.startsWith(path));
  }

  async fetch(url, init) {
    const path = url.replace("/api/v1", "");
    const request = { path, method: init.method, headers: init.headers, body: typeof init.body === "string" ? JSON.parse(init.body) : init.body };
    this.requests.push(request);
    const fault = this.faults.find((f) => f.left > 0 && path.startsWith(f.path));
    if (fault) fault.left -= 1;
    if (fault?.how === "down") throw new TypeError("Failed to fetch");
    if (fault && fault.how !== "cut") return typeof fault.how === "function" ? fault.how(request) : fault.how.clone();
    const answer = await this.serve(request);
    if (fault) throw new TypeError("Failed to fetch");
    return answer;
  }

  serve({ method, path, body }) {
    if (path === "/time") return empty();
    if (path === "/session" && method === "DELETE") return (this.user = null), empty();
    if (path === "/session" && method === "POST") return json(200, { user: (this.user = this.people?.[body.username] ?? LI) });
    if (!this.user) return refusal(401, "signed_out");
    if (path === "/session") return json(200, { user: this.user });
    if (path === "/devices") return this.devices(body);
    if (path === "/sync/push") return this.push(body);
    if (path === "/sync/rescue" && this.rescued) return this.rescue(body);
    if (path === "/sync/pull") return json(200, { server_time: Date.now(), scopes: this.pages?.shift() ?? this.scopes, verdicts: this.verdicts ?? [], leases: this.leases, notices: [] });
    if (path === "/numbers/lease") return this.lend(body);
    if (path.startsWith("/blobs/")) return this.put(path.slice(7), new Uint8Array(body));
    return refusal(404, "not_found");
  }

  devices({ install_id, jwk }) {
    const lane_id = sha(`${this.user.id}|${install_id}|${jwk.x}`).slice(0, 40);
    const lane = this.lanes.get(lane_id) ?? { lane_id, user_id: this.user.id, jwk, nonce: `n-${lane_id}`, seq: 0, hash: sha(`${lane_id}n-${lane_id}`) };
    this.lanes.set(lane_id, lane);
    return json(200, { device_id: `dev-${install_id}`, lane_id, nonce: lane.nonce, epoch: 1, lane_head: { seq: lane.seq, hash: lane.hash }, leases: this.leases, settings: {} });
  }

  lend({ register, want, request_id }) {
    const had = this.leases.find((l) => l.lease_id === `lease-${request_id}`);
    const from = Math.max(0, ...this.leases.filter((l) => l.register === register).map((l) => l.to)) + 1;
    const lease = had ?? { lease_id: `lease-${request_id}`, register, from, to: from + want - 1, next: from };
    if (!had) this.leases.push(lease);
    return json(200, lease);
  }

  /** Takes the file of closed lanes' ops, and keeps them as pushed ones are. */
  rescue(file) {
    const ops = new TextDecoder().decode(file).trimEnd().split("\n").map((line) => JSON.parse(line)).filter((row) => row.op).map((row) => JSON.parse(row.op.body));
    const results = ops.map((said) => this.rescued(said.op_id));
    for (const [i, said] of ops.entries()) if (results[i].verdict === "applied") this.ops.set(said.op_id, { said, verdict: "applied", code: null });
    return json(200, { server_time: Date.now(), results, blobs: [], missing: [], broken: [] });
  }

  async push({ lane_id, ops }) {
    const lane = this.lanes.get(lane_id);
    const results = [];
    const head = () => ({ seq: lane?.seq ?? 0, hash: lane?.hash ?? "" });
    const later = (index) => ops.slice(index + 1).map((o, i) => ({ op_id: JSON.parse(o.body).op_id, index: index + 1 + i, verdict: null, code: "gap" }));
    for (const [index, op] of ops.entries()) {
      const bad = await this.inauthentic(lane, op, index);
      if (bad) return json(200, { server_time: 0, lane_head: head(), results: [...results, bad, ...later(index)], scope_heads: {} });
      const said = JSON.parse(op.body);
      const known = this.ops.get(said.op_id);
      const next = said.lane_seq === lane.seq + 1 && said.prev_hash === lane.hash;
      if (!known && !next) {
        const code = said.lane_seq > lane.seq + 1 ? "gap" : "fork";
        return json(409, { error: { code, message: code, details: { lane_head: head() } }, results });
      }
      if (!known) {
        this.ops.set(said.op_id, { said, op, ...this.verdict(said) });
        Object.assign(lane, { seq: said.lane_seq, hash: op.hash });
      }
      const { verdict, code } = this.ops.get(said.op_id);
      results.push({ op_id: said.op_id, verdict, code, detail: {}, flags: [], version: 1, in_effect: verdict === "applied", dup: Boolean(known) });
    }
    return json(200, { server_time: Date.now(), lane_head: head(), results, scope_heads: {} });
  }

  async inauthentic(lane, op, index) {
    const said = JSON.parse(op.body);
    const code = this.strange?.(said) ?? (!lane ? "unknown_lane" : lane.user_id !== this.user.id ? "wrong_owner"
      : sha(op.body) !== op.hash ? "bad_hash" : (await verifies(lane.jwk, op)) ? null : "bad_sig");
    return code && { op_id: said.op_id, index, verdict: "quarantined", code };
  }

  put(sha256, bytes) {
    const named = [...this.ops.values()].some(({ said }) => said.blobs.some((b) => b.sha256 === sha256));
    if (!named) return refusal(404, "not_found");
    if (sha(bytes) !== sha256) return refusal(422, "hash_mismatch");
    const had = this.blobs.has(sha256);
    this.blobs.set(sha256, bytes);
    return json(had ? 200 : 201, { stored: true });
  }
}

async function verifies(jwk, { body, sig }) {
  const key = await webcrypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return webcrypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(sig, "base64url"), Buffer.from(body));
}

/** One scope of a pull answer. */
export const scope = (id, records, more = {}) => ({ id, epoch: 1, head: 10, seq: 10, reset: false, more: false, gone: [], records: records.map((r) => ({ version: 1, ...r })), ...more });
export const caseRecord = (id, data = {}) => ({ type: "case", id, version: data.version ?? 1, data: { id, version: 1, category: "ZW01", state: "dispatched", unit: "unit-2", assignee: null, photos: [], title: id, ...data } });
