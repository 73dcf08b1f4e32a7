"""One round of jobs. Calling it again, or in two places at once, changes nothing more."""

from fieldapp.store import alerts as store
from fieldapp.store.transaction import transaction

from .schedule import SCHEDULE, Job, Round

#: A worker that has been silent for so long is forgotten.
FORGOTTEN_MS = 24 * 3_600_000


def tick(round_: Round, jobs: tuple[Job, ...] = SCHEDULE) -> dict[str, int]:
    """Do the jobs in order; what was done, by name. A job that fails is told to `fault` and counted, and the next is done."""
    done: dict[str, int] = {}
    for job in jobs:
        try:
            counted = job.run(round_)
        except Exception as error:  # the other jobs must not wait for this one
            round_.fault(error)
            counted = {"faults": 1}
        for name, n in counted.items():
            done[name] = done.get(name, 0) + n
    return done


def beat(worker: str, real: int) -> None:
    """Say that this worker lives."""
    with transaction():
        store.beat(worker, real, real - FORGOTTEN_MS)
