"""Numbers of papers (protocol 7): lending blocks to lanes, using, voiding, giving back, and what a leader may still admit."""

import hashlib
import json

from fieldapp.domain.cases import Refused
from fieldapp.domain.ids import uuid7
from fieldapp.domain.numbering import MOST, parse_register, register_id
from fieldapp.domain.numbering import format as written
from fieldapp.domain.problems import Problem
from fieldapp.rulebook import Rulebook
from fieldapp.store import numbers as store
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.devices import Lane, device, lane
from fieldapp.store.ledger import Op
from fieldapp.store.numbers import ADMITTED, DISMISSED, LENT, LOST, OPEN, RETURNED, USED, VOIDED, Lease, Number, StrayNumber

from . import authority
from .act import Act

BLOCK, REFILL_AT, MOST_UNUSED = 10, 5, 30
DECEMBER = 12


def lend(lane: Lane, register: str, want: int, request_id: str, now: int, rules: Rulebook, new_id=uuid7) -> Lease:
    """Lend a block to a lane; the same `request_id` gets the same block. `new_id(now)` names it. Inside a transaction.

    Raises Problem `forbidden` (may not sign), `phone_not_approved`, `invalid` (field register, want or request_id), `lease_limit`.
    """
    kind, year = _lendable(register, now, rules)
    if type(want) is not int or want < 1:
        raise Problem("invalid", field="want")
    if not authority.may_sign(lane.user_id, now, rules):
        raise Problem("forbidden")
    if device(lane.device_id).asked_at is not None:
        raise Problem("phone_not_approved")
    book = store.held_register(kind, year)
    known = store.lease_by_request(request_id)
    if known is not None:
        if (known.lane_id, known.register_id) != (lane.id, book.id):
            raise Problem("invalid", field="request_id")
        return known
    unused, want = len(store.lent_to(lane.id, book.id)), min(want, BLOCK)
    if unused + want > MOST_UNUSED:
        raise Problem("lease_limit", unused=unused, most=MOST_UNUSED)
    first = book.next_n
    admitted = set(store.given_out(book.id, first, MOST))
    while first in admitted:
        first += 1
    last = min([first + want - 1, *(n - 1 for n in admitted if n > first)])
    if last > MOST:
        raise Problem("lease_limit", unused=unused, most=MOST_UNUSED)
    book.next_n = last + 1
    lease = Lease(id=new_id(now), register_id=book.id, lane_id=lane.id, user_id=lane.user_id, first=first, last=last, request_id=request_id,
                  made_at=now)
    db.session.add(lease)
    db.session.flush()
    db.session.add_all(Number(register_id=book.id, n=n, state=LENT, state_at=now, lease_id=lease.id, lane_id=lane.id)
                       for n in range(first, last + 1))
    db.session.flush()
    return lease


def lend_first(lane: Lane, now: int, rules: Rulebook) -> None:
    """An approved phone of somebody who may sign starts with a block of each register, so that it can go off line at once. Once a lane."""
    if device(lane.device_id).asked_at is not None or not authority.may_sign(lane.user_id, now, rules):
        return
    year = day_of(now).year
    for kind in (code for code, row in rules.documents.items() if row["register"]):
        register = register_id(kind, year)
        lend(lane, register, BLOCK, hashlib.sha256(f"first|{lane.id}|{register}".encode()).hexdigest(), now, rules)


def as_wire(lease: Lease, next_n: int) -> dict:
    return {"lease_id": lease.id, "register": lease.register_id, "from": lease.first, "to": lease.last, "next": next_n}


def in_hand(lane_id: str) -> list[dict]:
    """The leases of a lane that still hold numbers, as devices get them."""
    return [as_wire(lease, next_n) for lease, next_n in store.leases_in_hand(lane_id)]


def use(act: Act, kind: str, record_type: str) -> tuple[str, str, int]:
    """Take the number that the op says its paper bears: (as printed, register id, n). What is wrong with it is flagged, never refused:
    `out_of_lease`, `number_twice`, `wrong_year`. Raises Refused `field_missing:number` when the op names none of this kind.
    """
    register, n = _named(act.number, kind)
    _, year = parse_register(register)
    book = store.held_register(kind, year)
    row = store.number(book.id, n, lock=True)
    own = row is not None and (store.passed_over(row) or _same_phone(row.lane_id, act.lane_id))
    if own and row.state in (LENT, LOST, RETURNED):  # what was thought lost or unused, or fell into a restore, is proved used
        row.state, row.state_at, row.lane_id, row.op_id = USED, act.received, act.lane_id, act.op_id
        row.record_type, row.record_id, row.version = record_type, act.target_id, row.version + 1
    else:
        act.flags.extend(() if own else ("out_of_lease",))
        act.flags.extend(("number_twice",) if own or row is not None and row.state == USED else ())
        db.session.add(StrayNumber(op_id=act.op_id, register_id=book.id, n=n, lane_id=act.lane_id, record_type=record_type,
                                   record_id=act.target_id, state=OPEN))
    if day_of(act.claimed).year != year:
        act.flags.append("wrong_year")
    return written(act.rules.issuer["code"], act.rules.documents[kind]["word"], year, n), book.id, n


def void(act: Act, number: Number) -> str:
    """作废. Raises Refused `state_moved` unless it is still unused, or was passed over by a restore and a leader has looked."""
    if number.state != LENT and not store.passed_over(number):
        raise Refused("state_moved")
    number.lane_id = number.lane_id or act.lane_id
    number.op_id, number.reason, number.decided_by = act.op_id, act.payload["reason"], act.op_id
    return VOIDED


def settle(op_id: str, confirmed: bool, decided_by: str, codes: set[str], now: int) -> None:
    """A leader has decided about a number outside the lane's lease. Raises Refused `number_taken` when it is somebody else's: the
    holder of a lease always wins, so what bears it can only be dismissed and superseded."""
    stray = store.stray(op_id)
    if stray is None or stray.state != OPEN:
        return
    if not (confirmed and "out_of_lease" in codes):
        stray.state, stray.decided_by = DISMISSED, decided_by
        return
    if store.number(stray.register_id, stray.n, lock=True) is not None:
        raise Refused("number_taken")
    db.session.add(Number(register_id=stray.register_id, n=stray.n, state=USED, state_at=now, lane_id=stray.lane_id, op_id=op_id,
                          record_type=stray.record_type, record_id=stray.record_id, decided_by=decided_by))
    stray.state, stray.decided_by = ADMITTED, decided_by


def spoil(op: Op, by: Act) -> None:
    """作废: a leader has dismissed a paper that never counted, so its number is nobody else's either. One that is another phone's, or has
    come to its fate already, stays as it is."""
    try:
        register, n = _named(json.loads(op.body).get("number"), op.payload.get("document"))
    except Refused:
        return
    number = store.number(register, n, lock=True)
    if number is None or number.state not in (LENT, LOST) or not (store.passed_over(number) or _same_phone(number.lane_id, op.lane_id)):
        return
    number.state, number.state_at, number.lane_id, number.version = VOIDED, by.received, number.lane_id or op.lane_id, number.version + 1
    number.op_id, number.reason, number.decided_by = by.op_id, by.payload["reason"], by.op_id


def end_leases(lane_id: str, fate: str, reason: str, by: str | None, now: int) -> int:
    """The unused numbers of a lane get a fate, RETURNED (the phone was handed in) or LOST; returns how many. None is lent again."""
    if fate not in (RETURNED, LOST):
        raise ValueError(fate)
    unused, leases = store.lent_to(lane_id), [lease for lease, _ in store.leases_in_hand(lane_id)]
    for number in unused:
        number.state, number.state_at, number.reason, number.decided_by = fate, now, reason, by
        number.version += 1
    for lease in leases:
        lease.returned_at = now
    return len(unused)


def pass_over(register: str, k: int, reason: str, now: int) -> None:
    """After a restore: the next k numbers may be on papers that the backup does not know, so they are lost until one proves itself."""
    book = store.held_register(*parse_register(register))
    known = set(store.given_out(book.id, book.next_n, book.next_n + k - 1))
    db.session.add_all(Number(register_id=book.id, n=n, state=LOST, state_at=now, reason=reason)
                       for n in range(book.next_n, book.next_n + k) if n not in known)
    book.next_n += k


def _same_phone(lent_to: str | None, used_on: str) -> bool:
    """A phone that had to begin a new lane still holds the numbers of its earlier ones: same person, same installation."""
    if lent_to is None or lent_to == used_on:
        return lent_to is not None
    then, now = lane(lent_to), lane(used_on)
    return (then.user_id, then.device_id) == (now.user_id, now.device_id)


def _lendable(register, now: int, rules: Rulebook) -> tuple[str, int]:
    """Kind and year of a register that numbers may be lent of: this year's, in December also the next one's."""
    try:
        kind, year = parse_register(register)
    except (ValueError, TypeError) as bad:
        raise Problem("invalid", field="register") from bad
    today = day_of(now)
    if not rules.documents.get(kind, {}).get("register") or year not in (today.year, today.year + (today.month == DECEMBER)):
        raise Problem("invalid", field="register")
    return kind, year


def _named(number: object, kind: str) -> tuple[str, int]:
    said = number if isinstance(number, dict) else {}
    register, n = said.get("register"), said.get("n")
    try:
        named = parse_register(register)[0] if isinstance(register, str) else None
    except ValueError:
        named = None
    if named != kind or type(n) is not int or not 1 <= n <= MOST:
        raise Refused("field_missing:number")
    return register, n
