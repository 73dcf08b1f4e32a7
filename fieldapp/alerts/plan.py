"""Which rung is whose, now. Of the rungs that have passed, each person is told the latest that is meant for them.

So a worker that was away for a week tells everybody once how things stand, and not everything it would have said meanwhile. While it
runs, each moment is the latest when it passes, and nobody misses a rung.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.domain import ladder
from fieldapp.rulebook import Rulebook

from .recipients import Staff
from .subjects import Subject


@dataclass(frozen=True)
class Telling:
    """One person to be told of one rung. `rung` is its row in wire form, `at` its moment (ms)."""

    subject: Subject
    user_id: str
    rung: dict
    at: int

    @property
    def dedupe_key(self) -> str:
        s = self.subject
        return f"{s.type}|{s.id}|{s.at}|{self.rung['code']}|{self.user_id}"


def everybody(subject: Subject, rules: Rulebook, staff: Staff) -> list[Telling]:
    """Every rung of the subject for everybody it is meant for, passed or to come, in order of time."""
    rungs = {rung["code"]: rung for rung in rules.ladder["rungs"]}
    moments = ladder.moments(rules.ladder["rungs"], subject.at, rules.clocks, rules.calendars, subject.anchor)
    return [Telling(subject, user, rungs[code], at) for code, at in moments
            for user in sorted(set().union(*(staff.meant(word, subject) for word in rungs[code]["to"])))]


def due_now(tellings: Iterable[Telling], now: int) -> list[Telling]:
    """The latest passed rung of each person. A moment before the deadline counts only if it ran by then."""
    latest = {t.user_id: t for t in tellings if t.at <= now and (t.at >= t.subject.at or t.at > t.subject.since)}
    return [latest[user] for user in sorted(latest)]
