/** 中文文案：检查各屏的。头一屏画好以后才取。 */
export default {
};
