"""The rules of the house, held by reading the sources: who may import whom, who may read the clock, who may commit."""

import ast
import re
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "fieldapp"
#: Python's own modules that reach outside the process, or are not the same twice.
IMPURE = {"os", "io", "time", "random", "socket", "subprocess", "threading", "pathlib", "shutil", "tempfile", "urllib", "logging"}
CLOCK = re.compile(r"\b(?:datetime|date)\.(?:now|utcnow|today)\(|\btime\.(?:time|time_ns|monotonic)\(")


@cache
def tracked() -> tuple[str, ...]:
    """Files that belong to the project: known to git or about to be (not ignored)."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(name for name in listed if (ROOT / name).is_file())


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    """Sources below folders of the package, without generated migrations."""
    wanted = [f"fieldapp/{folder}" for folder in folders] or ["fieldapp"]
    return [ROOT / name for name in tracked() if name.endswith(suffix) and "/migrations/" not in name
            and any(name.startswith(f"{folder}/") or name == f"{folder}.py" for folder in wanted)]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """Absolute names of what a file imports; relative imports stay in the package and are left out."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module)
    return found


def offenders(paths: list[Path], pattern: str, but: tuple[str, ...] = ()) -> list[str]:
    """`file:line` of every line of code (comments aside) that matches, except in the files `but`."""
    return [f"{named(path)}:{n}" for path in paths if named(path) not in but
            for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if re.search(pattern, line.split("#")[0])]


def test_folder_order_is_dependency_order():
    contracts = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)

    assert contracts.returncode == 0, contracts.stdout


def test_the_domain_is_pure():
    """Standard library and itself only. `secrets` is the one default of an argument, in ids.py."""
    for path in sources("domain"):
        for name in imports(path):
            top = name.split(".")[0]
            at_home = name.startswith("fieldapp.domain")
            assert at_home or (top in sys.stdlib_module_names and top not in IMPURE), f"{named(path)} imports {name}"
            assert top != "secrets" or path.name == "ids.py", named(path)


@pytest.mark.parametrize("folder", ["domain", "rulebook", "operations", "sync", "evidence", "documents", "alerts"])
def test_the_web_is_known_only_at_the_edges(folder):
    for path in sources(folder):
        assert not {name.split(".")[0] for name in imports(path)} & {"flask", "flask_login", "flask_babel", "werkzeug"}, named(path)


def test_the_environment_is_read_in_one_place():
    """Settings, that is: evidence/display.py hands PATH on to the child it starts."""
    assert offenders(sources(), r"\bos\.(?:environ|getenv)\b", but=("fieldapp/config.py", "fieldapp/evidence/display.py")) == []


def test_the_clock_is_read_at_the_edge_only():
    assert offenders(sources(), CLOCK.pattern, but=("fieldapp/edges/clock.py",)) == []


def test_one_place_commits():
    """health.py recovers from a database that is gone; the demo world sets a switch of its connection."""
    but = ("fieldapp/store/transaction.py", "fieldapp/store/health.py", "fieldapp/demo/world.py")
    assert offenders(sources(), r"\.(?:commit|rollback)\(\)", but) == []


def test_operations_never_open_a_transaction_by_themselves():
    """The edge does, or the sync for each op."""
    assert offenders(sources("operations"), r"\btransaction\(") == []


@pytest.mark.parametrize("folder", ["api", "desk", "public", "pwa", "cli", "edges"])
def test_doors_write_no_sql(folder):
    sql = r"(?<![.\w])(?:select|insert|update|delete|text)\(|\.session\.(?:add|delete|execute|query|scalars?)\b"
    assert offenders(sources(folder), sql) == []


def test_every_table_is_known_to_migrations():
    with_tables = {path.stem for path in sources("store") if "__tablename__" in path.read_text("utf-8")}
    listed = next(node for node in ast.walk(ast.parse((PACKAGE / "extensions.py").read_text("utf-8")))
                  if isinstance(node, ast.ImportFrom) and node.module == "store")

    assert with_tables == {alias.name for alias in listed.names}


def test_files_are_short():
    length = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in tracked()
              if name.endswith((".py", ".js", ".css", ".html")) and "/migrations/versions/" not in name}

    assert {name: n for name, n in length.items() if n > 400} == {}
    assert statistics.median(length.values()) <= 120


def test_no_file_is_called_utils():
    assert [name for name in tracked() if Path(name).stem in {"utils", "util", "helpers", "misc", "common"}] == []


def test_nothing_of_others_is_kept_in_the_repository():
    foreign = re.compile(r"(^|/)(vendor|node_modules)/|\.(whl|min\.js|woff2?)$")

    assert [name for name in tracked() if foreign.search(name)] == []


def test_nothing_is_left_for_later():
    code = [ROOT / name for name in tracked() if name.endswith((".py", ".js", ".html", ".css")) and name != "tests/test_architecture.py"]
    unfinished = re.compile(r"\bTODO\b|\bFIXME\b|\bXXX\b|NotImplementedError|pytest\.mark\.(?:skip|xfail)|pytest\.skip\(|\.skip\(")

    assert [named(path) for path in code if unfinished.search(path.read_text("utf-8"))] == []
