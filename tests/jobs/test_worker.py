"""The worker: jobs when they are due, a heartbeat, and no fault that ends it."""

import json
import logging
from contextlib import contextmanager
from threading import Event

import pytest

from fieldapp.jobs.loop import work
from fieldapp.jobs.schedule import SCHEDULE, Job, Round
from fieldapp.jobs.tick import FORGOTTEN_MS, beat, tick
from fieldapp.logs import log
from fieldapp.operations import follow
from fieldapp.rulebook import load
from fieldapp.store.alerts import Alert, Heartbeat, last_beat
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.transaction import transaction
from tests.clock import HOUR, MINUTE, SECOND, at
from tests.papers.street import Street
from tests.sync.test_repeats import at_once


@pytest.fixture
def run(app, clock, faults):  # noqa: F811
    """`run(jobs, turns)` lets a worker make so many turns, 5 seconds apart by its clock."""
    def worker(jobs, turns: int):
        left = iter(range(turns - 1))

        class Pauses(Event):
            def wait(self, timeout=None):
                clock.forward(round(timeout * SECOND))
                if next(left, None) is None:
                    self.set()
                return self.is_set()

        work("a-worker", lambda now: Round(now, clock, load(), "https://field.example", None, faults.append), Pauses(), app.app_context, jobs=jobs)
    return worker


def test_each_job_runs_as_often_as_the_page_says(run):
    ran = {"often": 0, "seldom": 0}

    def counts(name):
        def job(_round):
            ran[name] += 1
            return {}
        return job

    run((Job("often", 20 * SECOND, counts("often")), Job("seldom", HOUR, counts("seldom"))), turns=13)

    assert ran == {"often": 4, "seldom": 1}


def test_a_job_that_fails_stops_neither_the_others_nor_the_worker(run, faults):
    ran = []

    def fails(_round):
        raise OSError("the disk")

    run((Job("bad", SECOND, fails), Job("good", SECOND, lambda r: ran.append(r.now) or {})), turns=3)

    assert len(ran) == len(faults) == 3


def test_a_database_that_is_away_for_a_while(run, faults, monkeypatch):
    from fieldapp.jobs import loop

    answers = iter([RuntimeError("gone"), RuntimeError("gone")])
    real, ran = loop.beat, []

    def once_in_a_while(*given):
        fault = next(answers, None)
        if fault:
            raise fault
        real(*given)

    monkeypatch.setattr(loop, "beat", once_in_a_while)
    run((Job("good", SECOND, lambda r: ran.append(r.now) or {}),), turns=4)

    assert (len(faults), len(ran)) == (2, 2)


def test_every_turn_beats(run, clock):
    began = clock()
    run(SCHEDULE, turns=3)

    assert last_beat() == began + 10 * SECOND


def test_silent_workers_are_forgotten(app, clock, rows):  # noqa: F811
    beat("old", clock())
    clock.forward(FORGOTTEN_MS + 1)
    beat("new", clock())

    assert rows(Heartbeat) == 1


def test_all_the_jobs_on_nothing_do_nothing(app, look):  # noqa: F811
    assert set(look().values()) == {0}


def test_the_command_looks_ahead(app, phone, clock):  # noqa: F811
    shen = phone("shen")
    case_id, report = shen.report()
    shen.sent(report)
    with transaction():
        db.session.get(Case, case_id).due_at = clock() + HOUR
    tell = lambda *words: app.test_cli_runner().invoke(args=["tick", *words])  # noqa: E731

    before, at_last, again = (tell("--json", "--now", text) for text in ("2026-11-18T10:59:59+08:00", "2026-11-18T11:00", "2026-11-18T03:00:00Z"))

    assert [json.loads(one.output)["made"] for one in (before, at_last, again)] == [0, 1, 0]
    assert [one.exit_code for one in (before, at_last, again)] == [0, 0, 0]
    assert db.session.query(Alert).one().made_at == clock() + HOUR
    assert "没有要做的" in tell().output and tell("--now", "tomorrow").exit_code == 2


def test_the_command_says_that_a_row_stepped_aside(app, phone, clock):  # noqa: F811
    shen = phone("shen")
    case_id, report = shen.report()
    shen.sent(report)
    with transaction():
        row = db.session.get(Case, case_id)
        row.due_at, row.category = clock() + MINUTE, "gone"

    done = app.test_cli_runner().invoke(args=["tick", "--now", "2026-11-19T12:00"])

    assert done.exit_code == 1 and "faults=1" in done.output


@contextmanager
def said_in(logger):
    """The lines of our log while this goes on."""
    lines, heard = [], logging.Handler()
    heard.emit = lambda record: lines.append(record.fields)
    logger.addHandler(heard)
    try:
        yield lines
    finally:
        logger.removeHandler(heard)


@pytest.fixture
def late(phone, world, clock):  # noqa: F811
    """Two orders with two items each, all past their deadline; the first item of all is the longest overdue."""
    first = Street(phone, world).served()
    second = Street(phone, world)
    clock.forward(MINUTE)
    second.served()
    clock.now = at("2026-11-24 09:00")
    return first, second


def test_an_item_that_cannot_be_written_keeps_no_other_waiting(late, look, faults, monkeypatch):  # noqa: F811
    first, second = late
    bad, real = first.items[0], follow.of_item

    def falls(item, now):
        if item.id == bad:
            raise RuntimeError("half way")
        real(item, now)

    monkeypatch.setattr(follow, "of_item", falls)
    with said_in(log) as lines:
        done = look()

    assert (done["overdue"], [str(fault) for fault in faults]) == (3, ["half way"])
    assert [line["item"] for line in lines if "item" in line] == [bad]
    assert {i["id"]: i["overdue"] for street in late for i in street.order["items"]} == {
        bad: False, first.items[1]: True, second.items[0]: True, second.items[1]: True}

    monkeypatch.setattr(follow, "of_item", real)
    assert (look()["overdue"], look()["overdue"]) == (1, 0)


def test_two_workers_at_once_say_of_each_item_once_that_it_is_late(app, late, look):  # noqa: F811
    versions = lambda: [i["version"] for street in late for i in street.order["items"]]  # noqa: E731
    said, before = [], versions()

    def worker():
        with app.app_context():
            said.append(look()["overdue"])

    at_once(*[worker] * 4)

    assert sum(said) == 4
    assert versions() == [n + 1 for n in before]


def test_a_round_without_a_key_sends_nothing(app, faults, clock):  # noqa: F811
    assert tick(Round(clock(), clock, load(), "", None, faults.append)).get("sent") is None
