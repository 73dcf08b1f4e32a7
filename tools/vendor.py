"""Copies the phone's libraries from node_modules to static/pwa/vendor, with their licences. Nothing is rebuilt.

Browsers resolve no bare names (`import "lit"`), so a file that has one is an error here and not on a phone.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "pwa" / "vendor"
#: library → files to take, relative to its folder; where to, when it differs
LIBRARIES = {
    "lit-html": {"LICENSE": "", "lit-html.js": "", "directive.js": "", "directive-helpers.js": "", "async-directive.js": "",
                 **{f"directives/{name}.js": "" for name in (
                     "class-map", "guard", "if-defined", "keyed", "live", "ref", "repeat", "when")}},
    "idb": {"LICENSE": "", "build/index.js": "index.js"},
    "signature_pad": {"LICENSE": "", "dist/signature_pad.min.js": "signature_pad.js"},
    "uqr": {"LICENSE": "", "dist/index.mjs": "index.js"},
}
#: library → where its declarations lie
TYPES = {"lit-html": "", "idb": "build", "signature_pad": "dist/types", "uqr": "dist"}
SPECIFIER = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")


def copy() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for library, files in LIBRARIES.items():
        for source, target in files.items():
            text = (ROOT / "node_modules" / library / source).read_text("utf-8")
            if source.endswith((".js", ".mjs")):
                demand_relative(f"{library}/{source}", text)
                text = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)  # the map is not shipped
            put(VENDOR / library / (target or source), text)
        copy_types(library)


def copy_types(library: str) -> None:
    """Declarations beside the files, for the type checker; the phone never asks for them."""
    home = ROOT / "node_modules" / library / TYPES[library]
    for source in sorted(home.glob("*.d.ts")) + sorted(home.glob("directives/*.d.ts")):
        put(VENDOR / library / source.relative_to(home), source.read_text("utf-8"))


def put(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def demand_relative(name: str, text: str) -> None:
    bare = [found for found in SPECIFIER.findall(text) if not found.startswith((".", "/"))]
    if bare:
        sys.exit(f"{name} imports {bare}: a browser cannot resolve that")


if __name__ == "__main__":
    copy()
