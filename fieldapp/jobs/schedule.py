"""Every job of the clock. Each is idempotent and may run on any number of machines at once; none has to run at its very moment."""

from collections.abc import Callable
from dataclasses import dataclass

from fieldapp.alerts import raising, webpush
from fieldapp.alerts.webpush import Service
from fieldapp.logs import asked, log
from fieldapp.operations import follow
from fieldapp.rulebook import Rulebook
from fieldapp.store.transaction import transaction

SECOND, HOUR = 1000, 3_600_000


@dataclass(frozen=True)
class Round:
    """What a job is given. `now` is the time it goes by (ms); `real` gives the real time, for leases and heartbeats; `fault` is told
    of a row that stepped aside; `rest` is called between transactions. `service` sends pushes, None when there is no key for them."""

    now: int
    real: Callable[[], int]
    rules: Rulebook
    origin: str
    service: Service | None
    fault: Callable[[Exception], None]
    rest: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Job:
    """`run` returns what it did, by name; `faults` among it counts rows that stepped aside."""

    name: str
    every_ms: int
    run: Callable[[Round], dict[str, int]]


def deadlines(round_: Round) -> dict[str, int]:
    """Say of items that their deadline has passed; their cases await a recheck. Each in a transaction of its own, so that one that
    cannot be written keeps no other waiting."""
    done = {"overdue": 0, "faults": 0}
    for item_id in follow.just_overdue(round_.now):
        try:
            with transaction():
                done["overdue"] += follow.time_passed(item_id, round_.now)
        except Exception as error:  # whatever is wrong with an item is wrong with that item
            done["faults"] += 1
            log.error("deadline", extra={"fields": {**asked(), "job": "deadlines", "item": item_id}})
            round_.fault(error)
        round_.rest()
    return done


def alerts(round_: Round) -> dict[str, int]:
    """Find the moments that have passed; tell whoever must know; end what is over."""
    done = raising.look(round_.now, round_.rules, round_.fault, round_.rest)
    return {"made": done.made, "ended": done.ended, "faults": done.faults}


def pushes(round_: Round) -> dict[str, int]:
    """Send what is due for phones."""
    if round_.service is None:
        return {}
    done = webpush.send_due(webpush.Sending(round_.now, round_.real, round_.rules, round_.origin, round_.service, round_.fault))
    return {"sent": done.sent, "failed": done.failed, "faults": done.faults}


def put_away(round_: Round) -> dict[str, int]:
    """Let old alerts leave the phones."""
    return {"put_away": raising.put_away(round_.now)}


#: In this order: what is over ends before anything is sent of it.
SCHEDULE = (
    Job("deadlines", 20 * SECOND, deadlines),
    Job("alerts", 20 * SECOND, alerts),
    Job("pushes", 20 * SECOND, pushes),
    Job("put_away", HOUR, put_away),
)
