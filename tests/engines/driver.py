"""A browser as the stories see it: opened on a profile, killed, opened again; looked at, tapped, given a photo. Three engines do it.

What a story reads goes through the page's own document; what it taps is tapped by the engine's own pointer, at the middle of what a
person would see there. Words are put into fields by the page (`write`), for how a key is pressed is not what these stories are about.
"""

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path

PATIENCE_S = 40
SCREEN = (390, 844)
PAUSE_S = 0.03

#: Where to tap: brought into view, and only when it is what lies on top there.
MIDDLE = """(() => { const e = %s; if (!e) return null;
  e.scrollIntoView({block: 'center', inline: 'center'});
  const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2, top = document.elementFromPoint(x, y);
  return top && (e.contains(top) || top.contains(e)) && !e.disabled ? [x, y] : null; })()"""


class NotNow(Exception):
    """The page could not be asked, or threw: often it is on its way to another one."""


class NeverSo(AssertionError):
    """What was waited for has not come."""


class Browser(ABC):
    """`profile` is a folder; `origin` the address of the app."""

    def __init__(self, profile: Path, origin: str):
        self.profile, self.origin, self.running = profile, origin, False

    # ---- what each engine does in its own way
    @abstractmethod
    def start(self) -> None:
        """Start the browser on its profile."""

    @abstractmethod
    def goto(self, url: str) -> None:
        """Load a page."""

    @abstractmethod
    def js(self, expression: str):
        """The value (JSON) of an expression in the page, awaited. Raises NotNow."""

    @abstractmethod
    def point(self, x: float, y: float) -> None:
        """A tap or a click."""

    @abstractmethod
    def photograph(self, shutter: str, photo: Path) -> None:
        """Tap what opens the camera, and give it this photo."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """What is seen, as PNG."""

    @abstractmethod
    def _quit(self) -> None:
        """End it as a person would."""

    @abstractmethod
    def _kill(self) -> None:
        """kill -9 of all its processes."""

    # ---- the same for all
    def open(self, path: str = "/") -> "Browser":
        self.running = True
        self.start()
        self.goto(self.origin + path)
        return self

    def quit(self) -> None:
        self._quit()
        self.running = False

    def kill(self) -> None:
        self._kill()
        self.running = False

    def until(self, expression: str, why: str = "", patience_s: float = PATIENCE_S):
        """The first true value of an expression."""
        end, last = time.monotonic() + patience_s, None
        while time.monotonic() < end:
            try:
                if last := self.js(expression):
                    return last
            except NotNow as not_now:
                last = not_now
            time.sleep(PAUSE_S)
        raise NeverSo(f"{why or expression}: {last!r}\n{self._seen()}")

    def tap(self, element: str) -> None:
        """Tap what this expression finds, once it is there and nothing covers it."""
        self.point(*self.until(MIDDLE % element, f"to tap {element}"))

    def write(self, css: str, words: str) -> None:
        """Words into a field."""
        self.until(f"document.querySelector({json.dumps(css)}) !== null", css)
        self.js(f"""(() => {{ const e = document.querySelector({json.dumps(css)}); e.focus(); e.value = {json.dumps(words)};
            e.dispatchEvent(new Event('input', {{bubbles: true}})); return true; }})()""")

    def _seen(self) -> str:
        try:
            return str(self.js("`${location.href}\\n${document.body.innerText.slice(0, 1500)}`"))
        except NotNow as not_now:
            return repr(not_now)


def button(name: str) -> str:
    """The button or link that has this name and can be seen."""
    return (f"[...document.querySelectorAll('button, a')].find((b) => b.getClientRects().length && !b.closest('[inert]') && "
            f"(b.getAttribute('aria-label') ?? b.textContent).trim() === {json.dumps(name)})")


def says(css: str, words: str) -> str:
    """True when something that fits this selector says these words."""
    return f"[...document.querySelectorAll({json.dumps(css)})].some((e) => e.innerText.includes({json.dumps(words)}))"
