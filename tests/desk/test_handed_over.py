"""The attention page: what its author hands to the leader, what waits too long, what phones found, and the photos one decides by."""

from datetime import timedelta

import pytest

from fieldapp.domain.ids import uuid7
from fieldapp.store import feedback
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.ledger import op
from fieldapp.store.people import RoleGrant
from fieldapp.store.transaction import transaction
from tests.desk.test_attention import decide, items
from tests.phone import Phone, op_id, photo_ref
from tests.world import PASSWORD

HOUR = 3_600_000
JPEG = b"\xff\xd8\xff" + b"p" * 100


@pytest.fixture
def lu(app, world, clock):
    return Phone(app.test_client(), "lu", PASSWORD, clock)


@pytest.fixture
def refused(lu, report, do):
    """A task that 沈 had taken, taken by 陆 too: his op."""
    case_id = report("shen")
    assert do("shen", "task.accept", case_id).verdict == "applied"
    taken = lu.op("task.accept", case_id, {})
    assert lu.sent(taken)[0]["verdict"] == "refused"
    return taken


def hand(phone, about: str, text: str, blobs=(), **payload) -> str:
    handed = phone.op("op.hand_over", {"type": "op", "id": about}, {"text": text} | payload, "fact", blobs=list(blobs))
    [result] = phone.sent(handed)
    return result["op_id"]


def test_what_was_refused_is_shown_with_its_authors_words_and_decided(at_desk, lu, refused):
    handed = hand(lu, op_id(refused), "两个人都去了，请定一下")
    desk = at_desk("gu")

    page = desk.get("/desk/attention").text

    assert items(page) == [handed] and '<span class="count">1</span>' in page
    for words in ("本人转交，请决定", "两个人都去了，请定一下", "接单", "退回本人"):
        assert words in page
    assert decide(desk, handed, "dismiss", "由沈办").status_code == 303
    assert items(desk.get("/desk/attention").text) == []
    assert lu.pull()["verdicts"][-1]["detail"]["decision"]["reason"] == "由沈办"


def test_what_was_flagged_and_handed_over_stands_in_the_list_once(at_desk, report, lu):
    there = report("qin", category="LY01")
    note = lu.op("case.note", there, {"text": "路过看见"}, "fact")
    lu.sent(note)
    handed = hand(lu, op_id(note), "请看一下")
    desk = at_desk("gu")

    page = desk.get("/desk/attention").text

    assert items(page) == [handed] and '<span class="count">1</span>' in page and "路过看见" in page
    assert decide(desk, handed).status_code == 303
    assert op(op_id(note)).in_effect


def test_of_what_the_server_never_got_the_content_is_shown_in_words_with_its_photos(at_desk, lu, clock):
    content = {"type": "report.file", "payload": {"category": "HW04", "text": "<b>纸箱</b>一排", "grid_id": None, "odd": [1]},
               "place": {"lat_e7": 357991234, "lon_e7": 1129230000, "acc_cm": 1200}, "code": "bad_sig", "at": "2026-11-18T09:00:00.000+08:00"}
    hand(lu, uuid7(clock()), "一直传不上", [photo_ref(JPEG)], content=content)
    lu.put(JPEG)
    desk = at_desk("gu")

    page = desk.get("/desk/attention").text

    for words in ("上报", "占道堆物", "&lt;b&gt;纸箱&lt;/b&gt;一排", "35.79912, 112.92300 ±12 m", "bad_sig", "2026-11-18 09:00:00"):
        assert words in page, words
    thumb = f"/desk/photos/{photo_ref(JPEG)['sha256']}/thumb"
    assert thumb in page and desk.get(thumb).status_code == 200
    assert at_desk("cheng").get(thumb).status_code == 404


def end_roles(user_id, on):
    with transaction():
        for grant in db.session.query(RoleGrant).filter_by(user_id=user_id):
            grant.valid_to = on


def test_what_was_handed_over_stays_in_sight_when_its_authors_role_has_ended(at_desk, report, lu, clock):
    there = report("qin", category="LY01")
    note = lu.op("case.note", there, {"text": "路过看见"}, "fact")
    lu.sent(note)
    handed = hand(lu, op_id(note), "请看一下")
    alone = hand(lu, uuid7(clock()), "一直传不上", content={"type": "report.file"})
    end_roles(lu.user_id, day_of(clock()) - timedelta(days=1))

    assert items(at_desk("bai").get("/desk/attention").text) == [handed]
    desk = at_desk("lin")
    assert set(items(desk.get("/desk/attention").text)) == {handed, alone}
    assert decide(desk, alone).status_code == 303
    assert decide(desk, handed).status_code == 303
    assert items(desk.get("/desk/attention").text) == [alone]  # answered, and in no record


def test_what_was_handed_over_with_its_content_stays_to_be_read_after_the_decision(at_desk, lu, clock):
    handed = hand(lu, uuid7(clock()), "一直传不上", content={"type": "report.file", "payload": {"text": "纸箱一排"}})
    desk = at_desk("gu")
    before = desk.get("/desk/attention").text
    assert "内容不会自动登记" in before and "交来的现在生效" not in before
    assert decide(desk, handed, "dismiss", "另行登记了").status_code == 303

    page = desk.get("/desk/attention").text
    assert items(page) == [handed] and "转交来的，已决定" in page and '<span class="count">' not in page
    page = desk.get(f"/desk/attention?open=op:{handed}").text
    assert "纸箱一排" in page and "没有认可：另行登记了" in page and 'name="decision"' not in page
    assert "纸箱一排" not in at_desk("bai").get(f"/desk/attention?open=op:{uuid7(clock())}").text


def test_a_decided_op_keeps_its_address(at_desk, lu, refused):
    handed = hand(lu, op_id(refused), "请定一下")
    desk = at_desk("gu")
    decide(desk, handed, "dismiss", "由沈办")

    assert items(desk.get("/desk/attention").text) == []
    assert "没有认可：由沈办" in desk.get(f"/desk/attention?open=op:{handed}").text


@pytest.mark.parametrize("content", ["x", [], {"type": 1, "payload": "x", "place": 3}, {"payload": {"officers": [1], "party": 2, "category": []}}])
def test_whatever_a_phone_sends_as_content_leaves_the_page_standing(at_desk, lu, clock, content):
    hand(lu, uuid7(clock()), "看看", content=content)

    assert at_desk("gu").get("/desk/attention").status_code == 200


def test_whoever_decides_sees_the_photos_of_what_belongs_to_no_record(at_desk, report, lu):
    there = report("qin", category="LY01")
    note = lu.op("case.note", there, {"text": "路过看见"}, "fact", blobs=[photo_ref(JPEG)])
    lu.sent(note)
    lu.put(JPEG)
    thumb = f"/desk/photos/{photo_ref(JPEG)['sha256']}/thumb"

    assert thumb in at_desk("gu").get(f"/desk/attention?open=op:{op_id(note)}").text
    assert at_desk("gu").get(thumb).status_code == 200
    assert [at_desk(name).get(thumb).status_code for name in ("cheng", "bai")] == [404, 404]


def test_what_waits_for_a_day_stands_by_itself_and_a_leader_may_end_it(at_desk, do, clock):
    held = do("bai", "case.accept", "0192f000-0000-7000-8000-000000000001")
    clock.forward(24 * HOUR)
    assert "等了一天还没有办" not in at_desk("bai").get("/desk/attention").text
    clock.forward(60_000)

    page = at_desk("bai").get("/desk/attention").text
    assert "等了一天还没有办" in page and 'name="decision"' not in page

    desk = at_desk("lin")
    assert 'name="decision"' in desk.get("/desk/attention").text
    assert decide(desk, held.op_id, "dismiss", "不会来了").status_code == 303
    assert (op(held.op_id).verdict, op(held.op_id).code) == ("refused", "dismissed")


@pytest.mark.parametrize(("topic", "words"), [("log", "服务器日志核对不上"), ("photo", "有照片损坏")])
def test_what_a_phone_finds_by_itself_is_listed_until_somebody_has_seen_to_it(at_desk, lu, clock, topic, words):
    said_id = uuid7(clock())
    said = {"id": said_id, "text": "<i>forked</i>", "build": "2026.11", "topic": topic}
    assert [lu.client.post("/api/v1/feedback", json=said).status_code for _ in range(2)] == [201, 200]
    desk = at_desk("gu")

    page = desk.get("/desk/attention").text

    assert words in page and "&lt;i&gt;forked" in page and '<span class="count">1</span>' in page
    assert "forked" not in at_desk("lin").get("/desk/feedback").text
    assert at_desk("cheng").post(f"/desk/attention/said/{said_id}", data={"note": "x"}).status_code == 404
    assert desk.post(f"/desk/attention/said/{said_id}", data={"note": " "}).status_code == 422
    assert desk.post(f"/desk/attention/said/{said_id}", data={"note": "上周恢复过备份"}).status_code == 303
    assert words not in desk.get("/desk/attention").text
    assert feedback.trouble(said_id).settled_note == "上周恢复过备份"


def test_a_topic_that_nobody_knows_is_refused(lu, clock):
    answer = lu.client.post("/api/v1/feedback", json={"id": uuid7(clock()), "text": "x", "build": "", "topic": "other"})

    assert (answer.status_code, answer.json["error"]["details"]["field"]) == (422, "topic")
