"""Where a case lies decides whose it is, and who has let go of it sees it no longer."""

import pytest

from fieldapp.domain.ids import uuid7
from fieldapp.store.base import db
from fieldapp.store.grids import Grid
from fieldapp.store.transaction import transaction
from fieldapp.store.units import Unit
from tests.clock import NOW
from tests.world import square

FAR = (1130000000, 357000000)
INSIDE_FAR = {"lat_e7": FAR[1] + 5000, "lon_e7": FAR[0] + 5000, "acc_cm": 500, "fix_at": None, "source": "gps", "datum": "WGS84"}


@pytest.fixture
def neighbours(world):
    """A second subdistrict with a platform, a second squadron and one cell: ids by name."""
    ids = {name: uuid7(NOW) for name in ("home", "platform", "squadron2", "cell")}
    with transaction():
        for name, kind, number, parent in (("home", "subdistrict", None, world.units["city"]), ("platform", "platform", None, ids["home"]),
                                           ("squadron2", "squadron", 2, ids["home"])):
            db.session.add(Unit(id=ids[name], kind=kind, number=number, name=f"南城街道 {name}", parent_id=parent))
            db.session.flush()
        ring = square(FAR)
        db.session.add(Grid(id=ids["cell"], name="南城一格", level=3, kind="normal", parent_id=None, subdistrict_id=ids["home"], ring=ring,
                            bbox=[*ring[0], *ring[2]]))
    return ids


@pytest.mark.parametrize(("who", "source", "first"), [("shen", "patrol", "squadron2"), ("cheng", "city", "platform")])
@pytest.mark.parametrize("said", ["by its cell", "by its position"])
def test_a_report_goes_to_those_on_whose_ground_it_lies(phone, neighbours, who, source, first, said):
    one = phone(who)
    where = {"grid_id": neighbours["cell"]} if said == "by its cell" else {"place": INSIDE_FAR}
    case_id, report = one.report(source=source, **where)
    one.sent(report)
    one.pull()

    assert (one.cases()[case_id]["unit"], one.cases()[case_id]["grid_id"]) == (neighbours[first], neighbours["cell"])


def test_a_department_that_led_sees_no_more_of_a_case_that_was_returned(phone, world):
    bai, lu, huan = phone("bai"), phone("lu"), phone("huan")
    case_id, report = bai.report(category="HB05", source="city")
    joint = {"to_unit": world.units["squadron2"], "to_user": None, "lead_unit": world.units["department"], "note": ""}
    bai.sent(report, bai.op("case.accept", case_id, {}), bai.op("case.dispatch", case_id, joint))
    huan.pull()
    assert case_id in huan.cases()

    [returned] = lu.sent(lu.op("task.return", case_id, {"reason": "不需要联合"}))
    huan.pull()

    assert returned["verdict"] == "applied"
    assert case_id not in huan.cases()


def test_a_review_date_is_kept_in_one_form(phone):
    shen, lin = phone("shen"), phone("lin")
    case_id, report = shen.report()
    shen.sent(report)

    [suspended] = lin.sent(lin.op("case.suspend", case_id, {"reason": "等资金", "review_on": "20270110"}))
    lin.pull()

    assert suspended["verdict"] == "applied"
    assert lin.cases()[case_id]["review_on"] == "2027-01-10"
