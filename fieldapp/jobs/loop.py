"""`flask work`: jobs when they are due, a heartbeat, and nothing that a fault could stop."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event

from .schedule import SCHEDULE, Job, Round
from .tick import beat, tick

BEAT_S = 5


def work(
    name: str, round_at: Callable[[int], Round], stop: Event, turn: Callable[[], AbstractContextManager], pause_s: float = BEAT_S,
    jobs: tuple[Job, ...] = SCHEDULE,
) -> None:
    """Until `stop` is set. `round_at(now)` makes the round of a moment; its `real` is the clock. `name` is this worker's.

    Each turn is made inside `turn()`, which lets go of the database afterwards: nothing is held while it sleeps.
    """
    next_at: dict[str, int] = {}
    begun = round_at(0)
    while not stop.is_set():
        now = begun.real()
        due = tuple(job for job in jobs if next_at.get(job.name, 0) <= now)
        try:
            with turn():
                beat(name, now)
                tick(round_at(now), due)
            next_at |= {job.name: now + job.every_ms for job in due}
        except Exception as error:  # no database, say: it is there again some time
            begun.fault(error)
        stop.wait(pause_s)
