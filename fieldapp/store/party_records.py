"""What is known of a party (当事人): what was inspected and ordered there before. Only what lies in the reader's scopes."""

from sqlalchemy import Select, exists, or_, select

from .base import db
from .feed import ScopeEntry
from .inspections import Inspection
from .orders import Order

MOST, DAY_MS = 20, 86_400_000


def inspections_of_party(scopes, party: dict, since: int) -> list[Inspection]:
    """The newest first, begun after a moment (ms)."""
    query = select(Inspection).where(Inspection.id >= _id_from(since), Inspection.started_at >= since)
    return list(db.session.scalars(_of_party(query, Inspection, "inspection", party, scopes).order_by(Inspection.id.desc()).limit(MOST)))


def orders_of_party(scopes, party: dict, since: int) -> list[Order]:
    query = select(Order).where(Order.id >= _id_from(since), Order.issued_at >= since)
    return list(db.session.scalars(_of_party(query, Order, "order", party, scopes).order_by(Order.id.desc()).limit(MOST)))


def _of_party(query: Select, model, type_: str, party: dict, scopes) -> Select:
    """The same code (统一社会信用代码) or the very same name."""
    same = [model.party["name"].as_string() == party.get("name", "")]
    if isinstance(party.get("code"), str) and party["code"]:  # a phone may have written anything there
        same.append(model.party["code"].as_string() == party["code"])
    seen = exists().where(ScopeEntry.type == type_, ScopeEntry.record_id == model.id, ScopeEntry.scope_id.in_(scopes),
                          ScopeEntry.gone.is_(False)).correlate(model)
    return query.where(or_(*same), seen)


def _id_from(ms: int) -> str:
    """No record made after a moment has a smaller id: ids are UUIDv7, of phones whose clocks may be a day off."""
    stamp = f"{max(0, ms - DAY_MS):012x}"
    return f"{stamp[:8]}-{stamp[8:]}"
