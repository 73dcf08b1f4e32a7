"""What each table of the rulebook's files may say: key by key. The loader adds what needs several tables to check."""

from fieldapp.rulebook.checks import date, flag, hours, limit, list_of, mapping_of, one_of, one_or_list, table, text, whole
from fieldapp.rulebook.tables import Field, optional

LOOKS = ("pending", "kept", "server", "overdue", "today", "recheck", "rectify", "closed", "attention", "off")
#: Who may, besides the roles.
TOKENS = ("member", "handler", "reporter", "named", "other_officer", "anyone")
#: What states and operations are about; an operation may also be about another one, or about a number of a register.
THINGS = ("case", "order", "item", "inspection", "document")
TARGETS = (*THINGS, "op", "number")
#: What else must hold; the rules themselves are in domain/cases.py.
GUARDS = (
    "reason", "not_handler", "second_return_needs_leader", "to_squadron", "to_upper", "lead_upper", "own_unit", "receipt",
    "before_due", "new_due", "long_extension_needs_leader",
)  # fmt: skip

NAMED = {"code": Field(text), "zh": Field(text), "en": Field(text)}
DATED = {"valid_from": Field(date), "valid_to": optional(date)}
HINTS = Field(list_of(table({"zh": Field(text), "en": Field(text)}), least=2))

ROLE = NAMED | {"reach": Field(one_of("unit", "subdistrict", "self"))}
STATE = {"of": optional(one_of(*THINGS), "case")} | NAMED | {"open": Field(flag), "look": Field(one_of(*LOOKS))}
SOURCE = NAMED
FLAG = NAMED | {"effect": Field(one_of(True, False, "waiting"))}
DEPARTMENT = {"zh": Field(text), "en": Field(text), "seed": Field(flag)}
POWER = NAMED | {
    "mode": Field(one_of("own", "commissioned", "assist")),
    "illustrative": Field(flag),
    "note": Field(text),
} | DATED  # fmt: skip
FINE = list_of(whole(0, 100_000_000), least=2)
LAW = {
    "id": Field(text), "zh": Field(text), "short": Field(text), "en": Field(text),
    "articles": Field(list_of(text)), "fines": optional(mapping_of(FINE), {}),
} | DATED  # fmt: skip
GROUP = NAMED | {"order": Field(whole(1, 99)), "photo_hints": HINTS}
CATEGORY = NAMED | {
    "squadron": optional(one_of(2, 3)),
    "mark": Field(one_of("Y", "J", "N", "assist")),
    "power": optional(text),
    "handover": optional(list_of(text), ()),
    "limit": Field(limit),
    "stop": optional(limit),
    "severity": Field(whole(1, 4)),
    "bases": optional(list_of(text), ()),
    "initials": Field(text),
    "keywords": optional(list_of(text), ()),
} | DATED
CLOCKS = {
    "zone": Field(text), "utc_offset_min": Field(whole(-840, 840)), "hours": Field(hours), "immediate": Field(limit),
}  # fmt: skip
TRANSITION = {
    "from": Field(list_of(text, least=1)),
    "to": optional(text),
    "by": Field(list_of(text, least=1)),
    "when": optional(text),
    "guards": optional(list_of(one_of(*GUARDS)), ()),
}
ACTION = {
    "type": Field(text),
    "type_v": Field(whole(1, 99)),
    "kind": Field(one_of("fact", "act", "request")),
    "target": Field(one_or_list(one_of(*TARGETS))),
    "creates": optional(flag, False),
    "zh": Field(text),
    "en": Field(text),
    "needs": optional(list_of(text), ()),
    "choices": optional(mapping_of(list_of(text, least=1)), {}),
    "transitions": Field(list_of(table(TRANSITION), least=1)),
}
