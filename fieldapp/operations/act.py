"""What an operation is given."""

from dataclasses import dataclass, field

from fieldapp.rulebook import Rulebook
from fieldapp.rulebook.rows import Category
from fieldapp.store.access import Actor
from fieldapp.store.days import day_of


@dataclass(frozen=True)
class Act:
    """One op, read and authenticated, about to be judged.

    `actor` holds the rights it is judged by: those of the claimed time for facts and acts, those of now for requests
    (protocol 6). `received` and `claimed` are UTC ms. `admitted`: a leader has let it in, so rights are not asked again; `settled`: a
    leader has decided that it waits for nothing more. `number` and `supersedes` are the envelope's. `flags` and `made` are for the
    operation to fill: what a person must look at though it counts, and the ids of what came to be.
    """

    op_id: str
    type: str
    kind: str
    lane_id: str
    target_type: str
    target_id: str
    payload: dict
    actor: Actor
    rules: Rulebook
    received: int
    claimed: int
    place: dict | None = None
    expect: dict = field(default_factory=dict)
    number: dict | None = None
    supersedes: str | None = None
    admitted: bool = False
    settled: bool = False
    flags: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    @property
    def day(self) -> str:
        """The local date of the act, `YYYY-MM-DD`: as claimed, but no later than its receipt."""
        return day_of(min(self.claimed, self.received)).isoformat()

    def category(self, code: str) -> Category | None:
        """The category as it was in force on the day of the act, its newest row where there was none; None where there
        is none."""
        return self.rules.category_on(code, self.day) or self.rules.categories.get(code)

    @property
    def user_id(self) -> str:
        return self.actor.user_id
