"""Write what the plan says: make alerts that are due, end those with nothing left to do, put old ones away. Any number of workers.

Looking costs a few reads; a transaction is opened only for what must change, some at a time, and looks again under the lock. Between
transactions there is a rest: on SQLite one process's writers could otherwise keep those of another out. The dedupe key is unique,
so of two workers one makes the alert. Nothing here has to be called at the right moment, or only once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from fieldapp.domain.ids import uuid7
from fieldapp.rulebook import Rulebook
from fieldapp.store import alerts as store
from fieldapp.store.alerts import Alert
from fieldapp.store.days import day_of
from fieldapp.store.feed import touch
from fieldapp.store.transaction import transaction

from . import inbox, webpush
from .plan import Telling, due_now, everybody
from .recipients import Staff
from .subjects import DAY, SOURCES, Source, Subject

#: An alert stays on the phones for so long after it ended.
KEPT_MS = 30 * DAY
CHANNELS = {"inbox": inbox.take, "push": webpush.take}
#: So many things in one transaction; one that cannot be written is found by writing each by itself.
TOGETHER = 25
Fault = Callable[[Exception], None]


@dataclass
class Look:
    """One look at everything. `faults` counts rows that could not be read or written and stepped aside."""

    now: int
    rules: Rulebook
    fault: Fault
    rest: Callable[[], None]
    made: int = 0
    ended: int = 0
    faults: int = 0
    staff: Staff = field(init=False)

    def __post_init__(self) -> None:
        self.staff = Staff(day_of(self.now))

    def aside(self, error: Exception) -> None:
        self.faults += 1
        self.fault(error)


def look(now: int, rules: Rulebook, fault: Fault, rest: Callable[[], None] = lambda: None) -> Look:
    """Bring the alerts up to `now` (ms). `fault` is told of each row that could not be handled; the others are. `rest` is called
    between transactions."""
    one = Look(now, rules, fault, rest)
    standing: dict[tuple, list[Telling]] = {}
    for subject in _subjects(one):
        _aside(one, lambda subject=subject: standing.setdefault(subject.key, []).extend(everybody(subject, rules, one.staff)))
    _make(one, standing)
    _end(one, standing)
    return one


def put_away(now: int) -> int:
    """Let alerts that ended long ago leave the phones; the rows stay. How many."""
    with transaction():
        old = store.alerts_to_put_away(now - KEPT_MS)
        for alert in old:
            alert.away_at = now
            touch("alert", alert.id)
        return len(old)


def _subjects(one: Look) -> Iterator[Subject]:
    for source in SOURCES:
        yield from _read(one, source, _aside(one, lambda source=source: source.find(one.now)) or [])


def _read(one: Look, source: Source, rows: Iterable) -> list[Subject]:
    found = [_aside(one, lambda row=row: source.read(row, one.rules)) for row in rows]
    return [subject for subject in found if subject is not None]


def _aside(one: Look, job: Callable):
    """The job's answer, or None when it cannot be done: that is told, and the rest goes on."""
    try:
        return job()
    except Exception as error:  # whatever is wrong with a row is wrong with that row
        one.aside(error)
        return None


def _together(one: Look, things: Iterable, write: Callable[[list], int]) -> int:
    """Write all of them, some in one transaction; where that fails each by itself, so that the bad one alone steps aside."""
    things, done = list(things), 0
    for start in range(0, len(things), TOGETHER):
        some = things[start:start + TOGETHER]
        try:
            done += _in_one(some, write)
        except Exception:  # one of them; which, shows when each is alone
            done += sum(_aside(one, lambda thing=thing: _in_one([thing], write)) or 0 for thing in some)
        one.rest()
    return done


def _in_one(some: list, write: Callable[[list], int]) -> int:
    with transaction():
        return write(some)


def _make(one: Look, standing: dict[tuple, list[Telling]]) -> None:
    due = {key: due_now(tellings, one.now) for key, tellings in standing.items()}
    latest = store.latest_told({key[1] for key, tellings in due.items() if tellings})
    lacking = [key for key, tellings in due.items() if any(t.at > latest.get((*key, t.user_id), -1) for t in tellings)]
    one.made = _together(one, sorted(lacking), lambda keys: _make_of(one, keys))


def _make_of(one: Look, keys: list[tuple]) -> int:
    """All that is due for some subjects, looked at again under their locks. Inside a transaction."""
    subjects = [subject for key in keys for subject in _again(one, key[0], key[1]) if subject.key == key]
    latest = store.latest_told({key[1] for key in keys})
    due = [t for subject in subjects for t in due_now(everybody(subject, one.rules, one.staff), one.now)
           if t.at > latest.get((*subject.key, t.user_id), -1)]
    return sum(_tell(one, telling) for telling in sorted(due, key=lambda t: t.dedupe_key))


def _tell(one: Look, telling: Telling) -> bool:
    alert_id, subject = uuid7(one.now), telling.subject
    new = store.insert_alert(
        id=alert_id, dedupe_key=telling.dedupe_key, kind=telling.rung["code"], subject_type=subject.type, subject_id=subject.id,
        user_id=telling.user_id, deadline=subject.at, due_at=telling.at, made_at=one.now)
    if new:
        for channel in telling.rung["channel"]:
            CHANNELS[channel](alert_id, telling, one.rules, one.now)
    return new


def _end(one: Look, standing: dict[tuple, list[Telling]]) -> None:
    """End alerts whose matter is closed, has another deadline by now, or is another person's."""
    doubtful = {(a.subject_type, a.subject_id) for a in store.open_alerts() if not _stands(a, standing)}
    one.ended = _together(one, sorted(doubtful), lambda things: _end_of(one, things))


def _end_of(one: Look, things: list[tuple[str, str]]) -> int:
    over = []
    for type_, id_ in things:
        standing: dict[tuple, list[Telling]] = {}
        for subject in _again(one, type_, id_):
            standing.setdefault(subject.key, []).extend(everybody(subject, one.rules, one.staff))
        over += [alert for alert in store.open_alerts((type_, id_)) if not _stands(alert, standing)]
    for alert in over:
        alert.ended_at = one.now
        touch("alert", alert.id)
    return len(over)


def _again(one: Look, type_: str, id_: str) -> list[Subject]:
    found = [source.read(row, one.rules) for source in SOURCES for row in source.again(type_, id_)]
    return [subject for subject in found if subject is not None]


def _stands(alert: Alert, standing: dict[tuple, list[Telling]]) -> bool:
    return any(t.user_id == alert.user_id and t.rung["code"] == alert.kind
               for t in standing.get((alert.subject_type, alert.subject_id, alert.deadline), ()))
