/* Before the first paint: language, theme and text size, from the copy that look.js keeps; and a way out should the app not start. A classic
   script in <head>. */
(function () {
  var root = document.documentElement, look = {};
  try { look = JSON.parse(localStorage.getItem('fieldapp.look') || '{}'); } catch (e) { /* private window: the defaults do */ }
  var dark = look.theme === 'dark' || (look.theme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.dataset.scale = look.scale || '100';
  root.lang = look.lang ? (look.lang === 'en' ? 'en' : 'zh-CN') : (/^zh/i.test(navigator.language) ? 'zh-CN' : /^en/i.test(navigator.language) ? 'en' : 'zh-CN');
  setTimeout(function () {
    var app = document.getElementById('app'), link = document.createElement('a');
    if (!app || app.firstChild) return;
    link.href = '/rescue';
    link.textContent = root.lang === 'en' ? 'Does it not open? Export what is unsent' : '打不开？导出没传的内容';
    app.appendChild(link);
  }, 20000);
})();
