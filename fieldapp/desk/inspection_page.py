"""One inspection (现场检查): whom and why, who was there, what was found, and what was made of it."""

from flask import render_template

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.rulebook import load
from fieldapp.store.blobs import PHOTO_ROLES, Claim, claims_of_records
from fieldapp.store.documents import documents_about
from fieldapp.store.inspections import Inspection, inspection
from fieldapp.store.ledger import ops_of_targets
from fieldapp.store.orders import orders_of_inspection
from fieldapp.store.party_records import inspections_of_party, orders_of_party
from fieldapp.store.units import unit

from . import bp, paper_facts
from .door import me
from .item_due import item_due
from .offers import Typed
from .paper_offers import offers_on
from .said import said_about
from .sight import sees
from .timeline import timeline
from .told_papers import BASES
from .verdicts import Said
from .words import DAY

#: As far back as a party's history is asked for (首次违法, domain reference 2.6).
YEAR_MS = 365 * DAY


@bp.get("/inspections/<inspection_id>")
def inspection_page(inspection_id: str):
    return page(found(inspection_id), said_about(me()), Typed())


def found(inspection_id: str) -> Inspection:
    one = inspection(inspection_id)
    if one is None or not sees("inspection", inspection_id):
        raise Problem("not_found")
    return one


def page(one: Inspection, said: Said | None, typed: Typed) -> str:
    now, ops = now_ms(), ops_of_targets([one.id])
    orders = [o for o in orders_of_inspection(one.id) if sees("order", o.id)]
    photos = [c for c in claims_of_records("inspection", [one.id])[one.id] if c.role in PHOTO_ROLES]
    history = timeline(ops)
    scopes, since = me().actor.scopes, one.started_at - YEAR_MS
    return render_template(
        "desk/inspection.html", one=one, said=said, typed=typed, now=now, history=history, sound=all(n.sound for n in history),
        findings=[(f, of_finding(f, photos)) for f in one.findings], loose=loose(one.findings, photos), orders=orders,
        due={i.id: item_due(i, now) for o in orders for i in o.items}, basis=BASES.get(one.basis, one.basis),
        papers=[d for d in documents_about([one.id], one.case_id, one.unit_id) if sees("document", d.id)], unit=unit(one.unit_id),
        case=paper_facts.case_behind(one.case_id), named=paper_facts.officers(one.officers, one.started_at),
        answers=paper_facts.answers("inspection", [one]), doubts=paper_facts.doubts(ops),
        offers=offers_on(("inspection", one.id), [("inspection", one)], now),
        earlier=[i for i in inspections_of_party(scopes, one.party, since) if i.id != one.id],
        ordered=[o for o in orders_of_party(scopes, one.party, since) if o.inspection_id != one.id], categories=load().categories)


def of_finding(finding: dict, photos: list[Claim]) -> list[Claim]:
    named = set(finding.get("blobs") or ())
    return [c for c in photos if c.sha256 in named]


def loose(findings: list[dict], photos: list[Claim]) -> list[Claim]:
    """Photos that belong to no finding."""
    named = {sha256 for f in findings for sha256 in f.get("blobs") or ()}
    return [c for c in photos if c.sha256 not in named]
