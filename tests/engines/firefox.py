"""Firefox over Marionette, its own door for WebDriver: JSON over TCP, no driver program between."""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

from tests.browser import find

from .driver import SCREEN, NotNow
from .processes import kill_9, of_session
from .webdriver import WebDriver

START_S, ANSWER_S = 60, 60
#: Nothing of its own on the network, no questions at the start, a Chinese phone.
PREFS = {
    "marionette.port": 0, "intl.accept_languages": "zh-CN", "app.update.auto": False, "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0, "browser.aboutwelcome.enabled": False, "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False, "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,", "extensions.getAddons.cache.enabled": False, "extensions.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False, "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.downloads.enabled": False, "app.normandy.enabled": False, "remote.prefs.recommended": True,
    "browser.sessionstore.resume_from_crash": False, "permissions.default.geo": 2, "dom.push.enabled": False,
    "toolkit.startup.max_resumed_crashes": -1,
}
COMMANDS = {"navigate": "WebDriver:Navigate", "script": "WebDriver:ExecuteAsyncScript", "actions": "WebDriver:PerformActions",
            "find": "WebDriver:FindElement", "type": "WebDriver:ElementSendKeys", "screenshot": "WebDriver:TakeScreenshot"}


class Firefox(WebDriver):
    def start(self) -> None:
        self.profile.mkdir(exist_ok=True)
        (self.profile / "user.js").write_text("".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in PREFS.items()))
        told = self.profile / "MarionetteActivePort"
        told.unlink(missing_ok=True)
        width, height = SCREEN
        self.process = subprocess.Popen(
            [find("firefox"), "--no-remote", "--headless", "--marionette", "--profile", str(self.profile), f"--width={width}", f"--height={height}"],
            env={**os.environ, "HOME": str(self.profile)}, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + START_S
        while not (told.exists() and told.read_text().strip().isdecimal()):
            assert self.process.poll() is None and time.monotonic() < end, "Firefox does not start"
            time.sleep(0.05)
        self.line = socket.create_connection(("127.0.0.1", int(told.read_text())), timeout=ANSWER_S)
        self.reader, self.sent = self.line.makefile("rb"), 0
        self._message()  # who it is
        self._ask("WebDriver:NewSession", {"timeouts": {"script": 30_000, "pageLoad": 30_000}})

    def send(self, command: str, **given):
        found = self._ask(COMMANDS[command], given)
        return found.get("value") if isinstance(found, dict) and "value" in found else found

    def photograph(self, shutter: str, photo: Path) -> None:
        """The app's own tap on the input is kept from opening a window, of which a browser without a screen has none; then the input
        is given the file, as the window would have done."""
        self.js("""(() => { addEventListener('click', (e) => { if (e.target.type === 'file') e.preventDefault(); }, true); return true; })()""")
        self.tap(shutter)
        self.give_file("#camera", photo)

    def _quit(self) -> None:
        self._ask("Marionette:Quit", {"flags": ["eForceQuit"]})
        self.process.wait(START_S)
        self._let_go()

    def _kill(self) -> None:
        kill_9(lambda: of_session(self.process.pid))
        self.process.wait()
        self._let_go()

    def _let_go(self) -> None:
        self.reader.close()
        self.line.close()

    def _ask(self, name: str, given: dict):
        self.sent += 1
        text = json.dumps([0, self.sent, name, given]).encode()
        self.line.sendall(b"%d:%b" % (len(text), text))
        while True:
            kind, number, error, found = self._message()
            if (kind, number) != (1, self.sent):
                continue
            if error is None:
                return found
            raise NotNow(f"{error['error']}: {error['message']}")

    def _message(self):
        length = b""
        while (byte := self.reader.read(1)) != b":":
            if not byte:
                raise NotNow("Firefox has hung up")
            length += byte
        return json.loads(self.reader.read(int(length)))
