"""Passwords: argon2id, with the same work done for a name that does not exist."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fieldapp.domain.problems import Problem

#: OWASP's argon2id minimum (19 MiB, 2 passes, 1 lane): 32 sign-ins at once must not exhaust a small server.
HASHER = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)
NOBODY = HASHER.hash("nobody has this password")
LEAST, MOST = 8, 256
#: Without look-alikes (0 O 1 l I), to be read out or copied from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def hashed(password: str) -> str:
    return HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one hashed. Takes as long when there is no hash at all."""
    if len(password) > MOST:
        password, password_hash = "", None
    try:
        return HASHER.verify(password_hash or NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def one_time() -> str:
    """A password of 58 random bits in three groups, to be changed at first use."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def demand_strength(new: str, username: str, old: str = "") -> None:
    """Raises Problem `password_weak`: at least 8 characters, not the user name, not the old password."""
    if not LEAST <= len(new) <= MOST or new.strip().lower() == username.lower() or new == old:
        raise Problem("password_weak", field="new", least=LEAST, most=MOST)
