"""A seeded demo world and the people who can sign in to it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class World:
    """`folder` is the data folder it was seeded in; `accounts` are those that are printed."""

    folder: Path
    accounts: list[dict]

    def account(self, role: str, unit: str) -> dict:
        """The first printed account that holds a role and belongs to a unit."""
        return next(a for a in self.accounts if role in a["role"] and a["unit"] == unit)
