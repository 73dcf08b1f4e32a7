"""What an op leans on besides its target: it must be there, and its author must be allowed to see it."""

from dataclasses import dataclass

from fieldapp.store import ledger

from .act import Act
from .things import THINGS

#: Types of thing that a paper may be about.
ABOUT = ("case", "inspection", "order", "item", "document")
#: What takes the place of an earlier paper (`replacing`) waits for it. Anything else may name an op that went to quarantine and never comes.
REPLACES = ("order.issue", "document.issue")


@dataclass(frozen=True)
class Lack:
    """`waits_for` is the id of what has not come yet; None: it is there, and not this person's to see."""

    waits_for: str | None


def check_refers(act: Act, scopes: frozenset[str]) -> Lack | None:
    """The first thing that is missing or out of sight of `scopes`; None when all is well."""
    if act.type in REPLACES and act.supersedes is not None and ledger.op(act.supersedes) is None:
        return Lack(act.supersedes)
    for type_, id_ in named(act):
        if type_ == "op":
            if ledger.op(id_) is None:
                return Lack(id_)
            continue
        row = THINGS[type_].load(id_, False)
        if row is None:
            return Lack(id_)
        if not act.admitted and not THINGS[type_].visible(row, id_, scopes):
            return Lack(None)
    return None


def named(act: Act) -> list[tuple[str, str]]:
    """(type, id) of each. What is no id is left to the check of the payload's shapes."""
    payload, wanted = act.payload, []
    if act.type in ("inspection.record", "order.issue"):
        wanted += [("case", payload.get("case_id"))]
    if act.type == "order.issue":
        wanted += [("inspection", payload.get("inspection_id"))]
    if act.type == "document.issue" and isinstance(payload.get("about"), list):
        wanted += [(one.get("type"), one.get("id")) for one in payload["about"] if isinstance(one, dict) and one.get("type") in ABOUT]
    if act.type == "extension.decide":
        wanted += [("op", payload.get("request_op"))]
    superseded = ledger.op(act.supersedes) if act.supersedes and act.type in REPLACES else None
    if superseded is not None and superseded.type == act.type:
        wanted += [(superseded.target_type, superseded.target_id)]
    return [(type_, id_) for type_, id_ in wanted if isinstance(id_, str) and 0 < len(id_) <= 64]
