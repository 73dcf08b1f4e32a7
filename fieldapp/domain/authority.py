"""Whether an enforcement act had authority: two officers, certified on the day and for the field, a power in force.

A paper made without power is void (行政处罚法 38); any enforcement act needs two persons with 执法资格 (42), recorded per person
and never inferred from a role. Any code that comes back means the flag `no_authority`. Twin: static/pwa/domain/authority.js.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

#: A certificate that covers every field says so with this.
EVERY_FIELD = "*"


def check(officers: Sequence[str], certificates: Iterable[Row], power: Row | None, category: Row, day: str) -> list[str]:
    """Why two officers had no authority to order something about a `category` on a day (`YYYY-MM-DD`); [] when they had.

    `power` is the rulebook's row of the category's power on that day, else its newest, or None. Codes: those of `persons` for the
    category's group, then those of `of_power`.
    """
    return persons(officers, certificates, [category["group"]], day) + of_power(power, day)


def persons(officers: Sequence[str], certificates: Iterable[Row], groups: Iterable[str], day: str) -> list[str]:
    """What the officers lack. `certificates` are `{user_id, number, fields, valid_from, valid_to}` of anybody, `fields` codes of
    groups; `groups` are those of the categories in question (none: any field will do, as for an inspection that found nothing).

    Codes: `one_officer` (fewer than two were named), `same_officer` (one twice), and for each in turn `uncertified:<user>` (has
    no certificate), `expired:<user>` (none valid on the day), `field:<user>` (none of the valid covers a group).
    """
    held, wanted = list(certificates), list(groups)
    codes = []
    if len(officers) < 2:
        codes.append("one_officer")
    elif len(set(officers)) < len(officers):
        codes.append("same_officer")
    for user in dict.fromkeys(officers):
        own = [row for row in held if row["user_id"] == user]
        valid = [row for row in own if _in_force(row, day)]
        if not valid:
            codes.append(f"expired:{user}" if own else f"uncertified:{user}")
        elif not all(any(covers(row, group) for row in valid) for group in wanted):
            codes.append(f"field:{user}")
    return codes


def of_power(power: Row | None, day: str) -> list[str]:
    """`no_power` when the matter is in no power of ours, or one in which we only assist (协助); `power_lapsed` when the power was
    not in force on the day."""
    if power is None or power["mode"] == "assist":
        return ["no_power"]
    return [] if _in_force(power, day) else ["power_lapsed"]


def covers(certificate: Row, group: str) -> bool:
    """Whether a certificate (执法证) covers the field of a group of categories."""
    return group in certificate["fields"] or EVERY_FIELD in certificate["fields"]


def valid_on(certificates: Iterable[Row], user: str, day: str) -> Row | None:
    """The certificate a paper prints for a person on a day: of those valid the one that runs longest; None without one."""
    valid = [row for row in certificates if row["user_id"] == user and _in_force(row, day)]
    return max(valid, key=lambda row: row["valid_to"] or "9999-12-31", default=None)


def _in_force(row: Row, day: str) -> bool:
    return row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"])
