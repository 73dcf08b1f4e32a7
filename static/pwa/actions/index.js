// Everything a person can do on the phone. Loaded when first needed; each resolves once the op is kept.
export { handOver, putOnCase, withdraw } from "./attention.js";
export { acceptTask, addNote, reportDone, returnTask } from "./caseActions.js";
export { fileReport } from "./fileReport.js";
export { dropPaper, freezePaper, thawPaper } from "./freezePaper.js";
export { issuePaper, servePaper } from "./issuePaper.js";
export { askExtension, attest, recordRecheck, reportItemDone } from "./itemActions.js";
export { previewPaper } from "./paperValues.js";
export { recordInspection, startOrder } from "./recordInspection.js";
export { acknowledge, refileAsNew } from "./refile.js";
export { replaceOrder, startPaper } from "./startPaper.js";
export { authorityOf, candidates, mayInspect } from "../store/authority.js";
export { ActionError } from "../store/errors.js";
