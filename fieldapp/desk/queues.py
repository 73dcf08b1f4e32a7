"""Queues of the left column: what waits for whom, how many, and since when the oldest."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from fieldapp.rulebook import load
from fieldapp.store.cases import counts_by_state, find_cases

from .door import Person
from .words import DAY, HOUR, midnight

MINE, WATCH, DONE = "mine", "watch", "done"


@dataclass(frozen=True)
class Queue:
    """`find` are arguments of `store.cases.find_cases`. Past `limit_ms` the age of the oldest is drawn as late."""

    code: str
    name: str
    part: str
    find: dict
    limit_ms: int | None = None
    order: str = "due"


NEW = Queue("new", _l("新上报"), MINE, {"states": ("reported",), "queue": "dispatch"}, 2 * HOUR, "age")
CITY = Queue("city", _l("待上报市中心"), MINE, {"states": ("reported",), "queue": "city"}, DAY, "age")
VERIFY = Queue("verify", _l("待核实"), MINE, {"states": ("verifying",)}, DAY, "age")
ASSIGN = Queue("assign", _l("待派遣"), MINE, {"states": ("accepted",), "returned": False}, 2 * HOUR, "age")
RETURNED = Queue("returned", _l("退回"), MINE, {"states": ("accepted",), "returned": True}, 2 * HOUR, "age")
CHECK = Queue("check", _l("待核查结案"), MINE, {"states": ("feedback",)}, 2 * DAY, "age")
TASKS = Queue("tasks", _l("待接单"), MINE, {"states": ("dispatched",)}, 2 * HOUR)
WORKING = Queue("working", _l("处置中"), MINE, {"states": ("in_progress", "fixed_on_spot", "educated", "ordered")})
RECEIPTS = Queue("receipts", _l("等回执"), MINE, {"states": ("escalated_city", "handed_over")}, 5 * DAY, "age")
ALL = Queue("all", _l("全部在办"), WATCH, {"open_only": True})
OVERDUE = Queue("overdue", _l("超期"), WATCH, {"open_only": True})
TODAY = Queue("today", _l("今日到期"), WATCH, {"open_only": True})
RECHECK = Queue("recheck", _l("待复查"), WATCH, {"states": ("pending_recheck",)})
JOINT = Queue("joint", _l("联合执法"), WATCH, {"states": ("joint",)})
AWAY = Queue("away", _l("已移送等回执"), WATCH, {"states": ("escalated_city", "handed_over")}, 5 * DAY, "age")
SUSPENDED = Queue("suspended", _l("挂账"), WATCH, {"states": ("suspended",)}, None, "age")
CLOSED = Queue("closed", _l("已办结"), DONE, {"closed": True}, None, "new")

DISPATCH = (NEW, VERIFY, ASSIGN, CITY, RETURNED, CHECK, ALL, OVERDUE, TODAY, RECHECK, JOINT, AWAY, SUSPENDED, CLOSED)
SQUADRON = (TASKS, WORKING, CHECK, ALL, OVERDUE, TODAY, RECHECK, JOINT, SUSPENDED, CLOSED)
UPPER = (RECEIPTS, JOINT, ALL, OVERDUE, TODAY, CLOSED)


def queues_for(person: Person) -> tuple[Queue, ...]:
    """A role sees the queues that it works from."""
    if person.holds("dispatcher", "leader", "office"):
        return DISPATCH
    return SQUADRON if person.holds("squad_leader") else UPPER


def criteria(queue: Queue, now: int) -> dict:
    """Arguments of `find_cases` for a queue at an instant."""
    if queue is OVERDUE:
        return queue.find | {"overdue_at": now}
    return queue.find | {"due_after": now, "due_before": midnight(now, 1)} if queue is TODAY else queue.find


@dataclass(frozen=True)
class Count:
    queue: Queue
    n: int
    age_ms: int | None
    late: bool


def counts(person: Person, now: int) -> list[Count]:
    """Every queue of the person with its count and the age of its oldest (for 超期: how late; 今日到期: how soon)."""
    scopes, rows = person.actor.scopes, counts_by_state(person.actor.scopes)
    found = []
    for queue in queues_for(person):
        if queue in (ASSIGN, RETURNED, OVERDUE, TODAY, CLOSED):
            n, since = _asked(scopes, queue, now)
        else:
            states = queue.find.get("states") or {code for code, state in load().states.items() if state.open}
            mine = [r for r in rows if r[0] in states and r[1] == queue.find.get("queue", r[1])]
            n, since = sum(r[3] for r in mine), min((r[4] for r in mine), default=None)
        age = abs(now - since) if since is not None and queue not in (ALL, CLOSED) else None
        late = queue is OVERDUE and n > 0 or bool(age and queue.limit_ms and age > queue.limit_ms)
        found.append(Count(queue, n, age, late))
    return found


def _asked(scopes, queue: Queue, now: int) -> tuple[int, int | None]:
    by_due = queue in (OVERDUE, TODAY)
    first, n = find_cases(scopes, **criteria(queue, now), order="due" if by_due else queue.order, limit=1)
    return n, (first[0].due_at if by_due else first[0].state_at) if first else None
