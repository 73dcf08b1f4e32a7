"""Texts: every Chinese text of the desk has its English one, and the catalogue holds nothing else."""

import io
import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "fieldapp" / "desk" / "translations"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMED = re.compile(r"%\(\w+\)[sd]")


def used() -> set:
    """Keys in code and templates: a text, or a pair for counted ones."""
    methods, options = parse_mapping_cfg(io.StringIO((FOLDER / "babel.cfg").read_text("utf-8")))
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS, directory_filter=lambda path: "/." not in path[len(str(ROOT)):])
    return {key for _file, _line, key, _comments, _context in found}


def catalogue():
    with (FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {m.id: m for m in read_po(file) if m.id}


def test_every_text_in_use_has_an_english_one_and_no_other_is_kept():
    assert used() == set(catalogue())
    assert len(used()) > 200


def test_english_texts_are_whole():
    for key, message in catalogue().items():
        keys, texts = (key, message.string) if isinstance(key, tuple) else ((key,), (message.string,))
        assert all(texts) and not message.fuzzy, key
        assert not any(CHINESE.search(text) for text in texts), key
        for text in texts:
            assert set(NAMED.findall(keys[0])) == set(NAMED.findall(text)), key


def test_no_text_stands_in_a_template_by_itself():
    """Outside of `_()` there is no Chinese, but for the name of the language itself."""
    for path in [*(ROOT / "templates" / "desk").glob("*.html"), *(ROOT / "templates" / "macros").glob("*.html")]:
        bare = re.sub(r"\{#.*?#\}|\b_\('[^']*'|'中文'", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not CHINESE.search(bare), path.name


def test_pages_are_whole_in_english(at_desk, report):
    case = report("shen")
    desk = at_desk("bai", lang="en")
    for path in ("/desk/cases", f"/desk/cases/{case}", "/desk/attention", "/desk/cases/new"):
        page = desk.get(path)
        assert page.status_code == 200 and '<html lang="en">' in page.text
    assert "All open" in desk.get("/desk/cases").text and "Signed by the server for" in desk.get(f"/desk/cases/{case}").text
