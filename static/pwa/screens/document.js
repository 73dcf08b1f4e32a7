/** Any other paper (文书): a record of inspection, an opinion of a recheck. */
import { paperPage } from "./order/page.js";

/** @param {import("../main.js").App} app @param {{id: string}} params */
export const screen = (app, { id }) => paperPage(app, "document", id);
