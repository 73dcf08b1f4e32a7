"""Devices and lanes (protocol 1 and 5). `device_id`, `lane_id` and `nonce` are HMACs under the server's secret, so that a server
restored from a backup makes the same lane again, for which phones hold signed ops."""

import hmac

from fieldapp.domain.chain import first_prev_hash
from fieldapp.domain.problems import Problem
from fieldapp.operations.numbers import in_hand
from fieldapp.operations.restoring import began
from fieldapp.store.counters import insert_if_absent
from fieldapp.store.devices import Device, Lane, device_of_install, is_revoked, lane_count, lane_with_key, last_epoch
from fieldapp.store.people import User

from .gaps import whole_head
from .signing import public_key, thumbprint

#: The install id of all desk lanes; no phone may take it.
DESK = "the-desk"
#: Of one person on one installation. An honest phone begins a new one when the old is broken beyond help, once in years.
MAX_LANES = 50


def enroll(
    user: User, install_id: str, name: str, jwk: dict, now: int, secret: bytes, epoch: int | None = None, at_desk: bool = False,
    approval: bool = False,
) -> Lane:
    """The lane of this user, installation and key; made when it is new, the same one when it is not.

    With `approval` a new phone waits for that. `epoch` is what the phone was given with this lane, None for a first one. A lane that a
    phone had and we do not know fell into a restore from backup: it is as old as that may be. Inside a transaction.
    Raises Problem `invalid` (field install_id, name, jwk or epoch), `too_many_lanes`, or `lane_revoked` for a new lane of
    a phone that is shut out.
    """
    if not isinstance(install_id, str) or not 8 <= len(install_id) <= 64 or not (install_id.isascii() and install_id.isprintable()):
        raise Problem("invalid", field="install_id")
    if not isinstance(name, str) or len(name) > 80 or not name.isprintable():
        raise Problem("invalid", field="name")
    if install_id == DESK and not at_desk:
        raise Problem("invalid", field="install_id")
    if epoch is not None and not at_desk and (type(epoch) is not int or not 1 <= epoch <= 1_000_000):
        raise Problem("invalid", field="epoch")
    try:
        public_key(jwk)
        thumb = thumbprint(jwk)
    except (ValueError, AttributeError, TypeError) as bad:
        raise Problem("invalid", field="jwk") from bad
    device = device_of_install(install_id)
    if device is None:  # two tabs of one phone may both be first
        insert_if_absent(Device, id=_mac(secret, "device|" + install_id), install_id=install_id, name=name.strip() or install_id[:8], made_at=now,
                         asked_at=now if approval else None)
        device = device_of_install(install_id)
    found = lane_with_key(user.id, device.id, thumb)
    if found is not None:
        return found
    if is_revoked(device.id):
        raise Problem("lane_revoked")
    if lane_count(user.id, device.id) >= MAX_LANES:
        raise Problem("too_many_lanes", lanes=MAX_LANES)
    made_at = began(now) if epoch is not None and not at_desk else now
    epoch = epoch or last_epoch(user.id, device.id) + 1
    named = f"{user.id}|{install_id}|{thumb}|{epoch}"
    lane_id, nonce = _mac(secret, "lane|" + named), _mac(secret, "nonce|" + named)
    insert_if_absent(Lane, id=lane_id, nonce=nonce, user_id=user.id, device_id=device.id, epoch=epoch, thumbprint=thumb, at_desk=at_desk,
                     jwk={k: jwk[k] for k in ("kty", "crv", "x", "y")}, head_hash=first_prev_hash(lane_id, nonce), made_at=made_at,
                     seen_at=now, contacts=[])
    return lane_with_key(user.id, device.id, thumb)


def _mac(secret: bytes, text: str) -> str:
    return hmac.digest(secret, text.encode(), "sha256").hex()[:40]


def as_answer(lane: Lane) -> dict:
    """The answer of POST /devices. Leases are for those who may sign."""
    seq, hash_ = whole_head(lane)
    return {"device_id": lane.device_id, "lane_id": lane.id, "nonce": lane.nonce, "epoch": lane.epoch,
            "lane_head": {"seq": seq, "hash": hash_}, "leases": in_hand(lane.id), "settings": {}}
