"""The browsers of the tests: those that are there, else by apt (Debian, as root), Chromium else by Playwright's own download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: engine → what it is called, and Debian's packages.
ENGINES = {
    "chromium": ("Chromium or Chrome", "chromium fonts-noto-cjk"),
    "firefox": ("Firefox", "firefox-esr fonts-noto-cjk"),
    "webkit": ("WebKitGTK", "webkit2gtk-driver xvfb python3-gi gir1.2-webkit2-4.1 fonts-noto-cjk"),
}
#: Debian's own Python, which has PyGObject, can open a window of WebKitGTK.
WEBKIT_IS_THERE = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2"


class NoBrowser(Exception):
    """There is none and none could be installed; the text says what was tried."""


def find(engine: str = "chromium") -> str | None:
    """Path of a browser (of WebKitGTK's driver) that can be started, or None."""
    if engine == "firefox":
        return find_program("firefox-esr", "firefox")
    if engine == "webkit":
        there = find_program("WebKitWebDriver") and find_program("Xvfb") and Path("/usr/bin/python3").exists()
        asked = there and subprocess.run(["/usr/bin/python3", "-c", WEBKIT_IS_THERE], capture_output=True)
        return find_program("WebKitWebDriver") if asked and asked.returncode == 0 else None
    return find_program(*NAMES) or _playwrights_own()


def installed(engine: str = "chromium") -> str:
    """Path of this browser, installed now if there was none. Raises NoBrowser."""
    if path := find(engine):
        return path
    (name, packages), tried = ENGINES[engine], []
    for attempt in (lambda: _by_apt(packages), *([_by_playwright] if engine == "chromium" else [])):
        tried.append(attempt())
        if path := find(engine):
            return path
    raise NoBrowser(f"no {name}; tried " + ", ".join(tried))


def launch_options() -> dict:
    """Arguments for Playwright's chromium.launch(): the path found, and no sandbox where root would need one."""
    path = find()
    if path is None:
        raise NoBrowser("no Chromium or Chrome: run `make test`, which installs one")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-dev-shm-usage"] if root else []}


def find_program(*names: str) -> str | None:
    """Path of the first of these programs that is there, whatever the PATH leaves out, or None."""
    path = f"{os.environ.get('PATH', '')}:/usr/bin:/usr/local/bin"
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:  # no driver for this machine, or called inside a running loop
        return None
    return path if Path(path).exists() else None


def _by_apt(packages: str) -> str:
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return "apt-get (not root on Debian)"
    for command in ("apt-get update -q", f"apt-get install -yq --no-install-recommends {packages}"):
        if subprocess.run(command.split(), env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}).returncode:
            return f"`{command}` (failed)"
    return f"`apt-get install {packages}`"


def _by_playwright() -> str:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    return "`playwright install chromium`"
