"""Adding people, giving them a new one-time password, shutting them out. Dated roles say what they may do, from a day on."""

import re
from datetime import date

from fieldapp.domain.ids import uuid7
from fieldapp.domain.problems import Problem
from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.feed import touch
from fieldapp.store.people import RoleGrant, User, user_called
from fieldapp.store.sign_ins import end_sign_ins
from fieldapp.store.units import unit_named

from . import passwords

USERNAME = re.compile(r"[\w.@-]{2,64}")


def add(username: str, name: str, role: str, unit_name: str | None, today: date, now: int) -> tuple[User, str]:
    """A person with one role from `today` on; returns them and their one-time password, which is kept nowhere.

    Raises Problem `invalid` (field username, name, role or unit) or `name_taken`.
    """
    username, name = username.strip().lower(), name.strip()
    if not USERNAME.fullmatch(username):
        raise Problem("invalid", field="username")
    if not name:
        raise Problem("invalid", field="name")
    if user_called(username) is not None:
        raise Problem("name_taken", username=username)
    password = passwords.one_time()
    user = User(id=uuid7(now), username=username, name=name, password_hash=passwords.hashed(password), must_change=True,
                disabled_at=None, made_at=now, home_department=None)
    user.grants = [grant(role, unit_name, today, now)]
    db.session.add(user)
    touch("user", user.id)
    return user, password


def grant(role: str, unit_name: str | None, today: date, now: int) -> RoleGrant:
    """Only an admin may stand outside every unit."""
    if role not in load().roles:
        raise Problem("invalid", field="role", known=sorted(load().roles))
    unit = unit_named(unit_name) if unit_name else None
    if unit is None and (unit_name or role != "admin"):
        raise Problem("invalid", field="unit")
    return RoleGrant(id=uuid7(now), unit_id=unit.id if unit else None, role=role, valid_from=today, valid_to=None)


def reset(username: str, now: int) -> str:
    """A new one-time password; every sign-in of the person ends. A person shut out is let in again.

    Raises Problem `not_found`.
    """
    user = called(username)
    password = passwords.one_time()
    user.password_hash, user.must_change, user.disabled_at = passwords.hashed(password), True, None
    end_sign_ins(user.id, now)
    touch("user", user.id)
    return password


def disable(username: str, now: int) -> None:
    """Shut a person out at once. What they did stays, and so do the dates of their roles. Raises Problem `not_found`."""
    user = called(username)
    user.disabled_at = user.disabled_at or now
    end_sign_ins(user.id, now)
    touch("user", user.id)


def called(username: str) -> User:
    found = user_called(username)
    if found is None:
        raise Problem("not_found", username=username)
    return found
