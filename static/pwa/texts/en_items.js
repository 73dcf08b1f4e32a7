/** English texts of the screens of orders and items. Same keys as zh_items.js, fetched after the first paint. */
export default {
};
