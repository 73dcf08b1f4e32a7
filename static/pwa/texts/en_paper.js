/** English texts of the screens of papers. Same keys as zh_paper.js, fetched after the first paint. */
export default {
};
