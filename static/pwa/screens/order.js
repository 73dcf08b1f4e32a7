/** An order to correct (责令改正通知书) and what became of it. */
import { paperPage } from "./order/page.js";

/** @param {import("../main.js").App} app @param {{id: string}} params */
export const screen = (app, { id }) => paperPage(app, "order", id);
