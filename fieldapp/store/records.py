"""Records as devices may see them: per type, in which scopes one lies and what of it goes over the wire.

A record has the same fields for everybody who gets it (protocol 6).
"""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fieldapp.domain.permissions import REFERENCE, scopes_of_case
from fieldapp.rulebook import load

from .base import db
from .blobs import claims_of_cases
from .cases import Case
from .counters import take, taken
from .feed import KINDS, RecordKind, ScopeEntry, touch
from .grids import Grid, cell_and_above
from .ledger import Op, ops_of_cases
from .orders import orders_of_cases
from .paper_records import (
    document_scopes,
    documents,
    inspection_scopes,
    inspections,
    item_scopes,
    items,
    order_scopes,
    orders,
    standing,
)
from .people import User, certificates_on_wire
from .units import Unit

MAX_SHOWN = 4000  # characters of one text in a timeline
#: Payload fields of an op that its line in a case's timeline shows.
SHOWN = ("text", "reason", "note", "to_unit", "to_user", "lead_unit", "into", "result", "ground", "review_on", "fixed_on_spot")
#: Of an op about a paper, or a decision on one: texts may name the party, and whoever reported the case may read its timeline.
SHOWN_OF_PAPERS = ("document", "method", "result", "granted", "due_at", "present")


def _case_scopes(case_id: str) -> frozenset[str]:
    one = db.session.get(Case, case_id)
    return scopes_of_case(unit=one.unit_id, platform=one.platform_id, reporter=one.reporter_id, assignee=one.assignee_id,
                          cells=cell_and_above(one.grid_id), lead=one.lead_unit_id)


def _cases(ids: list[str]) -> dict[str, tuple[int, dict]]:
    history, claims, papers = ops_of_cases(ids), claims_of_cases(ids), orders_of_cases(ids)
    cases = db.session.scalars(select(Case).where(Case.id.in_(ids)))
    return {c.id: (c.version, _case(c, history[c.id], claims[c.id]) | {"orders": [standing(o) for o in papers[c.id]]}) for c in cases}


def _case(c: Case, history: list[Op], claims) -> dict:
    about = {op.op_id: op.target_type for op in history}
    return {
        "id": c.id, "number": c.number, "version": c.version, "category": c.category, "title": c.title, "text": c.text,
        "source": c.source, "state": c.state, "queue": c.queue, "rule": c.rule, "unit": c.unit_id, "co_unit": c.co_unit_id,
        "lead_unit": c.lead_unit_id, "assignee": c.assignee_id, "handler": c.handler_id, "reporter": c.reporter_id,
        "grid_id": c.grid_id, "place": c.place, "fixed_on_spot": c.fixed_on_spot, "claimed_at": c.claimed_at,
        "reported_at": c.reported_at, "state_at": c.state_at, "due_at": c.due_at, "due_warned": c.due_warned,
        "handled_at": c.handled_at, "returns": c.returns, "outcome": c.outcome, "receipt": c.receipt, "review_on": c.review_on,
        "merged_into": c.merged_into, "closed_at": c.closed_at,
        "photos": [{"sha256": k.sha256, "stored": k.filled_at is not None, "role": k.role, "mime": k.mime, "bytes": k.size,
                    "op_id": k.op_id} for k in claims],
        "timeline": [_line(op, about) for op in history if op.in_effect],
    }


def _line(op: Op, about: dict[str, str]) -> dict:
    """`about` is what the case's ops are about, by their ids: a decision speaks of what it decides on."""
    target = about.get(op.target_id, "") if op.target_type == "op" else op.target_type
    shown = SHOWN if target == "case" else SHOWN_OF_PAPERS
    return {"op_id": op.op_id, "type": op.type, "target": {"type": op.target_type, "id": op.target_id}, "by": op.user_id,
            "claimed_at": op.claimed_at, "received_at": op.received_at, "verdict": op.verdict, "flags": [f.code for f in op.flags],
            "fields": {k: _short(op.payload[k]) for k in shown if op.payload.get(k) not in (None, "", False)}}


def _short(value):
    """A whole op's worth of text (64 KiB) in each line would make a record that no phone can load; the ledger has all of it."""
    return value[:MAX_SHOWN] if isinstance(value, str) else value


def _users(ids: list[str]) -> dict[str, tuple[int, dict]]:
    """Certificates are no secret (执法公示): a phone prints them on papers and asks by them, off line, whether two may sign."""
    certificates: dict[str, list[dict]] = {}
    for one in certificates_on_wire(ids):
        certificates.setdefault(one["user_id"], []).append(one)
    return {u.id: (1, {"id": u.id, "name": u.name, "disabled": u.disabled_at is not None, "grants": [
        {"role": g.role, "unit": g.unit_id, "valid_from": g.valid_from.isoformat(),
         "valid_to": g.valid_to.isoformat() if g.valid_to else None} for g in u.grants], "certificates": certificates.get(u.id, [])})
        for u in db.session.scalars(select(User).where(User.id.in_(ids)).options(selectinload(User.grants)))}


def _units(ids: list[str]) -> dict[str, tuple[int, dict]]:
    return {u.id: (1, {"id": u.id, "name": u.name, "kind": u.kind, "number": u.number, "parent": u.parent_id})
            for u in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))}


def _grids(ids: list[str]) -> dict[str, tuple[int, dict]]:
    return {g.id: (1, {"id": g.id, "level": g.level, "kind": g.kind, "parent": g.parent_id, "name": g.name,
                       "geometry": {"ring": g.ring, "bbox": g.bbox}})
            for g in db.session.scalars(select(Grid).where(Grid.id.in_(ids)))}


def _categories(ids: list[str]) -> dict[str, tuple[int, dict]]:
    known = load().categories
    return {c: (1, known[c].as_wire()) for c in ids if c in known}


def _rulebook(ids: list[str]) -> dict[str, tuple[int, dict]]:
    return {"current": (1, load().as_wire())} if "current" in ids else {}


def _everybody(_record_id: str) -> frozenset[str]:
    return frozenset({REFERENCE})


KINDS.update({
    "case": RecordKind(_case_scopes, _cases),
    "user": RecordKind(_everybody, _users),
    "unit": RecordKind(_everybody, _units),
    "grid": RecordKind(_everybody, _grids),
    "category": RecordKind(_everybody, _categories),
    "rulebook": RecordKind(_everybody, _rulebook),
    "inspection": RecordKind(inspection_scopes, inspections),
    "order": RecordKind(order_scopes, orders),
    "item": RecordKind(item_scopes, items),
    "document": RecordKind(document_scopes, documents),
})


def publish_rulebook() -> bool:
    """Put the rulebook and its categories on the feed unless the last one that went there was this version: going back to an
    earlier program is news too. Categories that are no more leave the phones. Inside a transaction."""
    version = f"rulebook:{load().version}"
    if taken("rulebook") and taken(version) == taken("rulebook"):
        return False
    serial = take("rulebook")
    take(version, serial - taken(version))
    touch("rulebook", "current")
    there = db.session.scalars(select(ScopeEntry.record_id).where(ScopeEntry.scope_id == REFERENCE, ScopeEntry.type == "category"))
    for code in {*load().categories, *there}:
        touch("category", code)
    return True
