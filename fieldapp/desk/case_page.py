"""One case: photos, facts, place, its whole history, and what this person may do with it now."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from fieldapp.domain.cases import Refused, judge, offered
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.operations import view
from fieldapp.rulebook import load
from fieldapp.store.blobs import PHOTO_ROLES, blob, claims_of_cases
from fieldapp.store.cases import Case, case_for, find_cases, names_of
from fieldapp.store.days import day_of
from fieldapp.store.grids import grids
from fieldapp.store.ledger import ops_of_cases
from fieldapp.store.people import people
from fieldapp.store.units import units

from . import bp
from .acting import act, mint
from .case_papers import case_papers
from .door import me
from .due import due
from .forms import FORMS, read
from .gridmap import draw, metres_between, spot
from .offers import Offer, Typed
from .rows import look
from .said import said_about
from .timeline import timeline, with_moments
from .verdicts import BAD, Said, action_name, refusal_words, verdict_words

NEAR_M = 300


@bp.get("/cases/<case_id>")
def case_page(case_id: str):
    return page(_visible(case_id), said_about(me()), Typed())


@bp.post("/cases/<case_id>/act")
def case_act(case_id: str):
    one, given = _visible(case_id), request.form
    type_ = given.get("type", "")
    if type_ not in FORMS:
        raise Problem("unknown_type")
    payload, wrong = read(type_, given, _open_case_numbered)
    if wrong:
        said = verdict_words("refused", "field_missing", type_, False, [])
        return page(one, said, Typed(type_, given, wrong)), 422
    judged = act(type_, ("case", case_id), payload, given.get("op_id", ""), {"state": given.get("state") or one.state})
    if judged.verdict in ("applied", "flagged", "held"):
        still = case_for(me().actor.scopes, case_id) is not None
        return redirect(url_for("desk.case_page" if still else "desk.cases", **({"case_id": case_id} if still else {}), said=judged.op_id), 303)
    problem = Problem(judged.code.split(":")[0]) if judged.code else Problem("bad_request")
    said = verdict_words(judged.verdict, judged.code, type_, False, judged.flags, judged.detail)
    field = judged.code.partition(":")[2] if judged.code else ""
    typed = Typed(type_, given, {field: refusal_words(judged.code, judged.detail)} if field else {})
    return page(_visible(case_id), said, typed), _status(problem)


def _status(problem: Problem) -> int:
    try:
        return problem.status
    except KeyError:
        return 409


def _visible(case_id: str) -> Case:
    one = case_for(me().actor.scopes, case_id)
    if one is None:
        raise Problem("not_found")
    return one


def page(one: Case, said: Said | None, typed: Typed) -> str:
    person, now = me(), now_ms()
    cells, every = grids(), {u.id: u for u in units()}
    by_id = {c.id: c for c in cells}
    near = similar(one, by_id)
    papers = case_papers(one, now)
    history = with_moments(timeline(ops_of_cases([one.id])[one.id]), papers.moments)
    offers = offers_for(one)
    if typed.type and typed.type not in {o.type for o in offers}:  # the state moved on: what was typed stays readable
        said = said or Said(BAD, "")
    photos = [(c, blob(c.sha256)) for c in claims_of_cases([one.id])[one.id] if c.role in PHOTO_ROLES]
    into = case_for(person.actor.scopes, one.merged_into) if one.merged_into else None
    return render_template(
        "desk/case.html", case=one, said=said, typed=typed, offers=offers, history=history, photos=photos, near=near, now=now,
        due=due(one, now), look=look(one.state), units=every, cell=by_id.get(one.grid_id or ""), into=into, choices=_units_by_kind(every),
        map=draw(cells, one, [c for c, _m in near], now, 372, 200), staff=_staff(every, now), source=load().sources[one.source],
        names=names_of({one.reporter_id, one.assignee_id, one.handler_id}), category=load().categories.get(one.category),
        sound=all(n.sound for n in history if n.op is not None), papers=papers)


def offers_for(one: Case) -> list[Offer]:
    """What the rulebook offers this person here, in the order of FORMS; the guards of the plain buttons are asked at once."""
    actor, seen, rules = me().actor.as_plain(), view("case", one), load()
    may = set(offered(rules, actor, seen))
    found = []
    for type_, form in FORMS.items():
        if type_ not in may:
            continue
        why_not = ""
        if not form.fields:
            try:
                judge(rules, type_, actor, seen, {}, {"unit_kinds": {}})
            except Refused as no:
                why_not = refusal_words(no.code)
        again = type_ == "case.dispatch" and one.state == "dispatched"
        found.append(Offer(
            type_, _("改派") if again else action_name(type_), form, mint(), url_for("desk.case_act", case_id=one.id), {"state": one.state},
            why_not, form.main and not again and not why_not, form.key, given={"to_unit": one.co_unit_id or ""}))
    return found


def similar(one: Case, cells: dict) -> list[tuple[Case, int]]:
    """Open cases of the same kind within 300 m or in the same cell, with their distance in metres; the nearest first."""
    here = spot(one, cells)
    if here is None:
        return []
    others, _n = find_cases(me().actor.scopes, category=one.category, open_only=True, order="new", limit=200)
    found = []
    for other in others:
        there = spot(other, cells)
        if other.id != one.id and there:
            metres = round(metres_between(here, there))
            if metres <= NEAR_M or other.grid_id == one.grid_id:
                found.append((other, metres))
    return sorted(found, key=lambda pair: pair[1])[:5]


def _open_case_numbered(number: str) -> str | None:
    found, _n = find_cases(me().actor.scopes, words=number, open_only=True, limit=20)
    return next((c.id for c in found if c.number == number or c.number.endswith(f"-{number}")), None)


def _units_by_kind(every: dict) -> dict[str, list]:
    found: dict[str, list] = {}
    for one in sorted(every.values(), key=lambda u: (u.number or 0, u.name)):
        found.setdefault(one.kind, []).append(one)
    return found


def _staff(every: dict, now: int) -> list[tuple]:
    """(squadron, its people) for the choice of a person."""
    squadrons = sorted((u for u in every.values() if u.kind == "squadron"), key=lambda u: u.number or 0)
    return [(u, people(day_of(now), unit_id=u.id)) for u in squadrons]
