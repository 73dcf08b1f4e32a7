"""The phone's libraries as they are copied at set-up: every import in them leads to a file that was copied too."""

from pathlib import Path

import pytest

from tools import vendor


@pytest.fixture
def copied() -> list[Path]:
    return [vendor.VENDOR / library / (target or source) for library, files in vendor.LIBRARIES.items()
            for source, target in files.items()]


def test_every_file_is_there_with_its_licence(copied):
    assert [path for path in copied if not path.is_file()] == []
    assert {path.parent.name for path in copied if path.name == "LICENSE"} == set(vendor.LIBRARIES)


def test_every_import_leads_to_a_copied_file(copied):
    scripts = [path for path in copied if path.suffix == ".js"]

    for path in scripts:
        for target in vendor.SPECIFIER.findall(path.read_text("utf-8")):
            assert (path.parent / target).resolve() in scripts, f"{path.name} imports {target}"


@pytest.mark.parametrize("line", ['import{html}from"lit-html";', 'export * from "idb"', 'await import("lit-html/directives/ref.js")'])
def test_a_bare_import_is_an_error(line):
    with pytest.raises(SystemExit, match="cannot resolve"):
        vendor.demand_relative("a file", line)
