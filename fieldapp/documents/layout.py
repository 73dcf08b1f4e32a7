"""How the lines of a paper are laid out: each takes the kind that the filled template gives it, what the template does not know is a paragraph.

Text in, the same text out: joining the lines of all blocks gives it back, whatever the template says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

#: Comparing lines is quadratic at its worst; a longer text than this is set as plain paragraphs.
MOST_LINES = 2000
#: Kinds that no line takes by its mere place: they say whose signature stands there, and what is the paper's number.
OWN_WORDS_ONLY = frozenset({"sign", "number", "date"})


@dataclass(frozen=True)
class Block:
    """One block of a paper. `strong` is the text in bold in it ("" for none), `who` of a signature: officer1, officer2, party, witness, seal."""

    kind: str
    lines: tuple[str, ...]
    strong: str = ""
    who: str = ""


def lay_out(text: str, filled: Sequence[Block]) -> list[Block]:
    """The paper's own lines as blocks, after those of the template as it was filled again (empty when that could not be done)."""
    known = [(line, n) for n, block in enumerate(filled) for line in block.lines]
    lines = text.split("\n")
    places: list[int | None] = [None] * len(lines)
    if max(len(lines), len(known)) <= MOST_LINES:
        for tag, start, end, at, to in SequenceMatcher(None, [line for line, _n in known], lines, autojunk=False).get_opcodes():
            if tag == "equal" or tag == "replace" and end - start == to - at:
                places[at:to] = [_place(tag, n, filled) for _line, n in known[start:end]]
    laid = [_block(list(group), filled) for group in _runs(lines, places)]
    return [one if one.strong and any(one.strong in line for line in one.lines) else replace(one, strong="") for one in laid]


def text_of(blocks: Sequence[Block]) -> str:
    return "\n".join(line for block in blocks for line in block.lines)


def _place(tag: str, n: int, filled: Sequence[Block]) -> int | None:
    return n if tag == "equal" or filled[n].kind not in OWN_WORDS_ONLY else None


def _runs(lines: list[str], places: list[int | None]):
    """Lines that follow each other in one block of the template; each other line by itself."""
    keys = [("own", n) if place is None else ("template", place) for n, place in enumerate(places)]
    for _key, run in groupby(zip(lines, places, keys, strict=True), key=lambda one: one[2]):
        yield run


def _block(run: list[tuple], filled: Sequence[Block]) -> Block:
    lines, place = tuple(line for line, _place, _key in run), run[0][1]
    return Block("para", lines) if place is None else replace(filled[place], lines=lines)
