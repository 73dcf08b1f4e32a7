/** A small picture chosen in the strip is shown large in place; without scripts its link opens it. @param {Document} page */
export function startPhotos(page) {
  for (const figure of page.querySelectorAll('[data-photos]')) {
    const big = figure.querySelector('.big');
    const strip = figure.querySelector('.strip');
    if (!big || !strip) continue;
    strip.addEventListener('click', (event) => {
      const link = /** @type {HTMLAnchorElement | null} */ (/** @type {HTMLElement} */ (event.target).closest('a'));
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      for (const other of strip.querySelectorAll('a')) other.removeAttribute('aria-current');
      link.setAttribute('aria-current', 'true');
      big.href = link.href;
      big.querySelector('img').src = link.href;
      big.querySelector('img').alt = link.querySelector('img').alt;
    });
  }
}
