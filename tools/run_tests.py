"""`make test`: every suite one after another, and at the end plainly what passed, what failed and what could not be run."""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser import NoBrowser, installed  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NODE = os.environ.get("NODE", "node").split()
PYTEST = [sys.executable, "-m", "pytest", "-rsxX"]
IN_A_BROWSER = ("tests/e2e", "tests/faults")
TYPE_CHECKS = ("tsconfig.json", "tsconfig.worker.json", "tsconfig.domain.json")


def suites() -> list[tuple[str, list[str]]]:
    """(name, command) in the order they are run: the quick ones first."""
    js = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "pwa").rglob("*.test.js"))
    browser = [folder for folder in IN_A_BROWSER if (ROOT / folder).is_dir()]
    found = [("style", [str(BIN / "ruff"), "check", "."])]
    found += [(f"types: {name}", [*NODE, "node_modules/typescript/bin/tsc", "--project", name]) for name in TYPE_CHECKS]
    found += [("phone's modules (node)", [*NODE, "--test", "--test-reporter=spec", *js])]
    found += [("server, both databases (pytest)",
               [*PYTEST, "-n", "2", "--dist", "loadfile", *(f"--ignore={folder}" for folder in browser), "tests"])]
    if browser:
        found += [("stories in a real browser (pytest)", [*PYTEST, *browser])]
    return found


def main() -> int:
    outcomes = []
    for name, command in suites():
        reason = missing_browser() if "browser" in name else None
        if reason:
            outcomes.append((name, f"NOT RUN: {reason}", 0.0))
            continue
        print(f"\n== {name}\n   {' '.join(command)[:200]}", flush=True)
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT).returncode
        outcomes.append((name, "passed" if code == 0 else f"FAILED (exit code {code})", time.monotonic() - started))
    print("\n== make test")
    for name, outcome, took in outcomes:
        print(f"   {name:40} {outcome}  {took:.0f} s")
    return 0 if all(outcome == "passed" for _, outcome, _ in outcomes) else 1


def missing_browser() -> str | None:
    """None when a browser is there by now, else why not."""
    try:
        installed()
    except NoBrowser as reason:
        return str(reason)
    return None


if __name__ == "__main__":
    sys.exit(main())
