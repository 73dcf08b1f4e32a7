"""What a register's page needs beside the numbers themselves: who was lent them on which phone, and the papers that bear them."""

from dataclasses import dataclass

from sqlalchemy import Row, and_, exists, select, union

from .attestations import Attestation
from .base import db
from .devices import REVOKED, Device, Lane
from .documents import Document
from .feed import ScopeEntry
from .ledger import Flag, Op
from .numbers import OPEN, VOIDED, Lease, Number, StrayNumber
from .orders import Order
from .people import User

#: Flags about a number that a leader settles.
ABOUT_NUMBERS = ("out_of_lease", "number_twice", "wrong_year")


@dataclass(frozen=True)
class Holder:
    """A lane as people know it: whose it is, and the phone."""

    user_id: str
    name: str
    phone: str
    revoked: bool


@dataclass(frozen=True)
class Bearer:
    """A paper (order or other document) with a number. `party` is None unless the paper lies in the scopes that were asked for;
    `superseded_by` is the id of the paper in its place. `denied`: the other officer says that they were not there. Times in ms."""

    type: str
    id: str
    n: int
    state: str
    issued_at: int
    superseded_by: str | None
    op_id: str
    party: str | None
    visible: bool
    denied: bool


def holders(register_id: str) -> dict[str, Holder]:
    """Everybody who was lent numbers of a register, or used one, by lane."""
    lanes = union(select(Number.lane_id).where(Number.register_id == register_id),
                  select(StrayNumber.lane_id).where(StrayNumber.register_id == register_id))
    rows = db.session.execute(select(Lane.id, Lane.state, User.id, User.name, Device.name).join(
        User, User.id == Lane.user_id).join(Device, Device.id == Lane.device_id).where(Lane.id.in_(lanes)))
    return {lane: Holder(user, name, phone, state == REVOKED) for lane, state, user, name, phone in rows}


def lent_at(register_id: str) -> dict[str, int]:
    """When each lease of a register was made, by its id."""
    return {lease: at for lease, at in db.session.execute(select(Lease.id, Lease.made_at).where(Lease.register_id == register_id))}


def bearers(register_id: str, scopes) -> dict[tuple[str, str], Bearer]:
    """The papers that bear a number of this register, by type and id."""
    found = {}
    for type_, model, party in (("order", Order, Order.party), ("document", Document, Document.fields)):
        for row in db.session.execute(select(
                model.id, model.n, model.state, model.issued_at, model.superseded_by, model.op_id, party.label("party"),
                _lies_in(type_, model.id, scopes).label("visible"), _denied(type_, model.id).label("denied"),
        ).where(model.register_id == register_id)):
            found[type_, row.id] = _bearer(type_, row)
    return found


def voided_by(register_id: str) -> dict[str, str]:
    """Who voided numbers of this register: names by the op that did it."""
    void = select(Number.op_id).where(Number.register_id == register_id, Number.state == VOIDED)
    return {op_id: name for op_id, name in db.session.execute(
        select(Op.op_id, User.name).join(User, User.id == Op.user_id).where(Op.op_id.in_(void)))}


def to_decide(register_id: str) -> list[Op]:
    """Ops with an open flag about a number of this register, in ledger order."""
    used = union(select(Number.op_id).where(Number.register_id == register_id, Number.record_id.is_not(None)),
                 select(StrayNumber.op_id).where(StrayNumber.register_id == register_id, StrayNumber.state == OPEN))
    open_flags = select(Flag.op_id).where(Flag.state == OPEN, Flag.code.in_(ABOUT_NUMBERS))
    return list(db.session.scalars(select(Op).where(Op.op_id.in_(used), Op.op_id.in_(open_flags)).order_by(Op.n)))


def _bearer(type_: str, row: Row) -> Bearer:
    said = (row.party or {}).get("name" if type_ == "order" else "party_name")
    return Bearer(type_, row.id, row.n, row.state, row.issued_at, row.superseded_by, row.op_id,
                  said if row.visible and isinstance(said, str) else None, bool(row.visible), bool(row.denied))


def _lies_in(type_: str, record_id, scopes):
    return exists().where(and_(ScopeEntry.type == type_, ScopeEntry.record_id == record_id, ScopeEntry.scope_id.in_(scopes),
                               ScopeEntry.gone.is_(False)))


def _denied(type_: str, record_id):
    return exists().where(and_(Attestation.target_type == type_, Attestation.target_id == record_id, Attestation.present.is_(False)))
