"""A phone that is lost or handed in (交回) is shut out, and let in again. What it sent before stands; what it holds stays on it, for export."""

from fieldapp.domain.cases import blank
from fieldapp.domain.problems import Problem
from fieldapp.store.devices import GONE_LOST, HANDED_IN, OPEN, REVOKED, Device, Lane, device, lane, lanes_of_device, phones_with_id
from fieldapp.store.numbers import LOST, PHONE_REVOKED, RETURNED
from fieldapp.store.sign_ins import end_sign_ins_of_lanes

from .numbers import end_leases

SHORTEST = 6  # characters of an id that say enough


def revoke(device_id: str, now: int) -> Device:
    """All lanes of the phone, whoever's they are: their pushes and pulls are refused from now on, it gets no new ones, and every sign-in
    on it ends, and the numbers it had left are lost until it proves one used. Raises Problem `not_found`."""
    return _shut(device_id, GONE_LOST, LOST, PHONE_REVOKED, None, now)


def hand_in(device_id: str, reason: str, by: str, now: int) -> Device:
    """As `revoke`, with the phone on the table: the numbers it had left are returned, for nobody can have used them unseen.

    Raises Problem `not_found` or `reason_missing`.
    """
    if blank(reason):
        raise Problem("reason_missing")
    return _shut(device_id, HANDED_IN, RETURNED, reason.strip()[:200], by, now)


def restore(device_id: str) -> Device:
    """Whoever works on it signs in again, and what it held goes on from where it stood. Raises Problem `not_found`."""
    found, lanes = _found(device_id)
    for own in lanes:
        own.state = OPEN
    found.shut_at = found.shut_why = found.told_at = None
    return found


def approve(device_id: str, by: str, now: int) -> Device:
    """It may have numbers from now on. Again it changes nothing. Raises Problem `not_found`, or `lane_revoked` for one that is shut out."""
    found, _ = _found(device_id)
    if found.shut_at is not None:
        raise Problem("lane_revoked")
    if found.asked_at is not None:
        found.asked_at, found.approved_at, found.approved_by = None, now, by
    return found


def tell(lane_id: str | None, now: int) -> bool:
    """A phone asks with a sign-in that has ended: is it shut out? Then it learns so, and wipes itself. Inside a transaction."""
    own = lane(lane_id) if lane_id else None
    if own is None or own.state != REVOKED:
        return False
    phone = device(own.device_id)
    phone.told_at = phone.told_at or now
    return True


def _shut(device_id: str, why: str, fate: str, reason: str, by: str | None, now: int) -> Device:
    found, lanes = _found(device_id)
    for own in lanes:
        own.state = REVOKED
        end_leases(own.id, fate, reason, by, now)
    end_sign_ins_of_lanes([own.id for own in lanes], now)
    found.shut_at, found.shut_why, found.told_at = now, why, None
    return found


def _found(device_id: str) -> tuple[Device, list[Lane]]:
    """By its id or enough of the beginning to know it from all others."""
    phones = phones_with_id(device_id.strip().lower()) if len(device_id.strip()) >= SHORTEST else []
    if len(phones) != 1:
        raise Problem("not_found", device=device_id, found=len(phones))
    return phones[0], lanes_of_device(phones[0].id, lock=True)
