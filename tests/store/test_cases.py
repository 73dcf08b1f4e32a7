"""The reads that lists ask for: only what is visible, filtered, in order, page by page."""

import pytest

from fieldapp.store.base import db
from fieldapp.store.cases import Case, case_for, counts_by_state, find_cases
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR
from tests.domain.test_overdue import TOLD, ms, times
from tests.plans import plans

ONE_LOOK = "SEARCH scope_entry USING INDEX ix_scope_entry_record (type=? AND record_id=? AND scope_id=? AND gone=?)"


@pytest.fixture
def filed(phone, world, clock):
    """Ids by name: two for 二中队 (one of them a day later, in the west cell), one for 三中队, one for the city queue."""
    shen, qin, ids = phone("shen"), phone("qin"), {}
    for name, who, more in (("first", shen, {}), ("second", shen, {"grid_id": world.grids["west"], "text": "100%_满"}),
                            ("city", shen, {"category": "HB05"}), ("third", qin, {"category": "LY01"})):
        ids[name], op = who.report(**({"category": "HW04"} | more))
        who.sent(op)
        clock.forward(DAY)
    return ids


def names(filed, *found):
    return [next(n for n, i in filed.items() if i == c.id) for c in found]


@pytest.fixture
def find(filed, world):
    def found(*scopes, **more):
        cases, total = find_cases(scopes or [f"unit:{world.units['platform']}"], **more)
        assert total >= len(cases)
        return names(filed, *cases)
    return found


def test_only_what_lies_in_ones_scopes(find, filed, world):
    squadron = f"unit:{world.units['squadron2']}"

    assert set(find()) == {"first", "second", "city", "third"}
    assert set(find(squadron)) == {"first", "second"}
    assert find("unit:nowhere") == []
    assert case_for([squadron], filed["first"]).id == filed["first"]
    assert case_for([squadron], filed["third"]) is None


def test_filters(find, world, clock):
    assert find(queue="city") == ["city"]
    assert set(find(unit_id=world.units["squadron2"])) == {"first", "second"}
    assert find(grid_ids=[world.grids["west"]]) == ["second"]
    assert find(category="HB05") == ["city"] and find(states=["reported"]) == ["city"]
    assert find(source="hotline") == [] and len(find(source="patrol")) == 4
    assert find(returned=True) == [] and len(find(returned=False)) == 4


def test_words_are_taken_as_they_are_written(find):
    assert find(words="100%_满") == ["second"]
    assert find(words="1%0") == [] and find(words="_") == ["second"]
    assert len(find(words="木箱")) == 3 and find(words="木箱 没有") == []


def test_orders_and_pages(find):
    assert find(order="new") == ["third", "city", "second", "first"]
    assert find(order="age") == ["first", "second", "city", "third"]
    assert find(order="due")[-1] == "city"
    assert find(order="new", limit=2, offset=1) == ["city", "second"]


def test_overdue_are_open_and_past_their_deadline(find, phone, filed, clock):
    clock.forward(30 * DAY)
    assert set(find(overdue_at=clock())) == {"first", "second", "third"}
    assert find(overdue_at=0) == []

    lu = phone("lu")
    lu.sent(lu.op("task.accept", filed["first"], {}), lu.op("task.report_done", filed["first"], {"result": "fixed", "text": "x"}))

    assert set(find(overdue_at=clock())) == {"second", "third"}
    assert "first" in find(open_only=True), "it still waits to be checked"

    bai = phone("bai")
    bai.sent(bai.op("case.close", filed["first"], {}))

    assert "first" not in find(open_only=True) and "first" in find()


def test_the_database_asks_the_same_rule_as_the_domain(find, filed):
    """Every story of domain/overdue, put into the row of a case."""
    now, day_end = ms(TOLD["now"]), ms(TOLD["day_end"])
    for story in TOLD["standing"]:
        with transaction():
            one = db.session.get(Case, filed["first"])
            one.due_at, one.handled_at, one.closed_at = times(story).values()
        late, today = find(overdue_at=now), find(due_after=now, due_before=day_end)
        assert ("first" in late, "first" in today) == (story["is"] == "overdue", story["is"] == "today"), story["say"]


def test_counts_by_state(filed, world, clock):
    counted = counts_by_state([f"unit:{world.units['platform']}"])

    assert {(state, queue, n) for state, queue, _, n, _ in counted} == {
        ("dispatched", "squadron", 2), ("dispatched", "squadron", 1), ("reported", "city", 1)}
    oldest = {unit: since for state, _, unit, _, since in counted if state == "dispatched"}
    assert oldest[world.units["squadron2"]] < oldest[world.units["squadron3"]] - HOUR


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("ask", [
    {"overdue_at": 1}, {"due_after": 1, "due_before": 2}, {"open_only": True}, {"open_only": True, "offset": 500},
    {"open_only": True, "grid_ids": ["west"]}, {"states": ["accepted"], "order": "age"}, {"closed": True, "order": "new"}, None,
], ids=str)
def test_no_list_and_no_count_reads_every_case_or_every_entry(app, ask):
    for steps in plans(lambda: counts_by_state(["unit:x", "user:x"]) if ask is None else find_cases(["unit:x", "user:x"], **ask)):
        of_cases, of_entries = ([s for s in steps if f" {table}" in s] for table in ("case", "scope_entry"))
        assert of_cases and not any(s == "SCAN case" or "autoindex" in s for s in of_cases), steps
        assert [s.replace("COVERING ", "") for s in of_entries] == [ONE_LOOK], steps
        assert "USE TEMP B-TREE FOR ORDER BY" not in steps or ask.keys() & {"states", "grid_ids"}, steps


def test_open_and_closed_are_parted(find, phone, filed):
    lu, bai = phone("lu"), phone("bai")
    assert find(closed=True) == [] and len(find(open_only=True)) == 4

    lu.sent(lu.op("task.accept", filed["first"], {}), lu.op("task.report_done", filed["first"], {"result": "fixed", "text": "x"}))
    bai.sent(bai.op("case.close", filed["first"], {}))

    assert find(closed=True, order="new") == ["first"] and "first" not in find(open_only=True)
