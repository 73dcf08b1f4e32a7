/** 中文文案：整改各屏的。头一屏画好以后才取。 */
export default {
};
