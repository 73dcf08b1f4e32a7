"""Intake at the desk: a report that came by the hotline, from the city centre or from a citizen. Short: the rest is found on site."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from fieldapp.domain.ids import is_uuid7
from fieldapp.domain.problems import Problem
from fieldapp.rulebook import load
from fieldapp.store.cases import case_for
from fieldapp.store.grids import grids

from . import bp
from .acting import act, changed, mint
from .door import me
from .verdicts import verdict_words

SOURCES = ("hotline", "city", "public")
MAY = ("dispatcher", "city", "office", "leader")


@bp.get("/cases/new")
def intake():
    _admit()
    return form({}, {}, None)


@bp.post("/cases/new")
def intake_post():
    _admit()
    given, rules = request.form, load()
    text = given.get("text", "").strip()
    cell = next((g for g in grids() if g.name == given.get("grid", "").strip()), None)
    wrong = {}
    if given.get("source") not in SOURCES:
        wrong["source"] = _("这一项要选。")
    if given.get("category") not in rules.categories:
        wrong["category"] = _("这一项要选。")
    if not text:
        wrong["text"] = _("这一项要写。")
    if given.get("grid", "").strip() and cell is None:
        wrong["grid"] = _("没有叫这个名字的网格。可以不填，派人去核实。")
    if wrong:
        return form(given, wrong, verdict_words("refused", "field_missing", "report.file", False, [])), 422
    payload = {"category": given["category"], "text": text, "source": given["source"], "grid_id": cell.id if cell else None,
               "fixed_on_spot": False}
    case_id, op_id = given.get("case_id", ""), given.get("op_id", "")
    if not is_uuid7(case_id) or changed(op_id, "report.file", case_id, payload):
        case_id, op_id = mint(), mint()
    judged = act("report.file", ("case", case_id), payload, op_id)
    if judged.verdict not in ("applied", "flagged"):
        return form(given, {}, verdict_words(judged.verdict, judged.code, "report.file", False, judged.flags, judged.detail)), 409
    if case_for(me().actor.scopes, case_id) is None:
        return redirect(url_for("desk.cases", said=judged.op_id), 303)
    return redirect(url_for("desk.case_page", case_id=case_id, said=judged.op_id), 303)


def form(given, wrong: dict, said) -> str:
    rules = load()
    groups = [(g, [c for c in rules.categories.values() if c.group == g.code]) for g in rules.groups.values()]
    cells = [g for g in grids() if g.level == 3 or g.kind == "exclusive"]
    return render_template("desk/intake.html", given=given, wrong=wrong, said=said, groups=groups, cells=cells, op_id=mint(), case_id=mint(),
                           sources=[rules.sources[s] for s in SOURCES])


def _admit() -> None:
    if not me().holds(*MAY):
        raise Problem("forbidden")
