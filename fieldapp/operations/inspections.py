"""inspection.record: what two officers saw (现场检查, 处罚法 55), on a case or on a plan, with the findings that an order may take up."""

from fieldapp.domain.cases import Refused
from fieldapp.domain.instants import instant
from fieldapp.store import cases
from fieldapp.store.base import db
from fieldapp.store.inspections import Inspection
from fieldapp.store.units import unit

from .act import Act
from .attest import ask

SIGNS = ("officer", "squad_leader")


def record(act: Act, to: str) -> Inspection:
    """Make the inspection. Raises Refused `field_missing:<name>` for times that are none or findings of no known category."""
    payload = act.payload
    started, ended = instant(payload["started_at"]), instant(payload["ended_at"])
    if started is None or ended is None:
        raise Refused("field_missing:started_at" if started is None else "field_missing:ended_at")
    if any(act.category(finding["category"]) is None for finding in payload["findings"]):
        raise Refused("field_missing:findings")
    case_id = payload.get("case_id")
    made = Inspection(
        id=act.target_id, state=to, state_at=act.received, case_id=case_id, unit_id=issuing_unit(act, case_id), author_id=act.user_id,
        basis=payload["basis"], party=payload["party"], officers=payload["officers"], cert_shown=payload["cert_shown"],
        started_at=started, ended_at=ended, findings=payload["findings"], place=act.place,
        place_text=payload.get("place_text") or "", recorded_at=act.claimed, op_id=act.op_id)
    db.session.add(made)
    ask(act, "inspection", made.id, made.officers)
    return made


def issuing_unit(act: Act, case_id: str | None) -> str | None:
    """Whose paper it is: the squadron that has the case if the author is of it, else the author's own, else the first they are in."""
    held = [g.unit for g in act.actor.grants if g.unit and g.role in SIGNS] or [g.unit for g in act.actor.grants if g.unit]
    case = cases.case(case_id) if case_id else None
    if case is not None and case.unit_id in held:
        return case.unit_id
    return next((u for u in held if unit(u).kind == "squadron"), next(iter(held), None))
