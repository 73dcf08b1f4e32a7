/* Before the first paint: language, theme and text size, from the copy that look.js keeps. A classic script in <head>, nothing else in it. */
(function () {
  var root = document.documentElement, look = {};
  try { look = JSON.parse(localStorage.getItem('fieldapp.look') || '{}'); } catch (e) { /* private window: the defaults do */ }
  var dark = look.theme === 'dark' || (look.theme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.scale = look.scale || '100';
  root.lang = look.lang ? (look.lang === 'en' ? 'en' : 'zh-CN') : (/^zh/i.test(navigator.language) ? 'zh-CN' : /^en/i.test(navigator.language) ? 'en' : 'zh-CN');
})();
