"""What the officers' page of the handbook quotes stands on a screen, word for word."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PHONE = ("static/pwa/texts", "fieldapp/rulebook")
DESK = ("templates/desk", "fieldapp/desk")


def quoted(page: str) -> list[str]:
    return sorted(set(re.findall(r"「([^」]+)」", (ROOT / "docs" / "handbook" / page).read_text("utf-8"))))


def on_screen(folders) -> str:
    files = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".js", ".toml", ".html", ".py"))
    return "".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize(("page", "folders"), [("officer.md", (*PHONE, *DESK)), ("squadron.md", (*PHONE, *DESK))])
def test_what_is_quoted_is_on_a_screen(page, folders):
    said = on_screen(folders)

    assert [word for word in quoted(page) if word not in said] == []
