"""What an op says, in words: its title, and the lines below it. Of papers see told_papers."""

from flask_babel import gettext as _

from fieldapp.store.cases import case
from fieldapp.store.ledger import Op
from fieldapp.store.people import user
from fieldapp.store.units import unit

from .forms import GROUNDS, RESULTS
from .told_papers import TOLD
from .verdicts import action_name
from .words import listed

#: What a payload ends in that no act could be made of: its text is kept, and not told.
UNTOLD = (AttributeError, KeyError, TypeError, ValueError)


def title(op: Op) -> str:
    """What was done, and to whom it went."""
    try:
        return _title(op)
    except UNTOLD:
        return action_name(op.type)


def said_words(op: Op, whole: bool) -> tuple[str, ...]:
    """`whole`: also what names a party."""
    try:
        return tuple(_said_words(op, whole))
    except UNTOLD:
        return ()


def _title(op: Op) -> str:
    if op.type in TOLD:
        return TOLD[op.type].title(op)
    payload = op.payload
    where = [unit_name(payload.get("to_unit")), user_name(payload.get("to_user"))]
    name = action_name(op.type)
    if op.type == "flag.decide":
        name = _("存疑：认可") if payload.get("decision") == "confirm" else _("存疑：不认可")
    if payload.get("into"):
        other = case(payload["into"]) if isinstance(payload["into"], str) else None
        where = [other.number if other else ""]
    return f"{name} → {listed(where)}" if any(where) else name


def _said_words(op: Op, whole: bool) -> list[str]:
    if op.type in TOLD:
        told = TOLD[op.type]
        return [line for line in (*told.open(op), *(told.closed(op) if whole else ())) if line]
    payload, found = op.payload, []
    choices = dict(GROUNDS) | dict(RESULTS)
    found += [str(choices[payload[k]]) for k in ("result", "ground") if payload.get(k) in choices]
    if payload.get("lead_unit"):
        found.append(_("牵头：%(unit)s", unit=unit_name(payload["lead_unit"])))
    found += [str(payload[k]) for k in ("text", "reason", "note") if payload.get(k) and whole]
    if payload.get("review_on"):
        found.append(_("复核日期 %(day)s", day=payload["review_on"]))
    if payload.get("fixed_on_spot") is True:
        found.append(_("当场整改"))
    return found


def unit_name(unit_id) -> str:
    found = unit(unit_id) if isinstance(unit_id, str) else None
    return found.name if found else ""


def user_name(user_id) -> str:
    found = user(user_id) if isinstance(user_id, str) else None
    return found.name if found else ""
