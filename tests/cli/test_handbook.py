"""The examples of the administrator's page do what the page says."""

import json
import re
from pathlib import Path

from fieldapp.domain.grid_file import shape
from fieldapp.store.people import certificate_numbered, user_called
from fieldapp.store.units import unit_named

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "handbook" / "admin.md").read_text("utf-8")


def example(language: str) -> str:
    return re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL).group(1)


def commands() -> list[list[str]]:
    """The commands of the tables about units and people, in their order."""
    return [re.findall(r'"[^"]+"|\S+', c) for c in re.findall(r"`((?:unit|user) \w[\w-]* [^`]+)`", PAGE)]


def test_the_table_of_people_can_be_imported(flask, installation, tmp_path):
    (tmp_path / "people.csv").write_text(example("csv"), "utf-8")

    assert flask("user", "import", tmp_path / "people.csv").exit_code == 0
    assert len(user_called("bai.qiufen").grants) == 2 and certificate_numbered("晋E 0007").fields == ["环保", "城建"]


def test_the_cell_is_a_cell():
    one = shape(json.loads(example("json")))

    assert (one.name, one.level) == ("丰登2-07", 3)


def test_the_commands_about_units_and_roles_work(flask, installation):
    elsewhere = (["user", "import"], ["user", "staff"], ["user", "end-staff"])  # need a file, a cell
    for words in commands():
        done = flask(*(word.strip('"') for word in words))
        assert done.exit_code == 0 or words[:2] in elsewhere, (words, done.output)
    assert unit_named("市林业局") is not None and unit_named("农机中心") is not None
