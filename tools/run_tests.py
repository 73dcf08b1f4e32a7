"""`make test` and `make engines`: every suite one after another, and at the end plainly what passed, what failed and what could not be run."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import ENGINES, NoBrowser, installed  # noqa: E402

BIN = Path(sys.executable).parent
NODE = os.environ.get("NODE", "node").split()
#: What Python compiles is kept for the next process: there are hundreds.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
#: Tests at once: one for each core; of stories one more, for much of their time is waiting.
CORES = min(4, max(2, os.cpu_count() or 2))
PYTEST = [sys.executable, "-m", "pytest", "-rfEsxX"]
STORIES, OTHER_ENGINES = "tests/e2e", "tests/engines"
TYPE_CHECKS = ("tsconfig.json", "tsconfig.worker.json", "tsconfig.domain.json")


@dataclass
class Suite:
    """A command that fails by its exit code. Without one of its `engines` it is not run; one of `also` may be missing, which is said."""

    name: str
    command: list[str]
    engines: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def suites() -> list[Suite]:
    """In the order they are run: the quick ones first."""
    js = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "pwa").rglob("*.test.js"))
    found = [Suite("style", [str(BIN / "ruff"), "check", "."])]
    found += [Suite(f"types: {name}", [*NODE, "node_modules/typescript/bin/tsc", "--project", name]) for name in TYPE_CHECKS]
    found += [Suite("phone's modules (node)", [*NODE, "--test", "--test-reporter=spec", *at_once(), *js]),
              Suite("server, both databases", [*PYTEST, *spread(CORES), f"--ignore={STORIES}", f"--ignore={OTHER_ENGINES}", "tests"]),
              Suite("stories in a real browser", [*PYTEST, *spread(CORES + 1), STORIES], engines=("chromium",))]
    return found


def engines() -> list[Suite]:
    """`make engines`: browsers and servers killed, in every engine that is there."""
    return [Suite("killed, in three engines", [*PYTEST, OTHER_ENGINES], also=tuple(ENGINES))]


def main() -> int:
    told, good = [], True
    for suite in engines() if sys.argv[1:] == ["engines"] else suites():
        missing = {engine: reason for engine in (*suite.engines, *suite.also) if (reason := why_missing(engine))}
        if missing.keys() & set(suite.engines):
            told += [(suite.name, f"NOT RUN: {'; '.join(missing.values())}", 0.0)]
            good = False
            continue
        print(f"\n== {suite.name}\n   {' '.join(suite.command)[:200]}", flush=True)
        started = time.monotonic()
        code = subprocess.run(suite.command, cwd=ROOT, env=ENVIRONMENT).returncode
        told += [(suite.name, "passed" if code == 0 else f"FAILED (exit code {code})", time.monotonic() - started)]
        told += [(f"  {OTHER_ENGINES} in {ENGINES[engine][0]}", f"NOT RUN: {reason}", 0.0) for engine, reason in missing.items()]
        good = good and code == 0
    print("\n== make test")
    for name, outcome, took in told:
        print(f"   {name:42} {outcome}" + (f"  {took:.0f} s" if took else ""))
    print(f"\n   {verdict(told)}  ({sum(took for *_, took in told):.0f} s)")
    return 0 if good else 1


def verdict(told: list[tuple[str, str, float]]) -> str:
    """One line for those who read only the last."""
    failed, not_run = ([name.strip() for name, outcome, _ in told if outcome.startswith(word)] for word in ("FAILED", "NOT RUN"))
    begin = f"FAILED: {', '.join(failed)}" if failed else "all passed"
    return begin + (f"; NOT RUN: {', '.join(not_run)}" if not_run else "")


def spread(processes: int) -> list[str]:
    """Each takes the next test from whoever has most left."""
    return ["-n", str(processes), "--dist", "worksteal"]


def at_once() -> list[str]:
    """By itself node leaves one core to nobody. Node 18.19 and 20.10 are the first that can be told."""
    option = f"--test-concurrency={CORES}"
    return [option] if subprocess.run([*NODE, option, "--eval", ""], capture_output=True).returncode == 0 else []


def why_missing(engine: str) -> str | None:
    """None when this browser is there by now, else why not."""
    try:
        installed(engine)
    except NoBrowser as reason:
        return str(reason)
    return None


if __name__ == "__main__":
    sys.exit(main())
