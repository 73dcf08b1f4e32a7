/** Finding a category or a grid cell by what people type: a piece of the Chinese name, pinyin initials, a keyword, a code, an English word. */

const fold = (/** @type {string} */ s) => s.normalize("NFKC").toLowerCase().replace(/[\s·、,，/()（）-]+/g, "");

/**
 * How well a category answers a query; lower is better, null when not at all.
 * @param {{id: string, zh: string, en: string, initials?: string, keywords?: string[]}} c @param {string} q folded
 */
function rank(c, q) {
  const zh = fold(c.zh), initials = fold(c.initials ?? "");
  if (fold(c.id) === q) return 0;
  if (zh.startsWith(q) || (initials && initials.startsWith(q))) return 1;
  if (zh.includes(q) || fold(c.id).startsWith(q)) return 2;
  if (initials.includes(q) && q.length > 1) return 3;
  if ((c.keywords ?? []).some((k) => fold(k).includes(q))) return 4;
  if (fold(c.en).includes(q)) return 5;
  return inOrder(zh, q) && q.length > 1 ? 6 : null;
}

/** All characters of `q` in this order, others between. */
function inOrder(text, q) {
  let at = -1;
  return [...q].every((ch) => (at = text.indexOf(ch, at + 1)) >= 0);
}

/**
 * @template {{id: string, zh: string, en: string}} C
 * @param {C[]} categories @param {string} query @returns {C[]} best first
 */
export function searchCategories(categories, query, most = 8) {
  const q = fold(query);
  if (!q) return [];
  return categories.map((c) => /** @type {const} */ ([rank(c, q), c])).filter(([r]) => r !== null)
    .sort((a, b) => Number(a[0]) - Number(b[0]) || (a[1].id < b[1].id ? -1 : 1)).slice(0, most).map(([, c]) => c);
}

/**
 * Bottom cells by name or id.
 * @template {{id: string, name: string}} G
 * @param {G[]} cells @param {string} query @returns {G[]}
 */
export function searchCells(cells, query, most = 12) {
  const q = fold(query);
  if (!q) return [];
  return cells.filter((g) => fold(g.name).includes(q) || fold(g.id) === q).sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1)).slice(0, most);
}
