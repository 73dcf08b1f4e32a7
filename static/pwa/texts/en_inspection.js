/** English texts of the screens of inspection. Same keys as zh_inspection.js, fetched after the first paint. */
export default {
};
