"""What kind of value each payload field holds. Which fields an op needs, and which values count, say the rulebook and the domain."""

from fieldapp.domain.cases import Refused

TEXTS = ("category", "text", "source", "reason", "note", "result", "ground", "review_on", "decision")
IDS = ("grid_id", "to_unit", "to_user", "lead_unit", "into")
SWITCHES = ("fixed_on_spot",)
MAX_ID = 64


def check_shapes(payload: dict) -> None:
    """A field may be absent or null. Raises Refused `field_missing:<name>` for one that holds another kind of value."""
    for names, fits in ((TEXTS, _is_text), (IDS, _is_id), (SWITCHES, _is_switch)):
        for name in names:
            if payload.get(name) is not None and not fits(payload[name]):
                raise Refused(f"field_missing:{name}")


def _is_text(value) -> bool:
    return isinstance(value, str)


def _is_id(value) -> bool:
    return isinstance(value, str) and len(value) <= MAX_ID


def _is_switch(value) -> bool:
    return isinstance(value, bool)
