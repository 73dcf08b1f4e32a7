"""Any other paper (现场检查笔录, 整改复查意见书, …): what it is about, who signed, the paper itself, and what may be done with it."""

from flask import render_template

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.store.documents import Document, document
from fieldapp.store.ledger import ops_of_targets
from fieldapp.store.units import unit

from . import bp, paper_facts
from .about import named_thing
from .door import me
from .moments import tellings, told_moments
from .offers import Typed
from .paper_offers import offers_on
from .said import said_about
from .sight import sees
from .timeline import timeline, with_moments
from .verdicts import Said


@bp.get("/documents/<document_id>")
def document_page(document_id: str):
    return page(found(document_id), said_about(me()), Typed())


def found(document_id: str) -> Document:
    one = document(document_id)
    if one is None or not sees("document", document_id):
        raise Problem("not_found")
    return one


def page(one: Document, said: Said | None, typed: Typed) -> str:
    now, ops, told = now_ms(), ops_of_targets([one.id]), tellings([one.id])
    history, named = timeline(ops), paper_facts.officers(one.officers, one.issued_at)
    sheet, code = paper_facts.as_sheet("document", one)
    new = document(one.superseded_by) if one.superseded_by and sees("document", one.superseded_by) else None
    return render_template(
        "desk/document.html", one=one, said=said, typed=typed, now=now, history=with_moments(history, told_moments(told, {})), told=told,
        sound=all(n.sound for n in history), kind=paper_facts.paper_name(one.kind), unit=unit(one.unit_id), named=named, new=new,
        about=[thing for row in one.about if (thing := named_thing(row.get("type"), row.get("id"))) is not None],
        case=paper_facts.case_behind(one.case_id), service=paper_facts.service_of(one), paper=sheet, qr=code,
        signed=paper_facts.signatures(sheet, named), answers=paper_facts.answers("document", [one]), doubts=paper_facts.doubts(ops),
        offers=offers_on(("document", one.id), [("document", one)], now))
