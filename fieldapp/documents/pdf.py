"""The PDF of a paper, set by Typst: A4, fonts embedded, one text with what the party has in hand. Same paper, same bytes."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

import pylopdf_fonts_zh_cn
import typst

from .paper import Printable
from .qr import as_svg

TEMPLATE = Path(__file__).with_name("paper.typ")
#: Readable for as long as papers are kept: fonts inside, nothing from outside (ISO 19005-2), with text that can be extracted.
STANDARD = ["a-2u"]
#: With the machine's own fonts or not, and by which standard. A character that our fonts lack (𠮷) is looked for in the machine's;
#: one that nobody can draw leaves an empty box and a file that is no PDF/A. The paper is printed all the same.
ATTEMPTS = ((False, STANDARD), (True, STANDARD), (True, []))
#: In JSON's own writing a backslash stands twice: 「C:\\temp」 has no tab in it.
TAB = re.compile(r"(\\\\)|\\t")
#: Papers set at once in one process: each takes a core for some tens of milliseconds.
_turns = BoundedSemaphore(2)


def as_pdf(paper: Printable, pictures: Mapping[str, bytes]) -> bytes:
    """`pictures` is {who: JPEG or PNG} of signatures that may be shown. Nothing of the paper's text is read as markup."""
    told = {
        "title": " ".join(part for part in (paper.name, paper.number) if part), "code": paper.verify_code, "made_on": paper.made_on,
        "qr": as_svg(paper.url), "signatures": {who: list(picture) for who, picture in sorted(pictures.items())},
        "whole": list(paper.whole), "blocks": [asdict(block) for block in paper.blocks],
    }
    inputs = {"paper": TAB.sub(lambda found: found[1] or "  ", json.dumps(told, ensure_ascii=False))}
    with _turns:
        for others, standards in ATTEMPTS[:-1]:
            try:
                return _set(inputs, paper.issued_at, others, standards)
            except typst.TypstError as lacking:
                if "could not be displayed" not in lacking.message:
                    raise
        return _set(inputs, paper.issued_at, *ATTEMPTS[-1])


def _set(inputs: dict[str, str], issued_at: int, others: bool, standards: list[str]) -> bytes:
    return typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(others)).compile(
        format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=issued_at // 1000)


@lru_cache(maxsize=2)
def _fonts(others: bool) -> typst.Fonts:
    """Noto Serif SC and Noto Sans SC, and no other: what a machine happens to have must not change a paper."""
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(include_system_fonts=others, include_embedded_fonts=False, font_paths=[folder])
