"""A paper's template, filled again from the op that issued it: for the layout, and to tell whether it would say the same today."""

import json
from collections.abc import Mapping
from typing import Any

from fieldapp.domain import papers
from fieldapp.domain.deadlines import printed
from fieldapp.operations.papers import officers_on_paper
from fieldapp.rulebook import Rulebook
from fieldapp.store.days import day_of
from fieldapp.store.documents import Document
from fieldapp.store.ledger import Op
from fieldapp.store.orders import Order

from .layout import Block

UNCUT = frozenset({"order_number", "officer1_name", "officer1_cert", "officer2_name", "officer2_cert"})
#: Characters; a third of a line.
LONGEST_UNCUT = 24


def filled_again(paper: Order | Document, op: Op | None, rules: Rulebook) -> list[Block]:
    """Empty when the kind or the op is unknown, or what the op says cannot be filled in."""
    kind = rules.documents.get(paper.kind)
    if kind is None or op is None:
        return []
    try:
        values = values_of(paper, op) | officers_on_paper(paper.officers, str(day_of(op.claimed_at)))
        blocks = papers.fill(kind, values, rules.clocks)
    except (AttributeError, KeyError, TypeError, ValueError):  # another version's payload: the text stands, only its layout is lost
        return []
    said = _deadlines(kind, values, rules.clocks)
    return [Block(b["kind"], tuple(b["text"].split("\n")), _strong(b, said), b["who"] or "") for b in blocks]


def values_of(paper: Order | Document, op: Op) -> dict[str, Any]:
    """What the template was filled with, as `operations` does it: an order says some of it outside of `fields`."""
    payload = op.payload
    values = dict(payload.get("fields") or {})
    number = json.loads(op.body).get("number")
    if number:
        values["number"] = paper.number
    if isinstance(paper, Order):
        rows = values.get("items") if isinstance(values.get("items"), list) else []
        values["party_name"] = payload["party"].get("name")
        values["items"] = [(rows[n] if n < len(rows) and isinstance(rows[n], dict) else {})
                           | {"requirement": one["requirement"], "deadline": one["deadline"]} for n, one in enumerate(payload["items"])]
    return values


def names_and_numbers(paper: Order | Document, op: Op | None) -> tuple[str, ...]:
    """What must not be cut in the middle: the paper's number, another's that it speaks of, officers and their certificates."""
    fields = op.payload.get("fields") if op is not None else None
    fields = fields if isinstance(fields, dict) else {}
    named = [paper.number, *(value for name, value in sorted(fields.items()) if name in UNCUT)]
    return tuple(dict.fromkeys(one for one in named if isinstance(one, str) and 1 < len(one) <= LONGEST_UNCUT))


def _deadlines(kind: Mapping[str, Any], values: Mapping[str, Any], clocks: Mapping[str, Any]) -> list[str]:
    """Every deadline as the paper prints it."""
    found = []
    for field in kind["fields"]:
        if field["type"] == "deadline":
            rows = values.get(field["of"]) or [] if field["of"] else [values]
            found += [printed(row[field["name"]], clocks) for row in rows if isinstance(row.get(field["name"]), dict)]
    return [one for one in found if one]


def _strong(block: Mapping[str, Any], deadlines: list[str]) -> str:
    """A deadline is the only bold in a body; a strong block without one is bold from its last line's label on."""
    if not block["strong"]:
        return ""
    return next((one for one in deadlines if one in block["text"]), block["text"].split("\n")[-1])
