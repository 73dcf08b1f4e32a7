"""The browser of the stories: one that is there, else by apt (Debian, as root), else Playwright's own download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = "chromium fonts-noto-cjk"


class NoBrowser(Exception):
    """There is none and none could be installed; the text says what was tried."""


def find() -> str | None:
    """Path of a Chromium that can be started, or None."""
    for name in NAMES:
        path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/local/bin")
        if path:
            return path
    return _playwrights_own()


def installed() -> str:
    """Path of a Chromium, installed now if there was none. Raises NoBrowser."""
    tried = []
    for attempt in (None, _by_apt, _by_playwright):
        if attempt is not None:
            tried.append(attempt())
        if path := find():
            return path
    raise NoBrowser("no Chromium or Chrome; tried " + ", ".join(tried))


def launch_options() -> dict:
    """Arguments for Playwright's chromium.launch(): the path found, and no sandbox where root would need one."""
    path = find()
    if path is None:
        raise NoBrowser("no Chromium or Chrome: run `make test`, which installs one")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-dev-shm-usage"] if root else []}


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:  # no driver for this machine, or called inside a running loop
        return None
    return path if Path(path).exists() else None


def _by_apt() -> str:
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return "apt-get (not root on Debian)"
    for command in ("apt-get update -q", f"apt-get install -yq --no-install-recommends {APT}"):
        if subprocess.run(command.split(), env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}).returncode:
            return f"`{command}` (failed)"
    return f"`apt-get install {APT}`"


def _by_playwright() -> str:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    return "`playwright install chromium`"
