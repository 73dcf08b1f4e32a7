/** Numbers that a paper must not carry in open text: of an identity card (身份证号), of a mobile phone. Pure. */

const IDENTITY = /(?<![0-9A-Z])\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Z])/;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/;

/** @param {string|null|undefined} text @returns {"id"|"phone"|null} what it looks like */
export const privateIn = (text) => IDENTITY.test(text ?? "") ? "id" : MOBILE.test(text ?? "") ? "phone" : null;
