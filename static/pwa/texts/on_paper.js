/** 印在文书上、不属于正文的几个字。文书是中文的，界面用什么语言都一样。 */
export const ON_PAPER = {
  seal: "（盖章处）", scan: "扫码核验真伪", code: "核验码", signature: "签名", government: "政府",
  /** @param {number} n @param {number} of */
  page: (n, of) => `第 ${n} 页　共 ${of} 页`,
};
