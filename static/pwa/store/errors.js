// One error for everything a person must be told when something could not be kept.

/**
 * `code` is one of quota · storage_lost · no_lane · no_user · no_receipt · not_found · already_filed · invalid:<field> · not_a_photo; and of papers
 * missing:<field> · no_number · number_moved · clock_back · not_frozen · paper_stands.
 */
export class ActionError extends Error {
  /** @param {string} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(code, { cause });
    this.name = "ActionError";
    this.code = code;
  }
}

/** A full disk, as browsers name it: the standard's name, Firefox's of its quota manager and of the disk below it. */
const FULL = new Set(["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED", "NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR", "NS_ERROR_FILE_NO_DEVICE_SPACE"]);
/** `code` of a DOMException from before it had names, and from since it is a class of its own. */
const QUOTA_EXCEEDED_ERR = 22;

/**
 * Is it by name that there is no room? Never by asking how much there is: browsers guess.
 * @param {any} error what was thrown, or what came with an event
 * @returns {boolean}
 */
export function isQuota(error) {
  const said = error?.target?.error ?? error;
  return FULL.has(said?.name) || (said?.code === QUOTA_EXCEEDED_ERR && said?.name !== "ActionError");
}

/**
 * Names a database failure: a full disk is `quota`, anything else the browser did is `storage_lost`.
 * @param {any} error
 * @returns {Error}
 */
export function named(error) {
  if (error instanceof ActionError) return error;
  if (isQuota(error)) return new ActionError("quota", error);
  if (typeof DOMException !== "undefined" && error instanceof DOMException) return new ActionError("storage_lost", error);
  return error;
}
