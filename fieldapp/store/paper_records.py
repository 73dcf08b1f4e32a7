"""Inspections, orders, items and papers as devices may see them.

What names a party goes to the squadron's scope and to the officers it names, to nobody else (protocol 6). An item says what must be
put right, not by whom: the platform follows it too.
"""

from sqlalchemy import select

from fieldapp.domain.permissions import scopes_of_paper

from .attestations import Attestation, attestations_of
from .base import db
from .blobs import Claim, claims_of_records
from .documents import Document
from .inspections import Inspection
from .orders import DeadlineDecision, Order, OrderItem, decisions_of
from .units import platform_of, subdistrict_of

Rows = dict[str, tuple[int, dict]]


def inspection_scopes(record_id: str) -> frozenset[str]:
    return _scopes(db.session.get(Inspection, record_id))


def order_scopes(record_id: str) -> frozenset[str]:
    return _scopes(db.session.get(Order, record_id))


def document_scopes(record_id: str) -> frozenset[str]:
    return _scopes(db.session.get(Document, record_id))


def item_scopes(record_id: str) -> frozenset[str]:
    one = db.session.get(OrderItem, record_id)
    home = subdistrict_of(one.order.unit_id)
    platform = platform_of(home.id) if home else None
    asked = [a.user_id for a in attestations_of("item", [record_id])[record_id]]  # of an earlier recheck: they still owe an answer
    return scopes_of_paper(unit=one.order.unit_id, people=(one.order.author_id, *one.order.officers, *(one.recheck_officers or ()), *asked),
                           platform=platform.id if platform else None)


def _scopes(one: Inspection | Order | Document) -> frozenset[str]:
    return scopes_of_paper(unit=one.unit_id, people=(one.author_id, *one.officers))


def inspections(ids: list[str]) -> Rows:
    claims, asked = claims_of_records("inspection", ids), attestations_of("inspection", ids)
    return {i.id: (i.version, {
        "id": i.id, "version": i.version, "state": i.state, "case_id": i.case_id, "unit": i.unit_id, "author": i.author_id,
        "basis": i.basis, "party": i.party, "officers": i.officers, "cert_shown": i.cert_shown, "started_at": i.started_at,
        "ended_at": i.ended_at, "findings": i.findings, "place": i.place, "place_text": i.place_text, "recorded_at": i.recorded_at, "op_id": i.op_id,
        "photos": _files(claims[i.id]), "attestations": _asked(asked[i.id])})
        for i in db.session.scalars(select(Inspection).where(Inspection.id.in_(ids)))}


def orders(ids: list[str]) -> Rows:
    claims, asked = claims_of_records("order", ids), attestations_of("order", ids)
    found = list(db.session.scalars(select(Order).where(Order.id.in_(ids))))
    shown = items([i.id for o in found for i in o.items])
    return {o.id: (o.version, _paper(o, claims[o.id], asked[o.id]) | {
        "inspection_id": o.inspection_id, "party": o.party, "items": [shown[i.id][1] for i in o.items]}) for o in found}


def documents(ids: list[str]) -> Rows:
    claims, asked = claims_of_records("document", ids), attestations_of("document", ids)
    return {d.id: (d.version, _paper(d, claims[d.id], asked[d.id]) | {"about": d.about, "fields": d.fields})
            for d in db.session.scalars(select(Document).where(Document.id.in_(ids)))}


def items(ids: list[str]) -> Rows:
    decisions, claims, asked = decisions_of(ids), claims_of_records("item", ids), attestations_of("item", ids)
    return {i.id: (i.version, _item(i, decisions[i.id]) | {"photos": _files(claims[i.id]), "attestations": _asked(asked[i.id])})
            for i in db.session.scalars(select(OrderItem).where(OrderItem.id.in_(ids)))}


def standing(one: Order) -> dict:
    """How an order stands, as its case tells everybody who follows it: no party, no requirement."""
    return {"id": one.id, "kind": one.kind, "number": one.number, "state": one.state, "due_at": min((i.due_at for i in one.items), default=None),
            "items": [{"id": i.id, "n": i.n, "state": i.state, "original_due_at": i.original_due_at, "due_at": i.due_at,
                       "claimed_at": i.done_claimed_at} for i in one.items]}


def _paper(p: Order | Document, claims: list[Claim], asked: list[Attestation]) -> dict:
    return {"id": p.id, "version": p.version, "kind": p.kind, "number": p.number, "register": p.register_id, "n": p.n, "state": p.state,
            "case_id": p.case_id, "unit": p.unit_id, "author": p.author_id, "officers": p.officers, "verify_code": p.verify_code,
            "text": p.text, "text_hash": p.text_hash, "issued_at": p.issued_at, "served_at": p.served_at, "service": p.service,
            "withdrawn_at": p.withdrawn_at, "reason": p.reason, "superseded_by": p.superseded_by, "op_id": p.op_id,
            "photos": _files(claims), "attestations": _asked(asked)}


def _item(i: OrderItem, decisions: list[DeadlineDecision]) -> dict:
    return {"id": i.id, "version": i.version, "order_id": i.order_id, "case_id": i.order.case_id, "n": i.n, "finding_id": i.finding_id,
            "category": i.category, "requirement": i.requirement, "kind": i.kind, "given": i.given,
            "original_due_at": i.original_due_at, "due_at": i.due_at, "overdue": i.overdue, "state": i.state,
            "served_at": i.order.served_at, "claimed_at": i.done_claimed_at, "rechecked_at": i.rechecked_at, "result": i.result,
            "closed_at": i.closed_at, "parent": i.parent_id, "extension": i.extension, "extensions": len(decisions),
            "deadlines": [{"from": d.from_due_at, "to": d.to_due_at, "by": d.by, "at": d.at, "op_id": d.op_id} for d in decisions]}


def _files(claims: list[Claim]) -> list[dict]:
    return [{"sha256": c.sha256, "stored": c.filled_at is not None, "role": c.role, "mime": c.mime, "bytes": c.size, "op_id": c.op_id}
            for c in claims]


def _asked(rows: list[Attestation]) -> list[dict]:
    return [{"user": a.user_id, "asked_at": a.asked_at, "answered_at": a.answered_at, "present": a.present} for a in rows]
