// Between phone and server: a proxy on a real socket that does to a request whatever bad networks do.
import http from "node:http";

const REFUSALS = {
  html_200: [200, "text/html", "<html>请登录 Wi-Fi</html>"], 403: [403, "json", "forbidden"], 409: [409, "json", "conflict"], 413: [413, "text/html", "<html>Request Entity Too Large</html>"],
  429: [429, "json", "slow_down", { "Retry-After": "1" }], 500: [500, "json", "broken"], 503: [503, "json", "starting", { "Retry-After": "1" }],
};

export class Proxy {
  /** @param {string} upstream */
  constructor(upstream) {
    Object.assign(this, { upstream: new URL(upstream), seen: 0, met: 0, fault: () => null, late: [] });
    this.server = http.createServer((request, response) => this.handle(request, response).catch(() => request.socket.destroy()));
  }

  async start() {
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  /** From now on `decide(n, request)` names the fault that the n-th request meets, `{kind, at}`, or null. */
  misbehave(decide) {
    Object.assign(this, { seen: 0, met: 0, fault: decide });
  }

  heal() {
    this.fault = () => null;
  }

  /** What was held back on the way arrives now, once more. */
  async deliverLate() {
    for (const { request, body } of this.late.splice(0)) await this.forward(request, body).catch(() => null);
  }

  async handle(request, response) {
    const fault = this.fault((this.seen += 1), request);
    if (fault) this.met += 1;
    if (fault?.kind === "cut_before") return void request.socket.destroy();
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    if (fault?.kind === "black_hole") return;
    if (fault && REFUSALS[fault.kind]) return refuse(response, REFUSALS[fault.kind]);
    if (fault?.kind === "cut_request_at_byte") return this.half(request, body, fault.at).finally(() => request.socket.destroy());
    const answers = [await this.forward(request, body)];
    if (fault?.kind === "duplicate") {
      answers.push(await this.forward(request, body));
      if (fault.at > 0.5) this.late.push({ request, body });
    }
    if (fault?.kind === "cut_after_commit") return void request.socket.destroy();
    const answer = answers[fault?.kind === "duplicate" && fault.at < 0.5 ? 1 : 0];
    response.writeHead(answer.status, answer.headers);
    if (fault?.kind !== "cut_answer_at_byte") return void response.end(answer.body);
    response.write(answer.body.subarray(0, Math.floor(fault.at * answer.body.length)), () => request.socket.destroy());
  }

  headers(request, body) {
    const { connection: _, "transfer-encoding": __, ...rest } = request.headers;
    return { ...rest, host: this.upstream.host, ...(body.length || request.method !== "GET" ? { "content-length": body.length } : {}) };
  }

  /** @returns {Promise<{status: number, headers: object, body: Buffer}>} */
  forward(request, body) {
    return new Promise((resolve, reject) => {
      const onward = http.request(new URL(request.url, this.upstream), { method: request.method, headers: this.headers(request, body), agent: false }, async (answer) => {
        const parts = [];
        for await (const part of answer) parts.push(part);
        const whole = Buffer.concat(parts), { connection: _, "transfer-encoding": __, ...headers } = answer.headers;
        resolve({ status: answer.statusCode, headers: answer.statusCode === 204 ? headers : { ...headers, "content-length": whole.length }, body: whole });
      });
      onward.on("error", reject);
      onward.end(body);
    });
  }

  /** The server gets a part of the body, and then nothing more. */
  half(request, body, at) {
    return new Promise((done) => {
      const onward = http.request(new URL(request.url, this.upstream), { method: request.method, headers: this.headers(request, body), agent: false });
      onward.on("error", () => done());
      onward.on("close", () => done());
      onward.flushHeaders();
      onward.write(body.subarray(0, Math.floor(at * body.length)), () => setImmediate(() => onward.destroy()));
    });
  }
}

function refuse(response, [status, type, said, more = {}]) {
  const json = type === "json";
  response.writeHead(status, { "Content-Type": json ? "application/json" : type, ...(json ? { "X-Server-Time": String(Date.now()) } : {}), ...more });
  response.end(json ? JSON.stringify({ error: { code: said, message: said, details: {} } }) : said);
}
