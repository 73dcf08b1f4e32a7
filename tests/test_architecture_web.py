"""The rules of the house for what browsers get: imports of the phone's modules, no inline script or style."""

import re
from pathlib import Path

import pytest

from tests.test_architecture import ROOT, tracked

PHONE = "static/pwa/"
IMPORT = re.compile(r"""(?:^\s*import\s*|^\s*(?:import|export)\b[^"';]*?\bfrom\s*|\bimport\s*\(\s*)["']([^"']+)["']""", re.MULTILINE)
#: folder → what its files may never import
FORBIDDEN = {
    "domain": ("store", "api", "capture", "sync", "actions", "components", "screens", "vendor"),
    "store": ("api", "capture", "sync", "actions", "components", "screens"),
    "api": ("capture", "sync", "actions", "components", "screens"),
    "capture": ("api", "sync", "actions", "screens"),
    "sync": ("components", "screens", "capture"),
    "actions": ("api", "components", "screens"),
    "components": ("store", "api", "sync", "screens"),
    "screens": ("api", "sync"),
}
#: what only one folder may say
SPOKEN_IN = {
    r"\bindexedDB\b|\bopenDB\s*\(": ("store",),
    r"(?<![\w.])fetch\s*\(": ("api",),
    r"\bmediaDevices\b|\bgeolocation\b": ("capture",),
    r"\bdocument\.(?:querySelector|getElementById|createElement|body)\b": ("capture", "components", "screens", ""),
}


def modules() -> list[Path]:
    return [ROOT / name for name in tracked() if name.startswith(PHONE) and name.endswith(".js") and not name.startswith(f"{PHONE}sw")]


def folder_of(path: Path) -> str:
    """The first folder below static/pwa, "" for the modules that lie there themselves."""
    inner = path.relative_to(ROOT / PHONE).parts
    return inner[0] if len(inner) > 1 else ""


def code_of(path: Path) -> str:
    """Source without comments, and so without the types that stand in them."""
    return re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)


def reached(path: Path, target: str) -> str:
    return (path.parent / target).resolve().relative_to(ROOT / PHONE).parts[0]


def test_imports_are_relative_paths_to_files_that_exist():
    for path in modules():
        for target in IMPORT.findall(code_of(path)):
            assert target.startswith("."), f"{path.relative_to(ROOT)} imports {target}"
            assert (path.parent / target).resolve().is_file(), f"{path.relative_to(ROOT)} imports {target}, which is not there"


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_folder_order_is_dependency_order(folder):
    bad = [f"{path.relative_to(ROOT)} → {target}" for path in modules() if folder_of(path) == folder
           for target in IMPORT.findall(code_of(path)) if reached(path, target) in FORBIDDEN[folder]]

    assert bad == []


@pytest.mark.parametrize("words", SPOKEN_IN)
def test_only_one_folder_says(words):
    bad = [str(path.relative_to(ROOT)) for path in modules()
           if folder_of(path) not in SPOKEN_IN[words] and re.search(words, code_of(path))]

    assert bad == []


def pages() -> list[str]:
    return [name for name in tracked() if name.startswith(("templates/", "static/")) and name.endswith((".html", ".svg", ".js", ".xml"))]


@pytest.mark.parametrize("inline", [
    r"<[^>]*\sstyle\s*=", r"<style\b", r"<script(?![^>]*\bsrc=)[^>]*>", r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"'{]", r"javascript:",
    r"\.innerHTML\s*=", r"\bunsafeHTML\b", r"\|\s*safe\b",
])
def test_nothing_inline_and_nothing_raw(inline):
    bad = [name for name in pages() if re.search(inline, (ROOT / name).read_text("utf-8"))]

    assert bad == []


def test_nothing_comes_from_elsewhere():
    """No script, style, font or picture from another server: the phone works without a network, the office behind a firewall."""
    loads = re.compile(r"(?:src|href)\s*=\s*[\"']https?://|@import\s|url\(\s*[\"']?https?://|from\s+[\"']https?://")
    names = [name for name in tracked() if name.startswith(("templates/", "static/")) and name.endswith((".html", ".css", ".js"))]
    bad = [name for name in names if loads.search(re.sub(r"<a\s[^>]*>", "", (ROOT / name).read_text("utf-8")))]

    assert bad == []
