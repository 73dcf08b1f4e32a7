// One error for everything a person must be told when something could not be kept.

/**
 * `code` is one of quota · storage_lost · no_lane · no_user · no_receipt · not_found · invalid:<field> · not_a_photo; and of papers
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

/**
 * Names a database failure: a full disk is `quota`, anything else the browser did is `storage_lost`.
 * @param {any} error
 * @returns {Error}
 */
export function named(error) {
  if (error instanceof ActionError) return error;
  if (error?.name === "QuotaExceededError") return new ActionError("quota", error);
  if (typeof DOMException !== "undefined" && error instanceof DOMException) return new ActionError("storage_lost", error);
  return error;
}
