"""A mistake in the rulebook's files is an error that names file and line. Each story in mistakes/ spoils one copy."""

import shutil
import tomllib
from pathlib import Path

import pytest

from fieldapp.rulebook import RulebookError, load
from fieldapp.rulebook.loader import HERE

FILES = sorted((Path(__file__).parent / "mistakes").glob("*.toml"))
MISTAKES = [mistake for file in FILES for mistake in tomllib.loads(file.read_text(encoding="utf-8"))["mistake"]]


@pytest.fixture
def root(tmp_path):
    """A copy of the rulebook's data."""
    return shutil.copytree(HERE, tmp_path / "rulebook", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


def spoil(path: Path, find: str, put: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert find in text, f"{path.name} no longer says {find!r}"
    path.write_text(text.replace(find, put, 1), encoding="utf-8")


def test_the_copy_itself_is_good(root):
    assert load(root).version == load().version


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m["say"])
def test_a_mistake_names_file_and_line(root, mistake):
    path = root / mistake["file"]
    spoil(path, mistake["find"], mistake["put"])
    with pytest.raises(RulebookError) as caught:
        load(root)
    error = caught.value
    assert str(error).startswith(f"{mistake['file']}:{error.line}: ")
    assert mistake["says"] in str(error)
    assert mistake["line"] in path.read_text(encoding="utf-8").splitlines()[error.line - 1]


def test_a_missing_file_is_named(root):
    (root / "powers.toml").unlink()
    with pytest.raises(RulebookError, match=r"powers\.toml:0: the file is missing"):
        load(root)


def test_a_file_in_another_encoding_is_named(root):
    text = (root / "sources.toml").read_text(encoding="utf-8")
    (root / "sources.toml").write_bytes(text.encode("gb18030"))
    with pytest.raises(RulebookError, match=r"sources\.toml:1: is not UTF-8"):
        load(root)


def test_rows_of_one_code_may_follow_each_other(root):
    spoil(root / "powers.toml", 'valid_from = "2022-05-01"', 'valid_from = "2022-05-01"\nvalid_to = "2024-08-31"')
    again = '\n[[power]]\ncode = "P1"\nzh = "新"\nen = "New"\nmode = "commissioned"\nillustrative = true\nnote = "x"\n'
    with (root / "powers.toml").open("a", encoding="utf-8") as file:
        file.write(again + 'valid_from = "2024-09-01"\n')
    rules = load(root)
    assert rules.powers["P1"].mode == "commissioned"
    assert [rules.power_on("P1", day).mode for day in ("2024-08-31", "2024-09-01")] == ["own", "commissioned"]
    assert rules.power_on("P1", "2022-04-30") is None


def test_a_category_rewritten_keeps_its_earlier_text(root):
    spoil(root / "categories/NY.toml", 'valid_from = "2022-05-01"', 'valid_from = "2022-05-01"\nvalid_to = "2026-12-31"')
    text = (root / "categories/NY.toml").read_text(encoding="utf-8")
    row = text[text.index("[[category]]") :].replace("severity = 1", "severity = 2")
    row = row.replace('valid_from = "2022-05-01"\nvalid_to = "2026-12-31"', 'valid_from = "2027-01-01"')
    (root / "categories/NY.toml").write_text(f"{text}\n{row}", encoding="utf-8")
    rules = load(root)
    assert rules.categories["NY01"].severity == 2
    assert rules.category_on("NY01", "2026-12-31").severity == 1
    assert rules.category_on("NY01", "2022-04-30") is None


@pytest.mark.parametrize(
    ("file", "find", "put"),
    [
        ("roles.toml", "网格员", "网格工"),
        ("legal_bases.toml", 'valid_from = "2026-08-15"', 'valid_from = "2026-08-16"'),
        ("actions.toml", '"no_violation"', '"none"'),
        ("calendars/2026.json", '"2026-02-23"', '"2026-02-24"'),
        ("categories/HB.toml", "severity = 3", "severity = 4"),
        ("powers.toml", 'mode = "own"', 'mode = "assist"'),
        ("clocks.toml", '"08:30"', '"08:00"'),
        ("states.toml", '"已改正"', '"已整改"'),
        ("issuer.toml", '"高东街"', '"高东"'),
        ("documents/every_paper.toml", '"见证人"', '"见证"'),
        ("documents/order_to_correct.toml", "现责令你（单位）", "责令你（单位）"),
        ("ladder.toml", "days = 3", "days = 2"),
    ],
)
def test_whatever_changes_changes_the_version(root, file, find, put):
    spoil(root / file, find, put)
    assert load(root).version != load().version


def test_a_calendar_file_goes_before_the_published_one(root):
    (root / "calendars/2025.json").write_text('{"off": ["2025-12-25"], "work": []}', encoding="utf-8")
    assert load(root).calendars["2025"] == {"off": ["2025-12-25"], "work": []}
