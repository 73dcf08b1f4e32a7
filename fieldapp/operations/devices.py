"""A lost phone is shut out, and let in again when it is found. What it sent before stands; what it holds stays on it."""

from fieldapp.domain.problems import Problem
from fieldapp.store.devices import OPEN, REVOKED, Device, Lane, lanes_of_device, phones_with_id
from fieldapp.store.numbers import LOST, PHONE_REVOKED
from fieldapp.store.sign_ins import end_sign_ins_of_lanes

from .numbers import end_leases

SHORTEST = 6  # characters of an id that say enough


def revoke(device_id: str, now: int) -> Device:
    """All lanes of the phone, whoever's they are: their pushes and pulls are refused from now on, it gets no new ones, and every sign-in
    on it ends, and the numbers it had left are lost until it proves one used. Raises Problem `not_found`."""
    found, lanes = _found(device_id)
    for lane in lanes:
        lane.state = REVOKED
        end_leases(lane.id, LOST, PHONE_REVOKED, None, now)
    end_sign_ins_of_lanes([lane.id for lane in lanes], now)
    return found


def restore(device_id: str) -> Device:
    """Whoever works on it signs in again, and what it held goes on from where it stood. Raises Problem `not_found`."""
    found, lanes = _found(device_id)
    for lane in lanes:
        lane.state = OPEN
    return found


def _found(device_id: str) -> tuple[Device, list[Lane]]:
    """By its id or enough of the beginning to know it from all others."""
    phones = phones_with_id(device_id.strip().lower()) if len(device_id.strip()) >= SHORTEST else []
    if len(phones) != 1:
        raise Problem("not_found", device=device_id, found=len(phones))
    return phones[0], lanes_of_device(phones[0].id, lock=True)
