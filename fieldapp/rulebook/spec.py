"""What each table of the rulebook's files may say: key by key. The loader adds what needs several tables to check."""

from fieldapp.rulebook.checks import clock_time, date, flag, hours, identifier, limit, list_of, mapping_of, one_of, one_or_list, table, text, whole
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
GROUP = NAMED | {"order": Field(whole(1, 99)), "fields": optional(list_of(text), ()), "photo_hints": HINTS}
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
ISSUER = {"name": Field(text), "en": Field(text), "code": Field(text), "review_organ": Field(text)}
#: Who puts a name to a paper; the seal is the issuer's.
SIGNERS = ("party", "officer1", "officer2", "recorder", "witness", "seal")
DOCUMENT = {
    "code": Field(identifier), "zh": Field(text), "en": Field(text),
    "op": Field(one_of("order.issue", "document.issue")),
    "register": Field(flag),
    "word": optional(text),
    "seal": Field(flag),
    "signers": Field(list_of(one_of(*SIGNERS), least=1)),
    "copies": Field(whole(1, 9)),
}  # fmt: skip
PAPER_FIELD = {
    "name": Field(identifier),
    "of": optional(identifier),
    "type": Field(one_of("text", "long", "time", "date", "flag", "choice", "list", "deadline")),
    "required": optional(flag, False),
    "when": optional(identifier),
    "zh": Field(text), "en": Field(text),
    "default": optional(text),
    "choices": optional(list_of(table(NAMED), least=1), ()),
}  # fmt: skip
BLOCK = {
    "kind": Field(one_of("title", "number", "to", "para", "item", "facts", "sign", "date", "note")),
    "text": Field(text),
    "each": optional(identifier),
    "if": optional(identifier),
    "unless": optional(identifier),
    "strong": optional(flag, False),
    "who": optional(one_of(*SIGNERS)),
}
QUIET = {"from": Field(clock_time), "to": Field(clock_time), "except_severity": Field(whole(1, 5))}
RUNG = NAMED | {
    "when": Field(table({
        "from": Field(one_of("due", "asked")),
        "days": optional(whole(-365, 365)), "at": optional(clock_time),
        "hours": optional(whole(-720, 720)),
        "working_days": optional(whole(1, 365)),
    })),
    "to": Field(list_of(one_of("handler", "attester", "squad_leader", "leader", "platform", "city"), least=1)),
    "urgency": Field(one_of("very-low", "low", "normal", "high")),
    "channel": Field(list_of(one_of("inbox", "push"), least=1)),
}  # fmt: skip
