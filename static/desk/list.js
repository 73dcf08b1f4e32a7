/**
 * The list: a selected row; where there is a pane, its map and card are fetched as one moves. Links do the same without scripts.
 * @param {Document} page
 * @returns {{move: (by: number) => void, open: () => void} | null}
 */
export function startList(page) {
  const table = page.querySelector('table.cases');
  const pane = page.getElementById('pane');
  const rows = /** @type {HTMLElement[]} */ ([...(table?.querySelectorAll('tbody tr') ?? [])]);
  if (!table || !rows.length) return null;
  let at = Math.max(0, rows.findIndex((row) => row.hasAttribute('aria-current')));
  let waiting = 0;
  let asking = new AbortController();

  function select(index) {
    at = Math.min(rows.length - 1, Math.max(0, index));
    rows.forEach((row, n) => (n === at ? row.setAttribute('aria-current', 'true') : row.removeAttribute('aria-current')));
    rows[at].scrollIntoView({ block: 'nearest' });
    clearTimeout(waiting);
    if (pane) waiting = setTimeout(show, 120);
  }

  async function show() {
    const { id } = rows[at].dataset;
    asking.abort();
    asking = new AbortController();
    const asked = new URLSearchParams(location.search);
    asked.delete('pick');
    asked.delete('said');
    try {
      const answer = await fetch(`/desk/cases/${id}/preview?${asked}`, { signal: asking.signal, redirect: 'error' });
      if (!answer.ok) return void location.assign(page_of(rows[at]));
      pane.replaceChildren(...new DOMParser().parseFromString(await answer.text(), 'text/html').body.childNodes);
      pane.scrollTop = 0;
      asked.set('pick', /** @type {string} */ (id));
      history.replaceState(null, '', `?${asked}`);
    } catch (error) {
      if (error.name !== 'AbortError') pane.setAttribute('data-stale', '');
    }
  }

  /** Nothing on its way may touch the address once a case is being opened. */
  function leave() {
    clearTimeout(waiting);
    asking.abort();
    location.assign(page_of(rows[at]));
  }

  const page_of = (row) => row.dataset.href ?? `/desk/cases/${row.dataset.id}`;
  table.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest('tbody tr'));
    const link = target.closest('a');
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey || (link && !link.classList.contains('pick-link'))) return;
    event.preventDefault();
    select(rows.indexOf(row));
  });
  table.addEventListener('dblclick', leave);
  return { move: (by) => select(at + by), open: leave };
}
