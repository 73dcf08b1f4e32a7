// Signing in and out. Neither removes anything unsent.
import { claimCache } from "../store/cache.js";
import { currentUser, setCurrentUser, setSignOutDue, signOutDue } from "../store/device.js";
import { withLock } from "../store/locks.js";
import { askPersist } from "../store/storage.js";
import { send } from "./http.js";

/** @typedef {import("../types.js").Answer} Answer */
/** @typedef {{kind: "ok", user: import("../types.js").User} | {kind: "refused"|"busy"|"failed"|"offline"|"signed_out", code: string, message: string, retry_after_s?: number}} SignedIn */

/**
 * Signs in and makes this person the one at work here. The engine then fetches a lane and goes on where it stood.
 * @param {string} username
 * @param {string} password
 * @returns {Promise<SignedIn>} refused with `bad_credentials`, busy with `locked`; `user.must_change` asks for a new password
 */
export async function signIn(username, password) {
  const before = await currentUser();
  const ask = async () => known(await send("POST", "/session", { json: { username, password } }));
  // Another person's cookie must not change under a push that is on its way.
  return before?.username === username ? ask() : withLock("sync", ask);
}

/** @param {Answer} answer @returns {Promise<SignedIn>} */
async function known(answer) {
  if (answer.kind === "signed_out") return { ...answer, kind: "refused" };
  if (answer.kind !== "ok") return answer;
  const { user } = answer.data;
  await setSignOutDue(false);
  await claimCache(user.id);
  await setCurrentUser(user);
  void askPersist(); // whatever the browser says to it, 我的 shows it
  return { kind: "ok", user };
}

/**
 * Ends the session here at once, on the server now or at the next contact. Ledger, drafts and photos stay.
 * @returns {Promise<void>}
 */
export async function signOut() {
  const answer = await send("DELETE", "/session");
  await setSignOutDue(answer.kind !== "ok" && answer.kind !== "signed_out");
  await setCurrentUser(null);
}

/** Tells the server of a sign-out it has not heard of. @returns {Promise<void>} */
export async function finishSignOut() {
  if (!(await signOutDue()) || (await currentUser())) return;
  const answer = await send("DELETE", "/session");
  if (answer.kind === "ok" || answer.kind === "signed_out") await setSignOutDue(false);
}

/**
 * @param {string} old
 * @param {string} wanted
 * @returns {Promise<SignedIn>} refused with `bad_credentials` or `password_weak`
 */
export async function changePassword(old, wanted) {
  return known(await send("POST", "/session/password", { json: { old, new: wanted } }));
}

/** Who the server thinks we are. @returns {Promise<Answer>} */
export const whoAmI = () => send("GET", "/session");
