/** What the screens ask about the session: `api/` answers with Answers, screens want a value or an error to show. */
import * as api from "./api/session.js";

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

/**
 * @param {string} verb a function of api/session.js @param {any[]} given its arguments
 * @returns {Promise<any>} the user, or the answer's data
 * @throws {Said}
 */
export async function asked(verb, given) {
  const answer = await /** @type {any} */ (api)[verb](...given);
  if (!answer || typeof answer !== "object" || !("kind" in answer)) return answer;
  if (answer.kind !== "ok") throw new Said(answer);
  return answer.user ?? answer.data;
}
