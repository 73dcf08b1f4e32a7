/**
 * Pushes to this phone. They only knock: the alerts themselves come with every sync and stand in the inbox.
 * The browser may lose its subscription at any time and tells nobody, so it is compared at every start.
 */
import { send } from "./api/http.js";
import * as device from "./store/device.js";

const PATH = "/push-subscriptions";

/** What this browser can do and does. @param {string} userId @returns {Promise<"unsupported"|"denied"|"off"|"on">} */
export async function state(userId) {
  if (!globalThis.PushManager || !globalThis.Notification || !navigator.serviceWorker) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return (await wantedBy()) === userId && (await subscription()) ? "on" : "off";
}

/**
 * Asks the person, the browser and the server, in this order. Call it from a tap: browsers ask only then.
 * @param {string} userId
 * @throws {Error} with `code` push_denied | push_off (the server sends none) | push_unavailable | the server's
 */
export async function turnOn(userId) {
  if ((await Notification.requestPermission()) !== "granted") throw coded("push_denied");
  await subscribe();
  await device.setPref("push", userId);
}

/** No more pushes here. The browser forgets at once; the server when it hears of it, or when it next tries. */
export async function turnOff() {
  await device.setPref("push", null);
  const had = await subscription();
  if (!had) return;
  const { endpoint } = had;
  await had.unsubscribe();
  void send("DELETE", PATH, { json: { endpoint } });
}

/** At every start: who wanted pushes here still gets them, also when browser or server have forgotten. @param {string | undefined} userId */
export async function keepInStep(userId) {
  if (!userId || (await wantedBy()) !== userId || globalThis.Notification?.permission !== "granted") return;
  await subscribe();
}

/** @returns {Promise<string | null>} the user who asked for pushes on this phone */
const wantedBy = async () => /** @type {any} */ ((await device.prefs()).push) ?? null;

const registration = async () => (await navigator.serviceWorker?.getRegistration()) ?? null;

const subscription = async () => (await registration())?.pushManager?.getSubscription() ?? null;

/** Makes the subscription, or anew when the server has another key by now, and tells the server. */
async function subscribe() {
  const { key } = await told(send("GET", `${PATH}/key`));
  if (!key) throw coded("push_off");
  const place = await registration();
  if (!place?.pushManager) throw coded("push_unavailable");
  let had = await place.pushManager.getSubscription();
  if (had && keyOf(had) !== key) {
    await had.unsubscribe();
    had = null;
  }
  const made = had ?? await place.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => { throw coded("push_unavailable"); });
  await told(send("POST", PATH, { json: { ...made.toJSON(), key } }));
}

/** The public key a subscription was made with, in base64url. @param {PushSubscription} made */
function keyOf(made) {
  const raw = made.options?.applicationServerKey;
  if (!raw) return null;
  return btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {Promise<import("./types.js").Answer>} asked @returns {Promise<any>} its data */
async function told(asked) {
  const answer = await asked;
  if (answer.kind !== "ok") throw Object.assign(coded(answer.code), { said: answer.message });
  return answer.data;
}

/** @param {string} code */
const coded = (code) => Object.assign(new Error(code), { code });
