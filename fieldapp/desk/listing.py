"""Queues and the list of cases, with the map and the picked case beside it."""

from flask import redirect, render_template, request, url_for

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.rulebook import load
from fieldapp.store.blobs import claims_of_cases
from fieldapp.store.cases import Case, case_for, find_cases, names_of
from fieldapp.store.grids import grids
from fieldapp.store.units import units

from . import bp
from .door import Person, me
from .due import axis
from .filters import PAGE, Filter, grid_choices, read_filter, unit_choices
from .gridmap import draw
from .holding import holding
from .queues import ALL, counts, criteria, queues_for
from .rows import row, rows
from .said import said_about
from .words import midnight


@bp.get("/")
def home():
    if me().holds("admin") and not me().holds("dispatcher", "leader", "squad_leader", "office", "city", "department"):
        return redirect(url_for("desk.attention"), 303)
    return redirect(url_for("desk.cases"), 303)


@bp.get("/cases")
def cases():
    person, now = me(), now_ms()
    asked = read_filter(queues_for(person), ALL)
    found, total = find_cases(person.actor.scopes, **asked.find(now))
    cells, names = {g.id: g for g in grids()}, {u.id: u for u in units()}
    shown = rows(found, names, cells, now)
    picked = next((r for r in shown if r.case.id == request.args.get("pick")), None) or (shown[0] if shown else None)
    rules = load()
    return render_template(
        "desk/list.html", asked=asked, rows=shown, total=total, pages=-(-total // PAGE) or 1, start=(asked.page - 1) * PAGE, now=now,
        counts=counts(person, now), axis=axis(_due_today(person, now), now), holding=holding(person, now), said=said_about(person),
        states=rules.states.values(), sources=rules.sources.values(), categories=rules.categories.values(), units=unit_choices(),
        tops=grid_choices(), grid_name=cells[asked.grid].name if asked.grid else "", picked=picked,
        **pane(picked.case if picked else None, found, now, cells))


@bp.get("/cases/<case_id>/preview")
def preview(case_id: str):
    """The right pane alone, for the script that follows the keys."""
    person, now = me(), now_ms()
    one = case_for(person.actor.scopes, case_id)
    if one is None:
        raise Problem("not_found")
    asked: Filter = read_filter(queues_for(person), ALL)
    others, _total = find_cases(person.actor.scopes, **asked.find(now))
    cells = {g.id: g for g in grids()}
    shown = row(one, {u.id: u for u in units()}, cells, names_of({one.assignee_id, one.handler_id}), now)
    return render_template("desk/_pane.html", picked=shown, now=now, **pane(one, others, now, cells))


def pane(one: Case | None, others: list[Case], now: int, cells: dict) -> dict:
    """What the right pane draws."""
    photos = [c for c in claims_of_cases([one.id])[one.id] if c.role == "evidence"] if one else []
    return {"map": draw(list(cells.values()), one, others, now), "photos": photos,
            "reporter": names_of({one.reporter_id}).get(one.reporter_id, "") if one else ""}


def _due_today(person: Person, now: int) -> list[Case]:
    return find_cases(person.actor.scopes, **criteria(ALL, now), due_before=midnight(now, 1), limit=200)[0]
