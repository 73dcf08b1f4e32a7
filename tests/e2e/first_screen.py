"""What a browser fetches before the sign-in screen of a new phone is drawn, in bytes on the wire."""

from urllib.parse import urldefrag

from playwright.sync_api import BrowserContext

#: Notes the moment at which the sign-in form stands in the page.
WATCH = """window.isDrawn = new Promise((resolve) => { window.drawn = resolve; });
new MutationObserver((_, watching) => {
  if (!document.querySelector('#username')) return;
  window.drawnAt = performance.now(); watching.disconnect(); window.drawn();
}).observe(document, {childList: true, subtree: true})"""
ASKED_BEFORE = """() => [location.href, ...performance.getEntriesByType('resource').filter(e => e.startTime <= window.drawnAt).map(e => e.name)]"""


def load(context: BrowserContext, origin: str) -> dict[str, int]:
    """{url: bytes, headers included} of everything asked for before the screen was drawn; the precache comes later."""
    page = context.new_page()
    network = context.new_cdp_session(page)
    urls, sizes = {}, {}
    network.on("Network.requestWillBeSent", lambda e: urls.__setitem__(e["requestId"], e["request"]["url"]))
    network.on("Network.loadingFinished", lambda e: sizes.__setitem__(urls.get(e["requestId"], ""), e["encodedDataLength"]))
    network.send("Network.enable")
    page.add_init_script(WATCH)
    page.goto(origin + "/")
    page.evaluate("isDrawn")
    page.wait_for_load_state("networkidle")
    before = {urldefrag(url).url for url in page.evaluate(ASKED_BEFORE)}  # a sprite is one file, whatever its part
    return {url: round(sizes[url]) for url in sorted(before)}
