// Lets one process hold many pages: each import of the phone's modules with `?page=<id>` is a page load of its own, whose modules see
// that page's globals (network, disk, clock, timers, locks) in place of Node's. Registered by page.js; runs on Node's loader thread.
const GLOBALS = "fetch,indexedDB,navigator,crypto,setTimeout,clearTimeout,Date,BroadcastChannel";
const PAGE = /\/static\/pwa\/.*\?page=(\w+)$/;

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const page = PAGE.exec(context.parentURL ?? "")?.[1];
  return page && found.url.includes("/static/pwa/") && !found.url.includes("?") ? { ...found, url: `${found.url}?page=${page}` } : found;
}

export async function load(url, context, next) {
  const page = PAGE.exec(url)?.[1];
  if (!page) return next(url, context);
  const { source, ...rest } = await next(url.replace(/\?.*$/, ""), { ...context, format: "module" });
  // On the first line, so that line numbers stay.
  return { ...rest, format: "module", source: `const globalThis=global.fieldappPages.get("${page}"),{${GLOBALS}}=globalThis;${source}` };
}
