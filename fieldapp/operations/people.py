"""Adding people, giving them a new one-time password, shutting them out. Dated roles say what they may do, from a day on."""

import re
from datetime import date

from fieldapp.domain.ids import uuid7
from fieldapp.domain.problems import Problem
from fieldapp.store.base import db
from fieldapp.store.feed import touch
from fieldapp.store.people import User, user_called
from fieldapp.store.sign_ins import end_sign_ins

from . import passwords, rights

USERNAME = re.compile(r"[\w.@-]{2,64}")


def add(username: str, name: str, role: str, unit_name: str | None, today: date, now: int) -> tuple[User, str]:
    """A person with one role from `today` on; returns them and their one-time password, which is kept nowhere.

    Raises Problem `invalid` (field username, name, role or unit) or `name_taken`.
    """
    password = passwords.one_time()
    user = make(username, name, passwords.hashed(password), now)
    user.grants = [rights.role(role, unit_name, today, None, now)]
    return user, password


def make(username: str, name: str, password_hash: str, now: int) -> User:
    """A person without any role. Raises Problem `invalid` (field username or name) or `name_taken`."""
    username, name = username.strip().lower(), name.strip()
    if not USERNAME.fullmatch(username):
        raise Problem("invalid", field="username")
    if not name or not name.isprintable():
        raise Problem("invalid", field="name")
    if user_called(username) is not None:
        raise Problem("name_taken", username=username)
    user = User(id=uuid7(now), username=username, name=name, password_hash=password_hash, must_change=True,
                disabled_at=None, made_at=now, home_department=None)
    db.session.add(user)
    touch("user", user.id)
    return user


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
