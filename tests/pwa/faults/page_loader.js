// Lets one process hold many pages: each import of the phone's modules with `?page=<id>` is a page load of its own, whose modules see
// that page's globals (network, disk, clock, timers, locks) in place of Node's. Registered by page.js; runs on Node's loader thread.
import { VARIANTS } from "./variants.js";

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
  // Node tells a dynamic import's parent without its query: such an import has to name the page itself.
  const text = changed(url, String(source), page).replace(/import\("(\.[^"]+\.js)"\)/g, `import("$1?page=${page}")`);
  // On the first line, so that line numbers stay.
  return { ...rest, format: "module", source: `const globalThis=global.fieldappPages.get("${page}"),{${GLOBALS}}=globalThis;${text}` };
}

/** The module's text, with the one line changed when this page is a broken one's and this is the file. */
function changed(url, text, page) {
  const [file, was, is] = VARIANTS[/^p\d+(\w*)$/.exec(page)?.[1] ?? ""]?.breaks ?? [];
  if (!file || !url.includes(file)) return text;
  if (!text.includes(was)) throw new Error(`${file} has no such line any more: ${was}`);
  return text.replace(was, () => is);
}
