"""Two phones and a desk (protocol 6): each sees the others' work within one pull, and nothing beyond its scopes."""

from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import event

from fieldapp.store import feed
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.people import RoleGrant
from fieldapp.store.transaction import transaction
from fieldapp.sync.desk_lane import submit
from tests.clock import DAY
from tests.phone import Phone
from tests.world import PASSWORD

SECRET = b"lane key of tests"


def desk(world, name, type_, case_id, payload, now):
    judged = submit(world.user(name), type_, {"type": "case", "id": case_id}, payload, now, secret=SECRET)
    assert judged.verdict == "applied", judged
    return judged


def fresh(app, clock, name):
    """What a new phone of this person holds after its first load."""
    other = Phone(app.test_client(), name, PASSWORD, clock)
    other.pull()
    return other.records


def test_two_phones_and_a_desk(phone, world, clock):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()

    shen.sent(report)
    lu.pull()
    assert lu.cases()[case_id]["state"] == "dispatched"

    lu.sent(lu.op("task.accept", case_id, {}), lu.op("task.report_done", case_id, {"result": "fixed", "text": "好了"}))
    shen.pull()
    assert shen.cases()[case_id]["state"] == "feedback"

    desk(world, "bai", "task.return", case_id, {"reason": "没清干净"}, clock())
    for one in (shen, lu):
        one.pull()
        assert one.cases()[case_id]["state"] == "in_progress"
        assert [line["by"] for line in one.cases()[case_id]["timeline"]][-1] == world.people["bai"]


def test_a_record_that_leaves_a_scope_leaves_the_phone_and_its_reporter_follows_it(phone, world, clock):
    shen, lu, gu, qin = phone("shen"), phone("lu"), phone("gu"), phone("qin")
    case_id, report = shen.report()
    shen.sent(report)
    for one in (lu, gu, qin):
        one.pull()
    assert case_id in lu.cases() and case_id in gu.cases() and case_id not in qin.cases()

    lu.sent(lu.op("task.return", case_id, {"reason": "归三中队"}))
    desk(world, "bai", "case.dispatch", case_id, {"to_unit": world.units["squadron3"], "note": ""}, clock())
    for one in (shen, lu, gu, qin):
        one.pull()

    assert case_id not in lu.cases() and case_id not in gu.cases()
    assert shen.cases()[case_id]["unit"] == qin.cases()[case_id]["unit"] == world.units["squadron3"]


def test_grid_staff_see_what_lies_in_their_cell(phone, world):
    shen, wang = phone("shen"), phone("wang")
    west, report = shen.report(grid_id=world.grids["west"])
    east, other = shen.report(grid_id=world.grids["east"])

    shen.sent(report, other)
    wang.pull()

    assert west in wang.cases() and east not in wang.cases()


@pytest.mark.parametrize("limit", [1, 7])
def test_pages_add_up_to_one_big_load(phone, app, clock, limit):
    shen = phone("shen")
    shen.sent(*(shen.report()[1] for _ in range(9)))

    small = Phone(app.test_client(), "shen", PASSWORD, clock)
    small.pull(limit=limit)

    assert small.records == fresh(app, clock, "shen")
    assert len(small.cases()) == 9


def test_verdicts_come_with_the_last_page_of_a_round(phone):
    shen = phone("shen")
    shen.offset_ms = DAY
    shen.sent(*(shen.report()[1] for _ in range(3)))
    pages, pulled = [], shen._take
    shen._take = lambda scopes: (pages.append(any(s["more"] for s in scopes)), pulled(scopes))

    first = shen.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 5, "lane": {}}).json
    last = shen.pull(limit=5)

    assert pages[:2] == [True, True] and first["verdicts"] == []
    assert [v["code"] for v in last["verdicts"]] == ["clock_off"] * 3


def test_a_page_holds_no_more_than_was_asked_for(phone):
    shen = phone("shen")

    answer = shen.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 5, "lane": {}, "build": "test"}).json

    assert sum(len(s["records"]) + len(s["gone"]) for s in answer["scopes"]) == 5
    assert any(s["more"] for s in answer["scopes"])


def test_a_phone_that_follows_equals_a_fresh_one(phone, app, world, clock):
    shen, lu = phone("shen"), phone("lu")
    cases = [shen.report() for _ in range(3)]
    shen.sent(*(op for _, op in cases))
    lu.pull()
    lu.sent(*(lu.op("task.return", case_id, {"reason": "不归我们"}) for case_id, _ in cases[:2]))
    desk(world, "bai", "case.dispatch", cases[0][0], {"to_unit": world.units["squadron2"], "note": ""}, clock())
    lu.pull(limit=2)

    assert lu.records == fresh(app, clock, "lu")
    assert set(lu.cases()) == {cases[0][0], cases[2][0]}


def test_a_scope_that_is_no_longer_held_is_not_in_the_answer(phone, world, clock):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    lu.pull()
    assert case_id in lu.cases()

    with transaction():
        old = db.session.query(RoleGrant).filter_by(user_id=lu.user_id).one()
        old.valid_to = day_of(clock())
        db.session.add(RoleGrant(id="another", user_id=lu.user_id, unit_id=world.units["squadron3"], role="officer",
                                 valid_from=date(2026, 11, 18) + timedelta(days=1)))
    clock.forward(DAY)
    answer = lu.pull()

    assert {s["id"] for s in answer["scopes"]} == {"reference", f"user:{lu.user_id}", f"unit:{world.units['squadron3']}"}
    assert case_id not in lu.cases()


def test_a_scope_cannot_be_asked_for(phone, world):
    qin = phone("qin")
    qin.cursors = {f"unit:{world.units['squadron2']}": [1, 0]}

    answer = qin.pull()

    assert f"unit:{world.units['squadron2']}" not in {s["id"] for s in answer["scopes"]}


def test_a_new_epoch_and_a_cursor_from_the_future_begin_anew(phone, world):
    shen = phone("shen")
    scope = f"unit:{world.units['squadron2']}"
    shen.sent(*(shen.report()[1] for _ in range(2)))
    shen.pull()
    cursor = shen.cursors[scope]

    def pulled(with_cursor):
        answer = shen.client.post("/api/v1/sync/pull", json={"cursors": shen.cursors | {scope: with_cursor}, "limit": 500, "lane": {}}).json
        return next(s for s in answer["scopes"] if s["id"] == scope)

    quiet, ahead = pulled(cursor), pulled([cursor[0], cursor[1] + 1])
    with transaction():
        db.session.get(feed.Scope, scope).epoch += 1
    raised = pulled(cursor)

    assert (quiet["reset"], quiet["records"]) == (False, [])
    assert (ahead["reset"], len(ahead["records"])) == (True, 2)
    assert (raised["reset"], raised["epoch"], len(raised["records"])) == (True, cursor[0] + 1, 2)


def test_a_first_load_is_no_reset(phone):
    assert not any(s["reset"] for s in phone("shen").pull()["scopes"])


@pytest.mark.parametrize("cursor", [7, "x", [1], [1, "2"], [1.5, 2], [-1, 0], [True, 1], {"a": 1}])
def test_a_cursor_that_is_none(phone, world, cursor):
    shen = phone("shen")

    answer = shen.client.post("/api/v1/sync/pull", json={"cursors": {"reference": cursor}, "limit": 500})

    assert answer.status_code == 422
    assert answer.json["error"]["details"]["field"] == "cursors.reference"


def test_eight_writers_and_a_reader_who_never_stops(app, world, clock):
    """A plain sequence as cursor loses rows here: what commits late with a low number is never asked for again."""
    writers = [Phone(app.test_client(), name, PASSWORD, clock) for name in ("shen", "lu", "gu", "qin") * 2]
    reader = Phone(app.test_client(), "bai", PASSWORD, clock)
    faults, wanted = [], set()

    def write(one):
        try:
            for _ in range(6):
                case_id, op = one.report()
                wanted.add(case_id)
                assert one.sent(op)[0]["verdict"] == "applied"
                one.sent(one.op("case.note", case_id, {"text": "又一条"}, "fact"))
        except BaseException as fault:
            faults.append(fault)

    threads = [Thread(target=write, args=(one,)) for one in writers]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        reader.pull(limit=3)
    reader.pull(limit=3)

    assert faults == []
    assert set(reader.cases()) == wanted and len(wanted) == 48
    assert {c["version"] for c in reader.cases().values()} == {2}
    assert reader.records == fresh(app, clock, "bai")


def questions(job):
    """How many statements the database is asked while the job runs."""
    asked = []
    listen = lambda conn, cursor, statement, *_: asked.append(statement)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    job()
    event.remove(db.engine, "before_cursor_execute", listen)
    return len(asked)


def test_a_pull_asks_as_much_for_a_hundred_cases_as_for_ten(phone, world):
    shen, bai = phone("shen"), phone("bai")

    def first_load():
        bai.cursors = {}
        bai.pull()

    shen.sent(*(shen.report()[1] for _ in range(10)))
    few = questions(first_load)
    shen.sent(*(shen.report()[1] for _ in range(90)))
    many = questions(first_load)

    assert len(bai.cases()) == 100
    assert many <= few < 60


def test_an_op_costs_the_same_however_many_there_are(phone, world):
    shen = phone("shen")
    batches = [[shen.report()[1] for _ in range(count)] for count in (1, 10, 60, 10)]

    _, early, _, late = (questions(lambda batch=batch: shen.sent(*batch)) for batch in batches)

    assert late <= early < 10 * 40
