// The only file that says crypto.subtle.
import { toBase64url, toHex } from "../domain/chain.js";

const ES256 = { name: "ECDSA", namedCurve: "P-256" };

/** @param {string} text @returns {Uint8Array} */
export const utf8 = (text) => new TextEncoder().encode(text);

/**
 * SHA-256, as lower-case hex.
 * @param {ArrayBuffer | Uint8Array} bytes
 * @returns {Promise<string>}
 */
export async function sha256(bytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (bytes))));
}

/** SHA-256 hex of a text's UTF-8 bytes. @param {string} text @returns {Promise<string>} */
export const sha256Text = (text) => sha256(utf8(text));

/** A lane's key pair. The private key can sign but never leave this browser. @returns {Promise<CryptoKeyPair>} */
export async function makeKeys() {
  return /** @type {Promise<CryptoKeyPair>} */ (crypto.subtle.generateKey(ES256, false, ["sign", "verify"]));
}

/** The public half, as the server wants it. @param {CryptoKeyPair} keys @returns {Promise<JsonWebKey>} */
export async function publicJwk(keys) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  return { kty, crv, x, y };
}

/**
 * ES256 over the text's UTF-8 bytes, base64url without padding.
 * WebCrypto gives the raw r||s of JWS (RFC 7518 section 3.4), 64 bytes; most other libraries want ASN.1 DER.
 * @param {CryptoKeyPair} keys
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function sign(keys, text) {
  const raw = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, /** @type {BufferSource} */ (utf8(text)));
  return toBase64url(new Uint8Array(raw));
}

/** SHA-256 as bytes. @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export const digest = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (bytes)));

/**
 * Did the owner of this Ed25519 key sign the bytes?
 * @param {Uint8Array} publicKey @param {Uint8Array} signature @param {Uint8Array} bytes
 * @returns {Promise<boolean | null>} null where the browser cannot tell: Ed25519 came to them late (Chrome 137, Safari 17, Firefox 129)
 */
export async function ed25519(publicKey, signature, bytes) {
  /** @type {CryptoKey} */
  let key;
  try {
    key = await crypto.subtle.importKey("raw", /** @type {BufferSource} */ (publicKey), { name: "Ed25519" }, false, ["verify"]);
  } catch (/** @type {any} */ error) {
    return error?.name === "NotSupportedError" ? null : false;
  }
  return crypto.subtle.verify("Ed25519", key, /** @type {BufferSource} */ (signature), /** @type {BufferSource} */ (bytes));
}
