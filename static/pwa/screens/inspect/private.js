/** Numbers that a paper must not carry in open text. */
export { privateIn } from "../../actions/private.js";
