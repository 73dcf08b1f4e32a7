"""The phone's shell: `/`, `/sw.js`, the manifest and the files of the app, from memory, the same for everyone.

The build is named by the digests of its files, so whatever changes, the service worker's bytes change with it.
"""

import gzip
import hashlib
import json
import mimetypes
import re
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import brotli
from flask import Blueprint, Response, abort, current_app, request

ROOT = Path(__file__).resolve().parent.parent
FILES, SHELL = ROOT / "static" / "pwa", ROOT / "templates" / "pwa" / "index.html"
#: A page that needs nothing of the app: what is unsent can be taken off the phone when the app does not start.
RESCUE = ROOT / "templates" / "pwa" / "rescue.html"
PRELOAD_MARK = "<!-- modulepreload -->"
#: Served by a route of its own, or read by no browser.
APART = frozenset({"sw.js", "sw-kill.js", "manifest.webmanifest"})
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
         ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json", ".json": "application/json"}
SERVED = frozenset({".js", ".css", ".svg", ".png", ".ico", ".webmanifest", ".json", ".webp"})
PACKED = frozenset({".js", ".css", ".html", ".svg", ".webmanifest", ".json"})
STATIC_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^'";(]*?(?:\bfrom\s*)?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)

bp = Blueprint("pwa", __name__)


@dataclass(frozen=True)
class File:
    """One file as it is served: its bytes, packed (gzip) where that helps, named by its SHA-256."""

    body: bytes
    mime: str
    packed: bytes | None = None

    @cached_property
    def squeezed(self) -> bytes:
        """By brotli, as small as it goes: a sixth less than gzip. Made when first asked for; commands never ask."""
        return brotli.compress(self.body, quality=11)

    def coded(self, accepted: Container[str]) -> tuple[str, bytes]:
        """(Content-Encoding or "", the bytes) for a browser that accepts these codings."""
        if self.packed is not None and "br" in accepted:
            return "br", self.squeezed
        return ("gzip", self.packed) if self.packed is not None and "gzip" in accepted else ("", self.body)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def make_file(name: str, body: bytes) -> File:
    suffix = Path(name).suffix
    mime = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(body, mime, gzip.compress(body, 9, mtime=0) if suffix in PACKED else None)


@dataclass
class Shell:
    """Everything of one build. `files` is {path below /pwa/: File}; `build` is 12 hex digits."""

    build: str
    index: File
    worker: File
    kill: File
    manifest: File
    rescue: File
    files: dict[str, File] = field(default_factory=dict)


def build_shell(folder: Path, page: Path, rescue: Path = RESCUE) -> Shell:
    """Read the app from disk. `build.js` gets the build's name, the page its modulepreload lines."""
    raw = {path.relative_to(folder).as_posix(): path.read_bytes() for path in served(folder)}
    page_text, rescue_text = page.read_text("utf-8"), rescue.read_text("utf-8")
    names = sorted((name, hashlib.sha256(body).hexdigest()) for name, body in raw.items())
    build = hashlib.sha256(json.dumps([names, page_text, rescue_text]).encode()).hexdigest()[:12]
    raw["build.js"] = f'export const BUILD = "{build}";\n'.encode()
    files = {name: make_file(name, body) for name, body in raw.items() if name not in APART}
    index = make_file("index.html", page_text.replace(PRELOAD_MARK, preloads(raw)).encode())
    manifest = make_file("manifest.webmanifest", raw.get("manifest.webmanifest", b"{}"))
    rescue_page = make_file("rescue.html", rescue_text.encode())
    listed = [["/", index.digest], ["/rescue", rescue_page.digest], ["/manifest.webmanifest", manifest.digest],
              *([f"/pwa/{name}", file.digest] for name, file in sorted(files.items()))]
    head = f"const BUILD = {json.dumps(build)};\nconst FILES = {json.dumps(listed, separators=(',', ':'))};\n"
    return Shell(build, index, make_file("sw.js", head.encode() + raw["sw.js"]), make_file("sw.js", raw["sw-kill.js"]), manifest,
                 rescue_page, files)


def served(folder: Path) -> list[Path]:
    """What a browser may have: no type declarations, licences or notes."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in SERVED and not p.name.startswith("."))


def eager_modules(raw: dict[str, bytes], entry: str = "main.js") -> list[str]:
    """The modules a page must have before its first screen: everything `entry` reaches by static imports, entry first."""
    found, queue = [], [entry]
    while queue:
        name = queue.pop(0)
        if name in found or name not in raw:
            continue
        found.append(name)
        queue += [_join(name, target) for target in STATIC_IMPORT.findall(raw[name].decode("utf-8"))]
    return found


def _join(importer: str, target: str) -> str:
    parts = importer.split("/")[:-1]
    for part in target.split("/"):
        parts = parts[:-1] if part == ".." else parts if part == "." else [*parts, part]
    return "/".join(parts)


def preloads(raw: dict[str, bytes]) -> str:
    return "\n".join(f'<link rel="modulepreload" href="/pwa/{name}">' for name in eager_modules(raw))


def shell() -> Shell:
    """The build in service: read once at the start; in debug mode again when a file has changed."""
    if current_app.debug:
        return _built(FILES, SHELL, _stamp())
    return current_app.extensions["pwa_shell"]


@bp.record_once
def read_at_start(state) -> None:
    state.app.extensions["pwa_shell"] = _built(FILES, SHELL, _stamp())


@lru_cache(maxsize=2)
def _built(folder: Path, page: Path, stamp: tuple) -> Shell:
    return build_shell(folder, page)


def _stamp() -> tuple:
    """Changes with any file: their names, times and sizes."""
    return tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in [*served(FILES), SHELL, RESCUE])


@bp.get("/")
def index():
    return answer(shell().index)


@bp.get("/rescue")
def rescue():
    return answer(shell().rescue)


@bp.get("/sw.js")
def worker():
    """The worker of this build, or the kill switch when FIELDAPP_KILL_SWITCH is on (docs/deploy.md)."""
    return answer(shell().kill if current_app.config.get("PWA_KILL_SWITCH") else shell().worker)


@bp.get("/manifest.webmanifest")
def manifest():
    return answer(shell().manifest)


@bp.get("/pwa/<path:name>")
def app_file(name: str):
    file = shell().files.get(name)
    if file is None:
        abort(404)
    response = answer(file)
    # The page's policy governs what the page loads; a file opened by itself needs none of its rights.
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def answer(file: File) -> Response:
    """The file, packed when the browser takes it; 304 when it has it. The worker does the caching, so ask each time."""
    coding, body = file.coded(request.accept_encodings)
    response = Response(body, content_type=file.mime)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    # Weak: the packed and the plain body are the same file but not the same bytes (RFC 9110 section 8.8.3.3).
    response.set_etag(file.digest, weak=True)
    return response.make_conditional(request)
