"""What a person with bad eyes, or a reader of screens, would find wrong with a page."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]

#: Until nothing moves any more, spinners apart.
AT_REST = """() => Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().iterations !== Infinity)
  .map(a => a.finished.catch(() => null))).then(() => null)"""
#: Every piece of text that reaches beyond the window, or beyond an edge that hides it and cannot be scrolled.
CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > wide) found.push(`page: ${document.documentElement.scrollWidth} px in a window of ${wide} px`);
  const hides = (way) => way === 'hidden' || way === 'clip', scrolls = (way) => way === 'auto' || way === 'scroll';
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const text = node.data.trim(), parent = node.parentElement;
    if (!text || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (parent.closest('svg, .skip:not(:focus), option, noscript')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (!box.width || !box.height) continue;
      let cut = '', across = true, down = true, forReaders = false;
      for (let e = parent; e && e !== document.documentElement; e = e.parentElement) {
        const style = getComputedStyle(e), edge = e.getBoundingClientRect();
        forReaders ||= style.clipPath !== 'none';
        const sideways = hides(style.overflowX) && (box.right > edge.right + 1.5 || box.left < edge.left - 1.5);
        const part = box.height / 3, upright = hides(style.overflowY) && (box.bottom > edge.bottom + part || box.top < edge.top - part);
        if ((across && sideways) || (down && upright)) cut = e.className || e.tagName;
        if (scrolls(style.overflowX)) across = false;
        if (scrolls(style.overflowY)) down = false;
        if (style.position === 'fixed' || e.tagName === 'DIALOG') break;
      }
      if (across && (box.right > wide + 1.5 || box.left < -1.5)) cut = 'window';
      if (cut && !forReaders) { found.push(`"${text.slice(0, 30)}" cut by ${cut}`); break; }
    }
  }
  const ruler = document.createElement('canvas').getContext('2d');
  for (const field of document.querySelectorAll('input[placeholder]')) {
    const style = getComputedStyle(field), room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    ruler.font = style.font;
    if (field.value || !field.checkVisibility()) continue;
    if (ruler.measureText(field.placeholder).width > room + 1) found.push(`placeholder "${field.placeholder}"`);
  }
  return found;
}"""


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")


def at_rest(page: Page) -> None:
    """Wait until nothing moves any more."""
    page.evaluate(AT_REST)


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """axe's findings, one line an element: rule, impact, where. `rules` are rule names; without them all of WCAG A and AA."""
    at_rest(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())  # by the debugger, so the page's policy against foreign scripts stands
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    found = page.evaluate("only => axe.run(document, { runOnly: only, resultTypes: ['violations'] })", only)
    assert found["testEngine"]["name"] == "axe-core"
    return [f"{v['id']} ({v['impact']}): {' '.join(map(str, node['target']))} – {node['any'][0]['message'] if node['any'] else v['help']}"
            for v in found["violations"] for node in v["nodes"]]


def cut_off(page: Page) -> list[str]:
    """Text that cannot be read whole."""
    at_rest(page)
    return page.evaluate(CUT_OFF)
