"""Signing in and out, and changing one's password. Five wrong passwords lock one name from one network.

A sign-in takes three steps, because hashing must not hold the database: `admit` (own transaction), `prove`
(no transaction), `open_session` (own transaction). `admit` counts the try before the password is looked at, so that
many tries at once are no way around the lock.
"""

import ipaddress
import secrets

from fieldapp.domain.problems import Problem
from fieldapp.store.base import db
from fieldapp.store.people import User, user_called
from fieldapp.store.sign_ins import SignIn, end_sign_ins, forget_lockouts, forgive, hashed, held_lockout

from . import passwords

MINUTE, DAY = 60_000, 86_400_000
FAILURES = 5
FIRST_LOCK, LONGEST_LOCK = 15 * MINUTE, DAY
LIFETIME = 30 * DAY
TOUCH_EVERY = 10 * MINUTE


def network_of(address: str | None) -> str:
    """The /24 (IPv4) or /64 (IPv6) that an address lies in; "unknown" when there is none."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 64}", strict=False))


def admit(username: str, network: str, now: int) -> None:
    """Count a try. Raises Problem `locked` (with `retry_after_s`) while the name is locked from this network."""
    row = held_lockout(hashed(username.strip().lower()), network, now)
    if now < row.locked_until:
        raise Problem("locked", retry_after_s=-(-(row.locked_until - now) // 1000))
    if now - row.last_at > 2 * DAY:
        row.level = row.failures = 0
    row.last_at = now
    row.failures += 1
    if row.failures >= FAILURES:
        row.locked_until = now + min(FIRST_LOCK * 2**row.level, LONGEST_LOCK)
        row.level, row.failures = row.level + 1, 0


def prove(username: str, password: str) -> User:
    """The user with this name and password. Raises Problem `bad_credentials`, alike for a wrong name, a wrong
    password, a person without a password and one who is disabled, after the same work."""
    found = user_called(username)
    right = passwords.matches(found.password_hash if found else None, password)
    if not right or found is None or found.disabled_at is not None:
        raise Problem("bad_credentials")
    return found


def open_session(user: User, network: str, now: int) -> str:
    """A new sign-in row; returns its token, which is nowhere kept. The tries that led here are forgotten."""
    forget_lockouts(now - 2 * DAY)
    forgive(hashed(user.username), network)
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(id=hashed(token), user_id=user.id, made_at=now, seen_at=now, expires_at=now + LIFETIME,
                          ended_at=None, network=network))
    return token


def wants_touch(row: SignIn, now: int) -> bool:
    return now - row.seen_at >= TOUCH_EVERY


def touch(row: SignIn, now: int) -> None:
    """Somebody is there: the sign-in lives for another 30 days."""
    row.seen_at, row.expires_at = now, now + LIFETIME


def close_session(row: SignIn, now: int) -> None:
    row.ended_at = now


def replacement(user: User, old: str, new: str) -> str:
    """The hash of a new password. Raises Problem `password_weak`. Slow, so before the transaction."""
    passwords.demand_strength(new, user.username, old)
    return passwords.hashed(new)


def change_password(row: SignIn, password_hash: str, network: str, now: int) -> None:
    """Set the new password and end the person's other sign-ins."""
    user = row.user
    user.password_hash, user.must_change = password_hash, False
    end_sign_ins(user.id, now, but=row.id)
    forgive(hashed(user.username), network)
