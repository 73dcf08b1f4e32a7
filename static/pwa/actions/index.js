// Everything a person can do on the phone. Loaded when first needed; each resolves once the op is kept.
export { acceptTask, addNote, reportDone, returnTask } from "./caseActions.js";
export { fileReport } from "./fileReport.js";
export { acknowledge, refileAsNew } from "./refile.js";
export { ActionError } from "../store/errors.js";
