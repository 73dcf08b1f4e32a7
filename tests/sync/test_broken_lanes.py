"""Gap, fork and what is not authentic (protocol 5 and 6): the answer, the head, and the raw bytes kept."""

import json
from hashlib import sha256

import pytest

from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.ledger import Op, Quarantine


def test_a_gap_stops_the_batch_and_what_came_before_stays(phone, rows):
    shen = phone("shen")
    ops = [shen.report()[1] for _ in range(3)]

    answer = shen.push(ops[0], ops[2])

    error = answer.json["error"]
    assert (answer.status_code, error["code"]) == (409, "gap")
    assert error["details"]["lane_head"] == {"seq": 1, "hash": ops[0]["hash"]}
    assert [r["verdict"] for r in answer.json["results"]] == ["applied"]
    assert [r["dup"] for r in shen.sent(*ops)] == [True, False, False]
    assert rows(Quarantine) == 0


def test_another_op_in_a_place_that_is_taken_is_a_fork(phone, rows):
    shen = phone("shen")
    start = shen.head
    shen.sent(shen.report()[1])
    other = shen.op("report.file", shen.report()[0], {}, "fact", lane_seq=1, prev_hash=start)

    answer = shen.push(other)

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "fork")
    assert answer.json["error"]["details"]["lane_head"]["seq"] == 1
    assert (rows(Quarantine, code="fork"), rows(Op)) == (1, 1)


def test_a_wrong_predecessor_is_a_fork(phone):
    shen = phone("shen")
    shen.sent(shen.report()[1])

    answer = shen.push(shen.report(prev_hash="0" * 64)[1])

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "fork")


def test_after_a_fork_the_phone_goes_on_in_a_new_lane(phone, rows):
    shen = phone("shen")
    old = shen.lane_id
    shen.push(shen.report(prev_hash="0" * 64)[1])

    shen.enroll()
    [result] = shen.sent(shen.report()[1])

    assert shen.lane_id != old and result["verdict"] == "applied"
    assert rows(Quarantine, lane_id=old) == 1


def changed_byte(op, phone):
    return op | {"body": op["body"].replace("木箱", "木厢")}


def wrong_signature(op, phone):
    return op | {"sig": phone.sign("something else")}


def no_signature(op, phone):
    return op | {"sig": "!"}


def no_hash(op, phone):
    return {"body": op["body"], "sig": op["sig"]}


@pytest.mark.parametrize("spoil, code", [
    (changed_byte, "bad_hash"), (wrong_signature, "bad_sig"), (no_signature, "bad_sig"), (no_hash, "bad_hash"),
    (lambda op, phone: op | {"body": op["body"] + "\ud800"}, "bad_hash"), (lambda op, phone: 7, "bad_hash"),
])
def test_bytes_that_are_not_authentic_are_kept_raw_and_move_nothing(phone, rows, spoil, code):
    shen = phone("shen")
    good, bad, later = (shen.report()[1] for _ in range(3))
    bad = spoil(bad, shen)

    first, again = shen.push(good, bad, later), shen.push(good, bad, later)

    assert first.status_code == again.status_code == 200
    applied, quarantined, unjudged = first.json["results"]
    assert applied["verdict"] == "applied"
    assert (quarantined["index"], quarantined["verdict"], quarantined["code"]) == (1, "quarantined", code)
    assert (unjudged["verdict"], unjudged["code"], unjudged["op_id"]) == (None, "gap", json.loads(later["body"])["op_id"])
    assert first.json["lane_head"] == again.json["lane_head"] == {"seq": 1, "hash": good["hash"]}
    [row] = db.session.query(Quarantine).all()
    assert json.loads(row.raw) == bad and row.code == code
    assert rows(Case) == rows(Op) == 1



def test_a_lane_of_somebody_else(phone, rows):
    shen, lu = phone("shen"), phone("lu")

    answer = lu.push(shen.report()[1], lane_id=shen.lane_id)

    assert answer.json["results"][0]["code"] == "wrong_owner"
    assert answer.json["lane_head"] is None
    assert (rows(Op), rows(Quarantine)) == (0, 1)


def test_a_lane_that_nobody_has(phone, rows):
    shen = phone("shen")

    answer = shen.push(shen.report()[1], lane_id="f" * 40)

    assert answer.json["results"][0]["code"] == "unknown_lane"
    assert (rows(Op), rows(Quarantine)) == (0, 1)


@pytest.mark.parametrize("name", ["user_id", "device_id", "lane_id"])
def test_the_body_may_not_name_another(phone, rows, name):
    shen, lu = phone("shen"), phone("lu")

    answer = shen.push(shen.report(**{name: getattr(lu, name)})[1])

    assert answer.json["results"][0]["code"] == "wrong_owner"
    assert answer.json["lane_head"]["seq"] == 0
    assert rows(Op) == 0


def test_an_op_id_with_other_bytes(phone, rows):
    shen = phone("shen")
    op_id = "01900000-0000-7000-8000-000000000001"
    shen.sent(shen.report(op_id=op_id)[1])

    answer = shen.push(shen.report(op_id=op_id, text="另一件")[1])

    assert answer.json["results"][0] == {"op_id": op_id, "index": 0, "verdict": "quarantined", "code": "conflict_id"}
    assert rows(Op) == 1


def test_an_op_id_of_another_person(phone, rows):
    shen, lu = phone("shen"), phone("lu")
    op_id = "01900000-0000-7000-8000-000000000001"
    shen.sent(shen.report(op_id=op_id)[1])

    answer = lu.push(lu.report(op_id=op_id)[1])

    assert answer.json["results"][0]["code"] == "conflict_id"
    assert lu.register()["lane_head"]["seq"] == 0


def test_a_full_quarantine_says_wait_and_another_person_cannot_fill_it(phone, monkeypatch, rows):
    monkeypatch.setattr("fieldapp.sync.push.QUARANTINE_ROWS", 3)
    shen, lu = phone("shen"), phone("lu")
    for n in range(3):
        lu.push({"body": str(n)}, lane_id=shen.lane_id)
        shen.push({"body": str(n)})

    for n in range(3, 6):
        shen.push({"body": str(n)})
    full, of_lu = shen.push({"body": "more"}), lu.push({"body": "more"}, lane_id=shen.lane_id)

    assert full.status_code == of_lu.status_code == 429
    assert int(full.headers["Retry-After"]) > 0
    assert shen.push({"body": "0"}).status_code == 200  # what is kept already needs no more room
    assert shen.sent(shen.report()[1])[0]["verdict"] == "applied"  # and the lane itself is not throttled


def test_a_sender_has_one_quarantine_however_many_lanes_they_name(phone, monkeypatch, rows):
    monkeypatch.setattr("fieldapp.sync.push.QUARANTINE_BYTES", 60)
    shen, lanes = phone("shen"), []
    for _ in range(2):
        lanes.append(shen.lane_id)
        shen.enroll()

    answers = [shen.push({"body": "12345"}, lane_id=one).status_code for one in (*lanes, "nowhere", "elsewhere")]

    assert answers == [200, 200, 200, 429] and rows(Quarantine) == 3


def test_a_revoked_lane_stops_and_nothing_is_judged(phone, rows):
    from fieldapp.store.devices import lane
    from fieldapp.store.transaction import transaction
    shen = phone("shen")
    with transaction():
        lane(shen.lane_id).state = "revoked"

    answer = shen.push(shen.report()[1])

    assert (answer.status_code, answer.json["error"]["code"]) == (403, "lane_revoked")
    assert rows(Op) == rows(Quarantine) == 0


def test_the_same_key_gets_the_same_lane_with_its_head(phone):
    shen = phone("shen")
    op = shen.report()[1]
    shen.sent(op)

    again = shen.register()

    assert again["lane_id"] == shen.lane_id
    assert again["lane_head"] == {"seq": 1, "hash": op["hash"]}


def test_a_chain_begins_with_lane_and_nonce(phone):
    shen = phone("shen")
    lane = shen.register()

    assert lane["lane_head"] == {"seq": 0, "hash": sha256((lane["lane_id"] + lane["nonce"]).encode()).hexdigest()}
