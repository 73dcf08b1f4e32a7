/** A language for the screens: look-up, formats, and the sentences for what went wrong. */
import { formatter } from "./format.js";

/** @param {Record<string, string>} catalogue @param {"zh"|"en"} lang */
export function wording(catalogue, lang = "zh") {
  const { t, format } = formatter(lang, catalogue);
  const has = (/** @type {string} */ key) => key in catalogue;

  /** The sentence of a code. @param {string|null|undefined} code */
  const codeText = (code) => {
    const plain = String(code ?? "other");
    return has(`error.${plain}`) ? t(`error.${plain}`) : has(`error.${plain.split(":")[0]}`) ? t(`error.${plain.split(":")[0]}`) : t("error.other", { code: plain });
  };

  /** The sentence of an error that an action, a photo or the server gave. @param {any} error */
  const errorText = (error) => {
    const code = String(error?.code ?? "");
    if (has(`error.${code}`)) return t(`error.${code}`, { wait: Math.ceil((error.retry_after_s ?? 60) / 60) });
    return error?.said || codeText(code || error?.name);
  };

  return { t, format, codeText, errorText };
}
