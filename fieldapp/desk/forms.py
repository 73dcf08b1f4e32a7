"""The forms of the case page: which fields an action asks for. Who may and from which state stands in the rulebook."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from . import bp

TEXT, LINE, UNIT, PERSON, DATE, TIME, CHOICE, CASE = "text", "line", "unit", "person", "date", "time", "choice", "case"
SQUADRONS, UPPER, DEPARTMENTS = ("squadron",), ("department", "city"), ("department", "city")
LONGEST = 4000


@dataclass(frozen=True)
class Field:
    """One payload field. `of` are unit kinds for UNIT, (value, word) pairs for CHOICE."""

    name: str
    label: str
    kind: str
    required: bool = True
    of: tuple = ()


@dataclass(frozen=True)
class Form:
    """`key` opens it; `main` is drawn as the one primary action when it is the first that is offered; `grave` in red."""

    key: str
    fields: tuple[Field, ...] = ()
    main: bool = False
    grave: bool = False


REASON = Field("reason", _l("理由"), TEXT)
GROUNDS = (("minor", _l("轻微并及时改正，没有危害后果")), ("first", _l("初次违法，后果轻微并及时改正")),
           ("no_fault", _l("没有主观过错")), ("advice", _l("批评教育、劝导")))
RESULTS = (("fixed", _l("已整改")), ("no_violation", _l("没有发现违法")))

#: In the order in which a desk reaches for them.
FORMS: dict[str, Form] = {
    "case.accept": Form("a", (), main=True),
    "case.dispatch": Form("d", (
        Field("to_unit", _l("派给中队"), UNIT, of=SQUADRONS), Field("to_user", _l("指定人员"), PERSON, False),
        Field("lead_unit", _l("牵头部门（联合执法时填）"), UNIT, False, DEPARTMENTS), Field("note", _l("交代"), TEXT, False)), main=True),
    "task.accept": Form("a", (), main=True),
    "case.close": Form("c", (), main=True),
    "task.report_done": Form("f", (Field("result", _l("结果"), CHOICE, of=RESULTS), Field("text", _l("情况说明"), TEXT)), main=True),
    "case.receipt": Form("h", (Field("text", _l("回执内容"), TEXT),), main=True),
    "case.verify": Form("v", (Field("to_unit", _l("派给中队"), UNIT, of=SQUADRONS), Field("to_user", _l("指定人员"), PERSON, False))),
    "case.escalate": Form("e", (Field("to_unit", _l("上报到"), UNIT, of=("city",)), Field("reason", _l("理由"), TEXT, False))),
    "case.handover": Form("y", (Field("to_unit", _l("移送给"), UNIT, of=UPPER), REASON)),
    "task.return": Form("r", (REASON,)),
    "case.educate": Form("t", (Field("ground", _l("依据"), CHOICE, of=GROUNDS), Field("text", _l("讲了什么"), TEXT))),
    "case.suspend": Form("g", (REASON, Field("review_on", _l("复核日期"), DATE))),
    "case.merge": Form("m", (Field("into", _l("并入哪一件"), CASE),)),
    "case.reopen": Form("o", (REASON,)),
    "case.reject": Form("x", (REASON,), grave=True),
    "case.note": Form("n", (Field("text", _l("补充什么"), TEXT),)),
}


#: Every form that a page of the desk may show, by type of op; those of papers are added by `paper_forms`.
KNOWN: dict[str, Form] = dict(FORMS)


def read(type_: str, given, find_case) -> tuple[dict, dict[str, str]]:
    """(payload, {field: what is wrong}) of a posted form. `find_case(number)` gives an id or None.

    Only what is certainly wrong is caught here; the rulebook judges the rest.
    """
    payload, wrong = {}, {}
    for field in FORMS[type_].fields:
        value = given.get(field.name, "").strip()
        if field.kind == CASE:
            value = _case(value, given.get(f"{field.name}_number", "").strip(), find_case)
        if value:
            payload[field.name] = value[:LONGEST]
        elif field.required:
            wrong[field.name] = _missing(field)
    return payload, wrong


def _case(chosen: str, number: str, find_case) -> str:
    """The case typed by number wins over the one that is ticked."""
    return (find_case(number) or "") if number else chosen


def _missing(field: Field) -> str:
    if field.kind == CASE:
        return _("选一件，或者填一个在办案卷的号。")
    if field.kind in (UNIT, CHOICE, DATE):
        return _("这一项要选。")
    return _("这一项要写。")


@bp.app_template_filter()
def field_label(type_: str, name: str) -> str:
    """The label of a field of a form, for giving back what was typed into it."""
    name = name.removesuffix("_number")
    return next((str(f.label) for f in KNOWN[type_].fields if f.name == name), name)


@bp.app_template_filter()
def value_word(value: str, units: dict, staff: list, type_: str, name: str) -> str:
    """The word for a typed value: the name behind an id, else what was written."""
    people = {p.id: p.name for _unit, members in staff for p in members}
    choices = dict(next((f.of for f in KNOWN[type_].fields if f.name == name and f.kind == CHOICE), ()))
    return units[value].name if value in units else people.get(value) or str(choices.get(value, value))
