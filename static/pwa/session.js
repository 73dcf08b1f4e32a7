/** What the screens ask of the server directly: `api/` answers with Answers, screens want a value, or an error to show. */
import { send } from "./api/http.js";
import * as session from "./api/session.js";
import { BUILD } from "./build.js";

/** What the server said, as an error that a screen can show. `said` is its sentence in the person's language. */
class Said extends Error {
  /** @param {any} answer */
  constructor(answer) {
    super(answer.code);
    this.code = answer.code;
    this.said = answer.message;
    this.retry_after_s = answer.retry_after_s ?? answer.details?.retry_after_s;
  }
}

/** @type {Record<string, (...given: any[]) => Promise<any>>} */
const VERBS = {
  signIn: session.signIn, signOut: session.signOut, changePassword: session.changePassword, finishSignOut: session.finishSignOut,
  /** @param {string} id of an alert */
  alertSeen: (id) => send("POST", `/alerts/${encodeURIComponent(id)}/seen`),
  /** The sign-ins of a demo; elsewhere there are none. */
  demoAccounts: () => send("GET", "/demo/accounts"),
  /** @param {string} text @param {string} id UUIDv7: the same feedback twice is one */
  feedback: (text, id) => send("POST", "/feedback", { json: { id, text, build: BUILD } }),
};

/**
 * @param {string} verb @param {any[]} given
 * @returns {Promise<any>} the user, or the answer's data
 * @throws {Said}
 */
export async function asked(verb, given) {
  const answer = await VERBS[verb](...given);
  if (!answer || !("kind" in answer)) return answer;
  if (answer.kind !== "ok") throw new Said(answer);
  return answer.user ?? answer.data;
}
