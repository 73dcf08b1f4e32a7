// Lets one process hold many pages: each import of the phone's modules with `?page=<id>` is a page load of its own, whose modules see
// that page's globals (network, disk, clock, timers, locks) in place of Node's. Registered by page.js; runs on Node's loader thread.
const GLOBALS = "fetch,indexedDB,navigator,crypto,setTimeout,clearTimeout,Date,BroadcastChannel";
/** Phones that are broken on purpose, to see that a story notices: a page whose id ends so has that line of that file changed. */
const BROKEN = {
  keptTooEarly: ["/store/keep.js", "await write(keyId, row, blobs, files, intent);\n  await readBack(opId, sealed.hash, files);", "write(keyId, row, blobs, files, intent).catch(() => null);"],
  keepsDrafts: ["/store/keep.js", "if (intent.draft_id) await forget(tx, { draft: intent.draft_id });", ""],
};
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
  const [, file, was, is] = Object.entries(BROKEN).map(([name, change]) => [page.endsWith(name), ...change]).find(([mine, path]) => mine && url.includes(path)) ?? [];
  const text = String(source);
  if (file && !text.includes(was)) throw new Error(`${file} has no such line any more: ${was}`);
  // On the first line, so that line numbers stay.
  return { ...rest, format: "module", source: `const globalThis=global.fieldappPages.get("${page}"),{${GLOBALS}}=globalThis;${file ? text.replace(was, is) : text}` };
}
