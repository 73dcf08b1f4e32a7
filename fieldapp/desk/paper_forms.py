"""The forms of papers and items: which fields an action asks for, as FORMS of the case page; and how they become a payload."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fieldapp.domain.instants import DAY, instant, iso, midnight
from fieldapp.rulebook import load

from .forms import CHOICE, DATE, KNOWN, LINE, LONGEST, REASON, TEXT, TIME, Field, Form
from .told_papers import METHODS, SEALS

YES, NO = "yes", "no"
Shape = Callable[[dict[str, str]], dict[str, Any]]


@dataclass(frozen=True)
class PaperForm:
    """`shape` makes the payload of what was typed. `trial` is a payload with which the rulebook's guards are asked beforehand, so
    that a form which must fail becomes the sentence why."""

    form: Form
    shape: Shape = dict
    trial: Mapping[str, Any] | None = None


def _service(given: dict[str, str]) -> dict[str, Any]:
    refusal = {"reason": given.pop("refusal_reason", ""), "witness": given.pop("witness", "")}
    at = instant(f"{given['served_at']}:00{_offset()}")
    return given | {"served_at": iso(at, load().clocks) if at is not None else "", "refusal": refusal if any(refusal.values()) else None}


def _attested(given: dict[str, str]) -> dict[str, Any]:
    return {"text": ""} | given | {"present": given["present"] == YES}


def _decided(given: dict[str, str]) -> dict[str, Any]:
    """A day that is granted means its end."""
    granted, start = given["granted"] == YES, midnight(given.pop("due_at", ""), load().clocks)
    return given | {"granted": granted} | ({"due_at": iso(start + DAY, load().clocks)} if granted and start is not None else {})


def _offset() -> str:
    return iso(0, load().clocks)[-6:]


SERVE = PaperForm(Form("s", (
    Field("method", _l("送达方式"), CHOICE, of=tuple(METHODS.items())), Field("recipient", _l("收件人"), LINE),
    Field("served_at", _l("送达时间"), TIME), Field("seal", _l("印章"), CHOICE, of=tuple(SEALS.items())),
    Field("refusal_reason", _l("拒绝签收的理由"), LINE, False), Field("witness", _l("见证人"), LINE, False)), main=True), _service)

#: In the order in which a desk reaches for them.
PAPER_FORMS: dict[str, PaperForm] = {
    "officer.attest": PaperForm(Form("a", (
        Field("present", _l("那时您在不在场"), CHOICE, of=((YES, _l("在场，情况属实")), (NO, _l("不在场")))),
        Field("text", _l("补充说明"), TEXT, False)), main=True), _attested),
    "order.serve": SERVE,
    "document.serve": replace(SERVE, form=replace(SERVE.form, main=False)),
    "extension.decide": PaperForm(Form("d", (
        Field("granted", _l("决定"), CHOICE, of=((YES, _l("同意延期")), (NO, _l("不同意")))),
        Field("due_at", _l("新期限（当天 24:00 前）"), DATE, False), REASON), main=True), _decided),
    "item.report_done": PaperForm(Form("f", (Field("text", _l("谁说的，怎么改的"), TEXT),))),
    "extension.request": PaperForm(Form("e", (Field("wanted", _l("想延到哪天（当天 24:00 前）"), DATE), REASON)),
                                   trial={"wanted": "", "reason": "."}),
    "order.withdraw": PaperForm(Form("w", (REASON,), grave=True)),
}
KNOWN.update({type_: row.form for type_, row in PAPER_FORMS.items()})


def read_paper(type_: str, given) -> tuple[dict[str, Any], dict[str, str]]:
    """(payload, {field: what is wrong}) of a posted form; only what is certainly wrong is caught here."""
    row, typed, wrong = PAPER_FORMS[type_], {}, {}
    for field in row.form.fields:
        value = given.get(field.name, "").strip()[:LONGEST]
        if field.kind == CHOICE and value not in dict(field.of):
            value = ""
        if value:
            typed[field.name] = value
        elif field.required:
            wrong[field.name] = _("这一项要选。") if field.kind in (CHOICE, DATE, TIME) else _("这一项要写。")
    wrong |= _at_odds(type_, typed)
    return (row.shape(typed), {}) if not wrong else ({}, wrong)


def _at_odds(type_: str, typed: dict[str, str]) -> dict[str, str]:
    """What does not go together."""
    if type_.endswith(".serve"):
        at = instant(f"{typed.get('served_at')}:00{_offset()}")
        return ({"served_at": _("这不是一个时间。")} if typed.get("served_at") and at is None else {}) | (
            {"witness": _("拒绝签收要有见证人。")} if typed.get("refusal_reason") and not typed.get("witness") else {}) | (
            {"refusal_reason": _("有见证人时，要写拒绝签收的理由。")} if typed.get("witness") and not typed.get("refusal_reason") else {})
    if type_ == "extension.decide" and typed.get("granted") == YES and midnight(typed.get("due_at"), load().clocks) is None:
        return {"due_at": _("同意延期就要写新期限。")}
    return {}
