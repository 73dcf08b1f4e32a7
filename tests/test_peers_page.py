"""docs/peers.md names tests: each of them exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "peers.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w./-]+)::([^`]+)`", PAGE)))


def is_there(path: str, name: str) -> bool:
    """A Python test by its function; a JavaScript test by its title, or by the words from which a row of a table makes one."""
    file = ROOT / path
    if not file.is_file():
        return False
    text = file.read_text(encoding="utf-8")
    return f"def {name}(" in text if path.endswith(".py") else f'"{name}"' in text


def test_the_page_names_tests():
    assert len(NAMED) > 60


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_it_exists(path, name):
    assert is_there(path, name), f"{path} has no test {name!r}"


def test_every_rule_is_held_by_something():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| seen at")]
    bare = [row for row in rows if "`tests/" not in row]
    assert not bare, bare
