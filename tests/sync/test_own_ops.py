"""What somebody does about an op of their own that had no effect: hand it to the leader, withdraw it, do it anew in its place."""

import pytest

from fieldapp.domain.ids import uuid7
from fieldapp.store.ledger import op as stored
from fieldapp.store.ledger import open_ops
from tests.phone import op_id, photo_ref
from tests.sync.export import PHOTO, export, load


def about(op, type_="op"):
    return {"type": type_, "id": op_id(op)}


def hand(phone, op, text="请定一下", **more):
    handed = phone.op("op.hand_over", about(op), {"text": text} | more.pop("payload", {}), "fact", **more)
    return handed, phone.sent(handed)[0]


def withdraw(phone, op, reason="做错了"):
    return phone.sent(phone.op("op.withdraw", about(op), {"reason": reason}))[0]


def decide(phone, op, decision="confirm", reason="情况属实"):
    return phone.sent(phone.op("flag.decide", about(op), {"decision": decision, "reason": reason}))[0]


def told(phone, op):
    return next(v for v in phone.pull()["verdicts"] if v["op_id"] == op_id(op))


@pytest.fixture
def unseen(phone):
    """沈 wrote on a case of 三中队 that she may not see: (her phone, the case, the note)."""
    shen, qin = phone("shen"), phone("qin")
    case_id, report = qin.report(category="LY01")
    qin.sent(report)
    note = shen.op("case.note", case_id, {"text": "路过看见"}, "fact")
    assert shen.sent(note)[0]["in_effect"] is False
    return shen, case_id, note


@pytest.fixture
def held(phone):
    """陆 takes a task whose case has not come: (his phone, 沈's phone, the case, her report, what he did)."""
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    taken = lu.op("task.accept", case_id, {})
    assert lu.sent(taken)[0]["verdict"] == "held"
    return lu, shen, case_id, report, taken


@pytest.fixture
def refused(phone):
    """陆 took a task that 沈 had taken: (his phone, the case, what he did)."""
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report, shen.op("task.accept", case_id, {}))
    taken = lu.op("task.accept", case_id, {})
    assert lu.sent(taken)[0]["verdict"] == "refused"
    return lu, case_id, taken


def test_what_is_handed_over_is_decided_with_it(unseen, phone):
    shen, case_id, note = unseen
    handed, result = hand(shen, note)
    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "handed_over", True)

    assert decide(phone("lin"), handed)["verdict"] == "applied"

    assert stored(op_id(note)).in_effect
    assert told(shen, handed)["flags"] == [{"code": "handed_over", "state": "confirmed"}]
    assert told(shen, note)["detail"]["decision"] == {"decision": "confirm", "by": phone("lin").user_id, "reason": "情况属实"}


def test_what_is_decided_takes_the_handing_over_with_it(unseen, phone):
    shen, _, note = unseen
    handed, _ = hand(shen, note)

    decide(phone("lin"), note, "dismiss", "不是这个地方")

    assert told(shen, handed)["flags"] == [{"code": "handed_over", "state": "dismissed"}]
    assert told(shen, handed)["detail"]["decision"]["reason"] == "不是这个地方"


def test_a_refused_request_is_handed_over_and_stays_refused(refused, phone):
    lu, _, taken = refused
    handed, _ = hand(lu, taken)

    assert decide(phone("gu"), handed)["verdict"] == "applied"

    assert (stored(op_id(taken)).verdict, stored(op_id(taken)).in_effect) == ("refused", False)
    assert told(lu, handed)["decided"]


def test_what_the_server_never_got_is_handed_over_with_its_content_and_photos(phone):
    lu, lost = phone("lu"), uuid7(phone("lu").now())
    content = {"type": "report.file", "payload": {"text": "纸箱一排", "category": "HW04"}}
    handed = lu.op("op.hand_over", {"type": "op", "id": lost}, {"text": "一直传不上", "content": content}, "fact", blobs=[photo_ref(PHOTO)])
    [result] = lu.sent(handed)
    lu.put(PHOTO)

    assert (result["verdict"], result["in_effect"]) == ("flagged", True)
    assert decide(phone("gu"), handed)["verdict"] == "applied"


@pytest.mark.parametrize("payload, why", [({"text": " "}, "field_missing:text"), ({"text": "x"}, "field_missing:content"),
                                          ({"text": "x", "content": "y"}, "field_missing:content")])
def test_handing_over_says_why_and_of_what_is_not_here_what_it_was(phone, payload, why):
    lu = phone("lu")
    [result] = lu.sent(lu.op("op.hand_over", {"type": "op", "id": uuid7(lu.now())}, payload, "fact"))

    assert (result["verdict"], result["code"], result["detail"]["why"]) == ("flagged", "bad_payload", why)


def test_nobody_hands_over_or_withdraws_what_somebody_else_did(unseen, phone):
    _, _, note = unseen
    lu = phone("lu")

    _, result = hand(lu, note)

    assert (result["code"], result["in_effect"]) == ("no_authority", False)
    assert (withdraw(lu, note)["verdict"], withdraw(lu, note)["code"]) == ("refused", "not_allowed")
    assert [f.state for f in stored(op_id(note)).flags] == ["open"]


def test_what_is_withdrawn_asks_nobody_any_more(unseen, world):
    shen, _, note = unseen
    handed, _ = hand(shen, note)

    assert withdraw(shen, note)["verdict"] == "applied"

    assert open_ops(frozenset(), [shen.user_id]) == []
    kept = stored(op_id(note))
    assert (kept.in_effect, [f.state for f in kept.flags], kept.payload["text"]) == (False, ["dismissed"], "路过看见")
    assert [f.state for f in stored(op_id(handed)).flags] == ["dismissed"]


def test_a_held_request_that_is_withdrawn_is_never_done(held):
    lu, shen, case_id, report, taken = held

    assert withdraw(lu, taken)["verdict"] == "applied"
    shen.sent(report)

    assert (told(lu, taken)["verdict"], told(lu, taken)["code"]) == ("refused", "withdrawn")
    assert lu.cases()[case_id]["state"] == "dispatched"


def test_what_counts_already_is_not_withdrawn(phone, clock):
    shen = phone("shen", now=lambda: clock() + 3_600_000)
    _, report = shen.report()
    assert shen.sent(report)[0]["in_effect"]

    result = withdraw(shen, report)

    assert (result["verdict"], result["code"]) == ("refused", "state_moved")


def test_what_was_done_on_the_spot_is_not_withdrawn(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    lu.sent(lu.op("task.accept", case_id, {}))
    educated = shen.op("case.educate", case_id, {"ground": "minor", "text": "劝导"}, "act")
    shen.sent(educated)
    assert not stored(op_id(educated)).in_effect

    assert withdraw(shen, educated)["code"] == "paper_stands"


def test_done_anew_in_its_place_the_earlier_one_asks_nobody(unseen, phone):
    shen, _, note = unseen
    other, report = shen.report()

    results = shen.sent(report, shen.op("case.note", other, {"text": "路过看见"}, "fact", supersedes=op_id(note)))

    assert [one["verdict"] for one in results] == ["applied", "applied"]

    assert [f.state for f in stored(op_id(note)).flags] == ["dismissed"]
    assert decide(phone("lin"), note)["code"] == "state_moved"


def test_what_was_done_anew_is_not_done_twice_when_a_rescue_brings_the_first(phone):
    """A report that its phone could not send, made anew, and then the old phone's file is loaded after all."""
    shen, lu = phone("shen"), phone("lu")
    _, stuck = shen.report(text="纸箱一排")
    shen.epoch += 1
    shen.enroll()
    anew, report = shen.report(text="纸箱一排", supersedes=op_id(stuck))
    shen.sent(report)

    load(lu.client, export(stuck))

    shen.pull()
    assert list(shen.cases()) == [anew]
    assert (stored(op_id(stuck)).in_effect, [f.state for f in stored(op_id(stuck)).flags]) == (False, ["dismissed"])


def test_what_was_withdrawn_before_it_came_has_no_effect_when_it_comes(phone):
    shen, lu = phone("shen"), phone("lu")
    _, stuck = shen.report()
    shen.epoch += 1
    shen.enroll()
    assert withdraw(shen, stuck)["verdict"] == "applied"

    load(lu.client, export(stuck))

    shen.pull()
    assert list(shen.cases()) == [] and open_ops(frozenset(), [shen.user_id]) == []


def test_sent_twice_it_is_one(unseen):
    shen, _, note = unseen
    handed, first = hand(shen, note)
    assert shen.sent(handed)[0] == first | {"dup": True}
