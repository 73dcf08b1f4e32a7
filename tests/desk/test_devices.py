"""Phones at the desk: who answers for which, what each holds, and what becomes of one that is lost or handed in."""

import re
from dataclasses import replace

import pytest

from fieldapp.store.base import db
from fieldapp.store.devices import Device, lane
from fieldapp.store.numbers import Number
from tests.phone import Phone
from tests.world import PASSWORD

HOUR = 3_600_000


@pytest.fixture
def phone(app, world, clock):
    return lambda name, called="巡查 07 号": Phone(app.test_client(), name, PASSWORD, clock, name=called)


def says(one: Phone, ops: int, blobs: int, oldest: int | None) -> None:
    answer = one.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 1, "build": "t", "lane": {
        "lane_id": one.lane_id, "seq": ops, "pending_ops": ops, "pending_blobs": blobs, "oldest_pending_at": oldest}})
    assert answer.status_code == 200


def act(desk, one: Phone, verb: str, **form):
    return desk.post(f"/desk/devices/{one.device_id}/{verb}", data=form)


def fates() -> set[str]:
    return {number.state for number in db.session.query(Number)}


def test_the_list_says_who_has_it_when_it_was_heard_of_and_what_it_holds(at_desk, phone, clock):
    shen = phone("shen")
    says(shen, 3, 2, clock() - HOUR)
    clock.forward(HOUR)

    page = at_desk("gu").get("/desk/devices").text

    assert "巡查 07 号" in page and "沈白露" in page
    assert "3 条、2 个文件" in page and "最早 2 小时前" in page and "1 小时前" in page


def test_a_phone_with_work_that_is_silent_for_four_hours_is_called_out_on_every_page(at_desk, phone, clock):
    says(phone("shen"), 1, 0, clock())
    says(phone("lu", "二中队 3 号"), 0, 0, None)
    gu = at_desk("gu")
    clock.forward(4 * HOUR)
    assert "没有联系</span>" not in gu.get("/desk/devices").text

    clock.forward(60_000)

    page = gu.get("/desk/devices").text
    assert page.count("请打电话问一下") == 1 and page.index("巡查 07 号") < page.index("二中队 3 号")
    assert re.search(r'title="有没传的，4 小时没有联系">1<', gu.get("/desk/cases").text)
    assert "没有联系" in gu.get("/desk/attention").text


def test_what_an_older_lane_said_last_is_of_another_day(at_desk, phone, clock):
    shen = phone("shen")
    says(shen, 5, 5, clock())
    shen.enroll()
    says(shen, 0, 0, None)
    clock.forward(5 * HOUR)

    assert "5 条" not in at_desk("gu").get("/desk/devices").text
    assert "沈白露</span> <b>" not in at_desk("gu").get("/desk/attention").text


@pytest.mark.parametrize("who, sees", [("gu", {"巡查 07 号"}), ("lin", {"巡查 07 号", "三中队 1 号"})])
def test_a_squad_leader_answers_for_their_own_and_the_leader_for_all(at_desk, phone, who, sees):
    phone("shen")
    qin = phone("qin", "三中队 1 号")
    desk = at_desk(who)

    page = desk.get("/desk/devices").text

    assert {name for name in ("巡查 07 号", "三中队 1 号") if name in page} == sees
    assert act(desk, qin, "revoke").status_code == (303 if "三中队 1 号" in sees else 404)


def test_nobody_else_may(at_desk, phone):
    shen = phone("shen")
    for name in ("bai", "cheng"):
        desk = at_desk(name)
        assert desk.get("/desk/devices").status_code == 403 and act(desk, shen, "revoke").status_code == 403
        assert 'href="/desk/devices"' not in desk.get("/desk/cases").text


def test_a_lost_phone_is_shut_out_learns_it_and_its_numbers_are_lost(at_desk, phone):
    lu, gu = phone("lu"), at_desk("gu")

    page = gu.get(act(gu, lu, "revoke").headers["Location"]).text

    assert "手机已停用" in page and "手机还没收到" in page
    answer = lu.push(lu.report()[1])
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "lane_revoked")
    assert "手机已收到" in gu.get("/desk/devices").text
    assert fates() == {"lost"}


def test_a_phone_handed_in_returns_its_numbers(at_desk, phone):
    lu, gu = phone("lu"), at_desk("gu")

    assert act(gu, lu, "hand-in", reason=" ").status_code == 422
    done = act(gu, lu, "hand-in", reason="调离岗位")

    assert done.status_code == 303 and "已交回" in gu.get("/desk/devices").text
    assert fates() == {"returned"} and {n.reason for n in db.session.query(Number)} == {"调离岗位"}
    assert lane(lu.lane_id).state == "revoked"


def test_one_that_holds_work_is_not_handed_in_before_it_is_exported(at_desk, phone, clock):
    lu, gu = phone("lu"), at_desk("gu")
    says(lu, 2, 0, clock())

    refused = act(gu, lu, "hand-in", reason="调离岗位")

    assert refused.status_code == 422 and "还有没传的" in refused.text and 'value="调离岗位"' in refused.text
    assert lane(lu.lane_id).state == "open"
    assert act(gu, lu, "hand-in", reason="调离岗位", exported="1").status_code == 303


def test_a_number_that_was_returned_and_had_been_used_is_used(at_desk, phone, world):
    lu, gu = phone("lu"), at_desk("gu")
    [first, *_rest] = lu.register()["leases"]
    register = next(one for one in lu.register()["leases"] if one["register"].startswith("order_to_correct"))
    inspection, findings, record = lu.inspection([world.people["lu"], world.people["gu"]])
    _, _, order = lu.order(inspection, findings, [world.people["lu"], world.people["gu"]],
                           {"register": register["register"], "n": register["next"], "lease_id": register["lease_id"]})
    act(gu, lu, "hand-in", reason="调离岗位")
    act(gu, lu, "restore")
    lu.sign_in()

    results = lu.sent(record, order)

    assert "number_twice" not in results[1]["flags"] and "out_of_lease" not in results[1]["flags"]
    assert db.session.get(Number, (register["register"], register["next"])).state == "used"


def test_a_phone_that_is_found_goes_on(at_desk, phone):
    shen, gu = phone("shen"), at_desk("gu")
    op = shen.report()[1]
    act(gu, shen, "revoke")

    assert act(gu, shen, "restore").status_code == 303

    shen.sign_in()
    assert shen.sent(op)[0]["verdict"] == "applied"
    assert db.session.query(Device).filter_by(id=shen.device_id).one().shut_at is None


def test_it_reads_in_english(at_desk, phone, clock):
    says(phone("shen"), 1, 1, clock())
    page = at_desk("gu", lang="en").get("/desk/devices").text

    body = re.sub("沈白露|巡查 07 号", "", page.split("<main")[1].split("<dialog")[0])

    assert "Last heard of" in body and "Hand in" in body and not re.search("[\u3400-\u9fff]", body)



@pytest.fixture
def asking(app, monkeypatch):
    """New phones wait for approval, as outside of the demo."""
    monkeypatch.setitem(app.config, "FIELDAPP", replace(app.config["FIELDAPP"], approve_phones=True))


def test_a_new_phone_gets_numbers_once_it_is_approved(asking, at_desk, phone):
    lu, gu = phone("lu", "二中队 3 号"), at_desk("gu")
    lu.sent(lu.report()[1])  # all else works
    assert lu.register()["leases"] == []
    answer = lu.lease("order_to_correct:2026")
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "phone_not_approved")
    assert "新手机，等批准" in gu.get("/desk/devices").text and 'title="新手机等批准">1<' in gu.get("/desk/cases").text

    assert act(gu, lu, "approve").status_code == 303

    assert "等批准" not in gu.get("/desk/devices").text
    assert lu.register()["leases"] != [] and lu.lease("order_to_correct:2026").status_code == 200


def test_a_phone_that_is_shut_out_is_not_approved(asking, at_desk, phone):
    lu, gu = phone("lu"), at_desk("gu")
    assert act(gu, lu, "revoke").status_code == 303

    assert act(gu, lu, "approve").status_code == 403

    assert db.session.get(Device, lu.device_id).approved_at is None


def test_whoever_does_not_answer_for_a_phone_does_not_approve_it(asking, at_desk, phone):
    lu = phone("lu")

    assert act(at_desk("bai"), lu, "approve").status_code == 403
    assert db.session.get(Device, lu.device_id).asked_at is not None


def test_a_phone_that_was_there_before_is_not_asked(app, phone, monkeypatch):
    lu = phone("lu")
    monkeypatch.setitem(app.config, "FIELDAPP", replace(app.config["FIELDAPP"], approve_phones=True))
    lu.enroll()

    assert lu.register()["leases"] != []
