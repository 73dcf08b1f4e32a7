// Before the first paint: the tokens know light and dark by data-theme.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = () => { document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light'; };
  dark.addEventListener('change', show);
  show();
})();
