"""What kind of value each payload field holds. Which fields an op needs, and which values count, say the rulebook and the domain."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from fieldapp.domain.cases import Refused, blank
from fieldapp.domain.deadlines import UNITS

from .references import ABOUT

MAX_ID, MAX_NAME, MAX_LIST = 64, 200, 100
VERIFY_CODE = re.compile(r"[A-Za-z0-9_-]{14,64}", re.ASCII)
HEX64 = re.compile(r"[0-9a-f]{64}", re.ASCII)
Check = Callable[[Any], bool]


def check_shapes(op_type: str, payload: Mapping[str, Any]) -> None:
    """A field may be absent or null. Raises Refused `field_missing:<name>` for one that holds another kind of value."""
    for name, fits in (SHAPES | OF_TYPE.get(op_type, {})).items():
        if payload.get(name) is not None and not fits(payload[name]):
            raise Refused(f"field_missing:{name}")


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_word(value: Any) -> bool:
    return isinstance(value, str) and not blank(value) and len(value) <= MAX_NAME


def is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_ID


def is_key(value: Any) -> bool:
    """An id that must be there."""
    return isinstance(value, str) and 0 < len(value) <= MAX_ID


def is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _list(fits: Check, least: int = 0) -> Check:
    return lambda value: isinstance(value, list) and least <= len(value) <= MAX_LIST and all(fits(one) for one in value)


def _table(**fields: Check) -> Check:
    """A mapping with all of these."""
    return lambda value: isinstance(value, dict) and all(fits(value.get(name)) for name, fits in fields.items())


def _or_none(fits: Check) -> Check:
    return lambda value: value is None or fits(value)


def _hash(value: Any) -> bool:
    return isinstance(value, str) and HEX64.fullmatch(value) is not None


def _code(value: Any) -> bool:
    return isinstance(value, str) and VERIFY_CODE.fullmatch(value) is not None


_GIVEN = _table(n=lambda n: type(n) is int and 1 <= n <= 3650, unit=lambda unit: unit in UNITS)
_DEADLINE = _table(kind=lambda kind: kind in ("immediate", "date", "datetime"), given=_or_none(_GIVEN), due_at=_or_none(is_text))
_REST = _table(id=is_key, requirement=lambda text: not blank(text), deadline=_DEADLINE)
_TOLD = {"served_at": is_text, "refusal": is_map, "method": is_text, "seal": is_text}
_PAPER = {"document": is_key, "verify_code": _code, "text_hash": _hash, "officers": _list(is_key), "fields": is_map}

#: Fields that mean the same in every type of op.
SHAPES: dict[str, Check] = {
    **dict.fromkeys(("category", "text", "source", "reason", "note", "result", "ground", "review_on", "decision"), is_text),
    **dict.fromkeys(("grid_id", "to_unit", "to_user", "lead_unit", "into"), is_id),
    **dict.fromkeys(("case_id", "inspection_id", "request_op"), is_key),
    **dict.fromkeys(("fixed_on_spot", "cert_shown", "present", "granted"), is_switch),
}
#: Fields of one type.
OF_TYPE: dict[str, dict[str, Check]] = {
    "inspection.record": {
        "party": _table(name=is_word), "officers": _list(is_key), "started_at": is_text, "ended_at": is_text, "place_text": is_text,
        "findings": _list(_table(id=is_key, category=is_key, text=is_text, blobs=_or_none(_list(_hash)))),
    },
    "order.issue": _PAPER | {
        "party": _table(name=is_word),
        "items": _list(_table(id=is_key, finding_id=is_key, requirement=lambda text: not blank(text), deadline=_DEADLINE), least=1),
    },
    "document.issue": _PAPER | {"about": _list(_table(type=lambda type_: type_ in ABOUT, id=is_key))},
    "order.serve": _TOLD,
    "document.serve": _TOLD,
    "recheck.record": {"officers": _list(is_key), "rest": _REST},
    "extension.request": {"wanted": is_text},
    "extension.decide": {"due_at": is_text},
    "op.hand_over": {"content": is_map},
}
