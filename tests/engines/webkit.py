"""WebKitGTK, the engine of Safari as far as Linux has it, by WebKitWebDriver: W3C WebDriver over HTTP."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.browser import find
from tests.e2e.installation import free_port

from .display import Display
from .driver import SCREEN, NotNow
from .processes import kill_9, of_session
from .webdriver import WebDriver

START_S, ANSWER_S, SHOT_S = 60, 60, 10
WINDOW = Path(__file__).with_name("webkit_window.py")
#: Drawn by the processor: there is no graphics card.
PLAIN = {"LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "NO_AT_BRIDGE": "1"}
COMMANDS = {"navigate": "url", "script": "execute/async", "actions": "actions", "find": "element", "type": "element/{id}/value"}


class WebKit(WebDriver):
    def __init__(self, profile: Path, origin: str, display: Display):
        super().__init__(profile, origin)
        self.display = display

    def start(self) -> None:
        self.profile.mkdir(exist_ok=True)
        port = free_port()
        self.door = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [find("webkit"), f"--port={port}", "--host=127.0.0.1"], env={**os.environ, **PLAIN, "DISPLAY": self.display.name},
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + START_S
        while not self._listens():
            assert self.process.poll() is None and time.monotonic() < end, "WebKitWebDriver does not start"
            time.sleep(0.02)
        wanted = {"binary": str(WINDOW), "args": ["--profile", str(self.profile), *map(str, SCREEN)]}
        begun = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "webkitgtk:browserOptions": wanted, "timeouts": {"script": 30_000, "pageLoad": 30_000}}}})
        self.session = f"/session/{begun['sessionId']}"

    def send(self, command: str, **given):
        path = COMMANDS[command].format(**given)
        return self._ask("POST", f"{self.session}/{path}", given)

    def photograph(self, shutter: str, photo: Path) -> None:
        """A driven WebKitGTK answers the app's tap on the input with no file; then the input is given one, as a person would choose it."""
        self.tap(shutter)
        self.give_file("#camera", photo)

    def screenshot(self, path: Path) -> None:
        seen = self.profile / "seen.png"
        seen.unlink(missing_ok=True)
        for process in of_session(self.process.pid):
            if WINDOW.name.encode() in Path(f"/proc/{process}/cmdline").read_bytes():
                os.kill(process, signal.SIGUSR1)
        end = time.monotonic() + SHOT_S
        while not seen.exists() and time.monotonic() < end:
            time.sleep(0.02)
        seen.replace(path)

    def _quit(self) -> None:
        self._ask("DELETE", self.session)
        end = time.monotonic() + START_S
        while of_session(self.process.pid) != [self.process.pid] and time.monotonic() < end:
            time.sleep(0.02)
        self._kill()

    def _kill(self) -> None:
        kill_9(lambda: of_session(self.process.pid))
        self.process.wait()

    def _listens(self) -> bool:
        try:
            return bool(self._ask("GET", "/status"))
        except NotNow:
            return False

    def _ask(self, method: str, path: str, given: dict | None = None):
        body = None if given is None else json.dumps(given).encode()
        request = urllib.request.Request(self.door + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            error = json.load(refused)["value"]
            raise NotNow(f"{error['error']}: {error['message']}") from None
        except OSError as gone:
            raise NotNow(str(gone)) from None
