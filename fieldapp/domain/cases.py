"""Which operation may move a case (案卷), or what came of it, from which state, by whom, and under which guard.

The transitions are rows of the rulebook (actions.toml); this file only reads them. Twin: static/pwa/domain/cases.js.

Plain values: actor `{user_id, grants: [{role, unit}]}`, case `{state, unit, assignee, reporter, handler, returns, receipt,
lead_unit}` (ids or None; None instead of a case for what has none yet), facts `{unit_kinds: {unit id: kind}}`. An order, item,
inspection or other paper comes in the same form: unit = whose paper it is, assignee = its first officer, reporter = who made it,
and besides `officers` (ids of those it names); an item also `due_at`, `original_due_at`, `served_at` (UTC ms) and `extensions`
(how many were granted). `before_due` needs the moment of the act as `facts["now"]` (UTC ms).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fieldapp.domain.instants import instant

Values = Mapping[str, Any]

#: What counts as nothing written: every space of Unicode, controls that print nothing, zero-width characters.
BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
BLANKS += "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"

SQUADRON_KINDS = ("squadron", "department")
UPPER_KINDS = ("city", "department")


class Refused(Exception):
    """The operation is refused. `code` is a key of `domain.problems`, perhaps with `:field` behind it."""

    def __init__(self, code: str, **detail: Any):
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Move:
    """The operation is allowed. `to` is the new state; None leaves it (for `report.file`: as routing says)."""

    to: str | None


def judge(rules: Any, op_type: str, actor: Values, case: Values | None, payload: Values, facts: Values, *, rights: bool = True) -> Move:
    """Decide one operation. Raises Refused; KeyError for a type the rulebook does not know.

    Order: a transition from this state (`state_moved`), who (`not_allowed`), what is needed (`field_missing:<name>`,
    also for a value that is not among the choices), guards. Without `rights`, who acts is not
    asked: a leader has let it in (protocol 2). Source: domain reference 2.3.
    """
    action = rules.actions[op_type]
    step = next((s for s in action.transitions if _fits(s, case) and _when(s.when, payload)), None)
    if step is None:
        raise Refused("state_moved")
    if rights and not any(_is(rules, who, actor, case) for who in step.by):
        raise Refused("not_allowed")
    for need in action.needs:
        names = need.split("|")
        if all(payload.get(name) is None for name in names):
            raise Refused("reason_missing" if "reason" in step.guards and need == "reason" else f"field_missing:{names[0]}")
    for name, allowed in action.choices.items():
        if payload.get(name) not in allowed:
            raise Refused(f"field_missing:{name}")
    for guard in step.guards:
        code = GUARDS[guard](rules, actor, case or {}, payload, facts)
        if code is not None:
            raise Refused(code)
    return Move(step.to)


def offered(rules: Any, actor: Values, case: Values, thing: str = "case") -> list[str]:
    """Types of operation whose button this person may be shown on this case (or other `thing`), in the rulebook's order.

    By state and person only: what the payload decides is not asked yet.
    """
    return [
        action.type
        for action in rules.actions.values()
        if thing in action.targets and not action.creates
        if any(_fits(step, case) and any(_is(rules, who, actor, case) for who in step.by) for step in action.transitions)
    ]


def startable(rules: Any, actor: Values) -> list[str]:
    """Types of operation by which this person may make something new, in the rulebook's order. By role only: whether an
    officer is certified says `domain.authority`."""
    return [
        action.type
        for action in rules.actions.values()
        if action.creates and any(_is(rules, who, actor, None) for step in action.transitions for who in step.by)
    ]


def blank(text: object) -> bool:
    """Whether nothing was written: not a text, empty, or only BLANKS (an ideographic space is one)."""
    return not isinstance(text, str) or not text.strip(BLANKS)


def _fits(step: Any, case: Values | None) -> bool:
    return step.sources == ("*",) or (case is not None and case["state"] in step.sources)


def _when(when: str | None, payload: Values) -> bool:
    """Whether the payload has the field that a row asks for, or the value it must have."""
    field, is_value, value = (when or "").partition("=")
    return when is None or (payload.get(field) == value if is_value else _given(payload.get(field)))


def _given(value: Any) -> bool:
    return not any(value is nothing or value == nothing for nothing in (None, False, "", 0))


def _is(rules: Any, who: str, actor: Values, case: Values | None) -> bool:
    """Whether the actor is what a `by` entry says, for this case."""
    if who == "anyone":
        return True
    if who == "reporter":
        return case is not None and case["reporter"] == actor["user_id"]
    if who in ("named", "other_officer"):  # who wrote the paper does not bear witness to it (protocol 6)
        if case is None or actor["user_id"] not in (case.get("officers") or ()):
            return False
        return who == "named" or case["reporter"] != actor["user_id"]
    if who == "member":
        return case is not None and _member(actor, case)
    if who == "handler":
        if case is None:
            return False
        return case["assignee"] == actor["user_id"] or (case["assignee"] is None and _member(actor, case))
    return _holds(rules, actor, case, (who,))


def _member(actor: Values, case: Values) -> bool:
    return case["unit"] is not None and any(grant["unit"] == case["unit"] for grant in actor["grants"])


def _holds(rules: Any, actor: Values, case: Values | None, roles: Iterable[str]) -> bool:
    """Whether the actor has one of the roles with a reach to this case; without a case every reach counts."""
    return any(grant["role"] in roles and _reaches(rules, grant, actor, case) for grant in actor["grants"])


def _reaches(rules: Any, grant: Values, actor: Values, case: Values | None) -> bool:
    if case is None or not case:
        return True
    reach = rules.roles[grant["role"]].reach
    if reach == "unit":
        return grant["unit"] is not None and grant["unit"] in (case["unit"], case.get("lead_unit"))
    if reach == "self":
        return actor["user_id"] in (case["reporter"], case["assignee"])
    return True


def _kind(facts: Values, unit: object) -> str | None:
    return facts["unit_kinds"].get(unit) if isinstance(unit, str) else None


Guard = Callable[[Any, Values, Values, Values, Values], str | None]


def _reason(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    return "reason_missing" if blank(payload.get("reason")) else None


def _not_handler(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    """Who handled a case does not check it (domain reference 2.3)."""
    return "same_person" if case["handler"] == actor["user_id"] else None


def _second_return(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    return "leader_needed" if case["returns"] >= 1 and not _holds(rules, actor, case, ("leader", "squad_leader")) else None


def _to_squadron(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    return None if _kind(facts, payload.get("to_unit")) in SQUADRON_KINDS else "wrong_unit"


def _to_upper(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    return None if _kind(facts, payload.get("to_unit")) in UPPER_KINDS else "wrong_unit"


def _lead_upper(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    """A joint action (联合执法) is led from above."""
    return None if _kind(facts, payload.get("lead_unit")) in UPPER_KINDS else "wrong_unit"


def _own_unit(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    """A squadron leader assigns within the squadron; only a dispatcher moves a case to another."""
    stays = payload.get("to_unit") == case["unit"]
    return None if stays or _holds(rules, actor, case, ("dispatcher",)) else "wrong_unit"


def _receipt(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    return None if _given(case["receipt"]) else "receipt_missing"


def _before_due(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    """An extension (延期) is asked for while the deadline still runs (domain reference 2.4)."""
    return "too_late" if case.get("due_at") is not None and facts["now"] >= case["due_at"] else None


def _new_due(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    """Whoever grants an extension names a deadline after the one that runs."""
    if not _given(payload.get("granted")):
        return None
    due = instant(payload.get("due_at"))
    return "field_missing:due_at" if due is None or due <= (case.get("due_at") or 0) else None


def _long_extension(rules: Any, actor: Values, case: Values, payload: Values, facts: Values) -> str | None:
    """A squadron leader grants the first extension, if it is no longer than the deadline first given; the leader any."""
    if not _given(payload.get("granted")) or _holds(rules, actor, case, ("leader",)):
        return None
    first = (case.get("original_due_at") or 0) - (case.get("served_at") or 0)
    more = (instant(payload.get("due_at")) or 0) - (case.get("due_at") or 0)
    return "extension_needs_leader" if (case.get("extensions") or 0) >= 1 or more > first else None


GUARDS: dict[str, Guard] = {
    "reason": _reason,
    "not_handler": _not_handler,
    "second_return_needs_leader": _second_return,
    "to_squadron": _to_squadron,
    "to_upper": _to_upper,
    "lead_upper": _lead_upper,
    "own_unit": _own_unit,
    "receipt": _receipt,
    "before_due": _before_due,
    "new_due": _new_due,
    "long_extension_needs_leader": _long_extension,
}
