"""Papers (文书): a kind's blocks filled with values, their plain text, and what is still missing before one can be made.

The phone fills a paper and the signatures are bound to the hash of its plain text; the server fills it again only to compare
(protocol 10). So both must write the same characters: one pass over the slots, NFC, LF, no blank at a line's end. A kind is a row
of `Rulebook.documents`, a value a text, whole number, yes or no, or a list of mappings; times as ISO 8601, dates `YYYY-MM-DD`,
deadlines in wire form. Twin: static/pwa/domain/papers.js.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from fieldapp.domain.cases import BLANKS, blank
from fieldapp.domain.deadlines import printed
from fieldapp.domain.instants import instant, local_parts, midnight

Values = Mapping[str, Any]

#: What a blank field is struck with (domain reference 4.1).
STRUCK = "/"
SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
#: Controls, invisible and direction marks: a paper shows all it says.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
LONE = re.compile("[\ud800-\udfff]")
SAFE = 2**53 - 1


def fill(kind: Values, values: Values, clocks: Values) -> list[dict[str, Any]]:
    """The blocks of a paper: `[{kind, text, strong, who}]`, `who` for a signature. A slot without a value is struck with 「/」."""
    fields = _fields(kind)
    blocks = []
    for block in kind["blocks"]:
        each = block["each"]
        for n, element in enumerate(_elements(values.get(each)) if each else [None], 1):
            scope = fields[""] | fields[each] if each else fields[""]
            own = fields[each] if each else {}

            def value(name: str, own: Values = own, element: Any = element) -> Any:
                return element.get(name) if name in own else values.get(name)

            if block["if"] and not given(value(block["if"])) or block["unless"] and given(value(block["unless"])):
                continue

            def slot(found: re.Match[str], scope: Values = scope, value: Any = value, n: int = n, each: str | None = each) -> str:
                name = found[1]
                if name == "n" and each:
                    return str(n)
                return _printed(scope.get(name), value(name), clocks) or STRUCK

            text = _tidy(SLOT.sub(slot, block["text"]))
            blocks.append({"kind": block["kind"], "text": text, "strong": block["strong"], "who": block["who"]})
    return blocks


def plain(blocks: list[dict[str, Any]]) -> str:
    """The text of a paper, as the op carries it: a block after the other, each on lines of its own."""
    return _tidy("\n".join(block["text"] for block in blocks))


def text_hash(text: str) -> str:
    """SHA-256 of a paper's text in UTF-8, as hex (protocol 10)."""
    return hashlib.sha256(text.encode()).hexdigest()


def missing(kind: Values, values: Values, clocks: Values) -> list[str]:
    """Required fields that still have no value, in the order of the form: `party_name`, `items` (an empty list), or
    `items.0.requirement` for the first element's."""
    fields = _fields(kind)
    found = []
    for name, field in fields[""].items():
        if field["type"] == "list":
            elements = _elements(values.get(name))
            if _wanted(field, values) and not elements:
                found.append(name)
            for n, element in enumerate(elements):
                found += [f"{name}.{n}.{own}" for own, row in fields[name].items() if _lacks(row, element, clocks)]
        elif _lacks(field, values, clocks):
            found.append(name)
    return found


def given(value: object) -> bool:
    """Whether a field has a value: yes, a text that is not blank, a list that is not empty, anything else that is there."""
    if value is None or isinstance(value, bool):
        return value is True
    if isinstance(value, str):
        return not blank(value)
    return bool(value) if isinstance(value, list) else True


def _fields(kind: Values) -> dict[str, dict[str, Values]]:
    """Fields by the list they belong to; "" for the paper itself."""
    found: dict[str, dict[str, Values]] = {"": {}}
    for field in kind["fields"]:
        if field["type"] == "list":
            found[field["name"]] = {}
    for field in kind["fields"]:
        found[field["of"] or ""][field["name"]] = field
    return found


def _elements(value: object) -> list[Values]:
    """What is no mapping still is an element, one with nothing in it."""
    return [one if isinstance(one, Mapping) else {} for one in value] if isinstance(value, list) else []


def _wanted(field: Values, values: Values) -> bool:
    return field["required"] and (field["when"] is None or given(values.get(field["when"])))


def _lacks(field: Values, values: Values, clocks: Values) -> bool:
    if not _wanted(field, values):
        return False
    value = values.get(field["name"])
    return value is not True if field["type"] == "flag" else not _printed(field, value, clocks)


def _printed(field: Values | None, value: Any, clocks: Values) -> str:
    """A value as the paper says it; empty when it has none, or one that its type cannot say."""
    kind = field["type"] if field else "text"
    if kind == "deadline":
        return printed(value, clocks) if isinstance(value, Mapping) else ""
    if kind == "time":
        at = instant(value)
        if at is None:
            return ""
        year, month, day, hour, minute = local_parts(at, clocks)
        return f"{year}年{month}月{day}日{hour}时{minute:02}分"
    if kind == "date":
        start = midnight(value, clocks)
        return "" if start is None else "{}年{}月{}日".format(*local_parts(start, clocks)[:3])
    if kind == "choice":
        return next((row["zh"] for row in (field or {})["choices"] if row["code"] == value), "")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= SAFE:
        return str(value)
    if blank(value):
        return ""
    text = _clean(value).strip(BLANKS)
    return text if kind == "long" else re.sub(r"[\t\n]+", " ", text)


def _clean(text: str) -> str:
    return UNSEEN.sub("", BREAKS.sub("\n", LONE.sub("\ufffd", text)))


def _tidy(text: str) -> str:
    """NFC, LF, nothing blank at the end of a line or around the whole."""
    lines = unicodedata.normalize("NFC", _clean(text)).split("\n")
    return "\n".join(line.rstrip(" \t\xa0\u3000") for line in lines).strip("\n")
