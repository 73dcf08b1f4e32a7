/**
 * Single-letter keys. They can be turned off (WCAG 2.1.4); then only the browser's own keys work.
 * @param {Document} page
 * @param {{move: (by: number) => void, open: () => void} | null} list the list on this page
 */
export function startKeys(page, list) {
  const dialog = /** @type {HTMLDialogElement | null} */ (page.getElementById('keys'));
  const on = /** @type {HTMLInputElement | null} */ (page.getElementById('keys-on'));
  if (!dialog || !on) return;
  on.checked = remembered() !== 'off';
  on.addEventListener('change', () => remember(on.checked ? 'on' : 'off'));
  const button = /** @type {HTMLElement | null} */ (page.querySelector('[data-keys]'));
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => dialog.showModal());
  }
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return void closeAll(page);
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || dialog.open || typing(event.target)) return;
    if (press(page, list, dialog, event)) event.preventDefault();
  });
}

/** @returns {boolean} whether the key meant something here */
function press(page, list, dialog, event) {
  const key = event.key;
  if (key === '?') return dialog.showModal(), true;
  if (key === '/') return focus(page.getElementById('words'));
  if (list && (key === 'j' || key === 'k')) return list.move(key === 'j' ? 1 : -1), true;
  if (list && key === 'Enter' && !onControl(event.target)) return list.open(), true;
  if (list && key === 'f') return open(page.querySelector('.filter'));
  const back = /** @type {HTMLElement | null} */ (page.querySelector('[data-back]'));
  const action = /** @type {HTMLElement | null} */ (/^[a-z]$/.test(key) ? page.querySelector(`[data-key="${key}"]`) : null);
  if (action) return action.tagName === 'SUMMARY' ? open(action.parentElement) : focus(action);
  if (back && key === 'g') return back.click(), true;
  return false;
}

/** A plain button is focused, not pressed: one stray letter must not close a case. */
function focus(element) {
  element?.focus();
  element?.select?.();
  return Boolean(element);
}

function open(details) {
  if (!details) return false;
  details.open = !details.open;
  if (details.open) (details.querySelector('input:not([type="hidden"]), select, textarea') ?? details).focus();
  else details.querySelector('summary').focus();
  return true;
}

function closeAll(page) {
  for (const details of page.querySelectorAll('.filter[open], .menu[open]')) {
    details.open = false;
    details.querySelector('summary').focus();
  }
}

const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
const onControl = (target) => target instanceof HTMLElement && Boolean(target.closest('a, button, summary'));

function remembered() {
  try { return localStorage.getItem('desk-keys'); } catch { return null; }
}

function remember(value) {
  try { localStorage.setItem('desk-keys', value); } catch { /* a private window forgets it, that is all */ }
}
