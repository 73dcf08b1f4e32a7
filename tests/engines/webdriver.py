"""What Firefox and WebKitGTK have in common: the commands of W3C WebDriver, however they are sent."""

import base64
import json
from abc import abstractmethod
from pathlib import Path

from .driver import Browser, NotNow

#: Evaluates in the page, and says apart what the page has thrown.
ASK = """const done = arguments[arguments.length - 1];
(async () => (%s))().then((v) => done(['is', v === undefined ? null : v]), (e) => done(['threw', String(e)]));"""


class WebDriver(Browser):
    @abstractmethod
    def send(self, command: str, **given):
        """One command and its value. Raises NotNow when the page went away meanwhile."""

    def goto(self, url: str) -> None:
        self.send("navigate", url=url)

    def js(self, expression: str):
        found = self.send("script", script=ASK % expression, args=[])
        if not found:
            raise NotNow("no answer")
        if found[0] == "threw":
            raise NotNow(f"{found[1]} in {expression[:300]}")
        return found[1]

    def point(self, x: float, y: float) -> None:
        at = {"duration": 0, "origin": "viewport", "x": round(x), "y": round(y)}
        self.send("actions", actions=[{"type": "pointer", "id": "finger", "parameters": {"pointerType": "mouse"}, "actions": [
            {"type": "pointerMove", **at}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]}])

    def give_file(self, css: str, file: Path) -> None:
        """What a person chooses where this input asks."""
        self.until(f"document.querySelector({json.dumps(css)}) !== null", css)
        [element] = self.send("find", using="css selector", value=css).values()
        self.send("type", id=element, text=str(file))

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.send("screenshot")))
