"""A category that changed: what was done under the earlier text is sent and timed by the earlier text."""

from dataclasses import replace

import pytest

from fieldapp.domain.ids import uuid7
from fieldapp.operations import Act, perform
from fieldapp.rulebook import load
from fieldapp.store.access import actor
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR, at

CHANGED_ON, LAST_DAY = "2026-11-18", "2026-11-17"  # the clock of tests stands on the 18th
AFTERNOON = at("2026-11-18 16:30")  # four working hours after ten


@pytest.fixture(scope="module")
def rules():
    """The rulebook, but for HW04: until yesterday it was 三中队's, within four hours by the clock."""
    now = load().categories["HW04"]
    before = replace(now, squadron=3, limit={"n": 4, "unit": "hour"}, valid_from="2026-01-01", valid_to=LAST_DAY)
    others = [row for row in load().category_rows if row.code != "HW04"]
    return replace(load(), category_rows=(*others, before, replace(now, valid_from=CHANGED_ON)))


@pytest.fixture
def act(rules, world, clock):
    def make(type_, name, target, payload, claimed):
        kind = rules.actions[type_].kind
        return Act(op_id=uuid7(clock()), type=type_, kind=kind, lane_id="lane", target_type="case", target_id=target, payload=payload,
                   actor=actor(world.user(name), clock()), rules=rules, received=clock(), claimed=claimed)
    return make


@pytest.fixture
def file(act, clock):
    def report(claimed):
        payload = {"category": "HW04", "text": "纸箱", "source": "patrol", "fixed_on_spot": False}
        return perform(act("report.file", "shen", uuid7(clock()), payload, claimed), None)
    return report


def test_a_report_is_sent_and_timed_by_the_row_of_its_day(file, clock, world):
    with transaction():
        today, yesterday, long_ago, ahead = (file(clock() + days * DAY) for days in (0, -1, -3000, 2))

        assert yesterday.unit_id == world.units["squadron3"] and yesterday.due_at == clock() + 4 * HOUR
        assert today.unit_id == long_ago.unit_id == ahead.unit_id == world.units["squadron2"]
        assert today.due_at == long_ago.due_at == ahead.due_at == AFTERNOON


def test_a_dispatch_takes_the_limit_of_its_own_day(act, file, clock, world):
    with transaction():
        case = file(clock() - DAY)
        case.state, case.due_at = "accepted", None

        perform(act("case.dispatch", "bai", case.id, {"to_unit": world.units["squadron2"]}, clock()), case)

        assert case.due_at == AFTERNOON
