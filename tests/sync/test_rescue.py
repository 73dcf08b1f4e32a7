"""Rescue: what a phone exported comes in by whoever has the file, once, as its author's (protocol 6)."""

import hashlib

from fieldapp.store.base import db
from fieldapp.store.blobs import Claim
from fieldapp.store.cases import Case
from fieldapp.store.devices import lane
from fieldapp.store.holes import Hole
from fieldapp.store.ledger import Op, Quarantine
from fieldapp.store.transaction import transaction
from fieldapp.sync.verify import verify_all
from tests.phone import op_id
from tests.sync.export import PHOTO, export, load, whole


def verdicts(results: list[dict]) -> list[tuple]:
    return [(r["verdict"], r["code"], r["dup"]) for r in results]


def test_whoever_loads_it_the_author_is_the_lanes(story, world, rows):
    shen, lu, ops = story

    answer = load(lu.client, whole(ops)).json

    assert verdicts(answer["results"]) == [("applied", None, False)] * 3
    assert all(r["via"] == "rescue" and r["lacks"] == 0 for r in answer["results"])
    assert (answer["missing"], answer["broken"]) == ([], [])
    assert answer["blobs"] == [{"sha256": hashlib.sha256(PHOTO).hexdigest(), "stored": True, "dup": False, "code": None}]
    assert {(op.user_id, op.via) for op in db.session.query(Op)} == {(world.people["shen"], "rescue")}
    assert db.session.query(Claim).one().filled_via == "rescue"
    assert rows(Case, reporter_id=world.people["shen"]) == 2
    shen.pull()
    assert [p["stored"] for c in shen.cases().values() for p in c["photos"]] == [True]


def test_the_same_file_twice_and_then_the_phone_itself_double_nothing(story, rows):
    shen, lu, ops = story
    load(lu.client, whole(ops))

    again = load(lu.client, whole(ops)).json
    pushed = shen.sent(*ops)

    assert verdicts(again["results"]) == [("applied", None, True)] * 3 and again["blobs"][0]["dup"]
    assert [r["dup"] for r in pushed] == [True] * 3
    assert shen.put(PHOTO).status_code == 200
    assert (rows(Op), rows(Case)) == (3, 2)
    assert shen.sent(shen.report()[1])[0]["verdict"] == "applied"  # the lane goes on


def test_what_the_phone_had_sent_already_is_no_obstacle(story, rows):
    shen, lu, ops = story
    shen.sent(ops[0])

    answer = load(lu.client, whole(ops)).json

    assert [r["dup"] for r in answer["results"]] == [True, False, False] and answer["missing"] == []
    assert answer["blobs"][0]["stored"]


def test_the_order_in_the_file_is_not_the_order_of_judging(story):
    shen, lu, ops = story

    answer = load(lu.client, export(*reversed(ops))).json

    assert [r["op_id"] for r in answer["results"]] == [op_id(op) for op in ops]
    assert verdicts(answer["results"]) == [("applied", None, False)] * 3
    assert [r["lacks"] for r in answer["results"]] == [1, 0, 0]


def test_a_missing_op_is_a_named_hole_and_the_one_behind_it_has_no_effect(story, rows):
    shen, lu, ops = story

    answer = load(lu.client, export(ops[0], ops[2])).json

    assert verdicts(answer["results"]) == [("applied", None, False), ("flagged", "broken_chain", False)]
    assert answer["missing"] == [{"lane_id": shen.lane_id, "first": 2, "last": 2}]
    assert (rows(Case), rows(Op, in_effect=False)) == (1, 1)
    assert verify_all().faults == []


def test_the_missing_op_fills_its_hole_when_the_phone_comes(story, rows):
    shen, lu, ops = story
    load(lu.client, export(ops[0], ops[2]))
    head = shen.register()["lane_head"]

    results = shen.sent(*ops)

    assert head == {"seq": 1, "hash": ops[0]["hash"]}  # from here the phone offers again what it has
    assert [r["dup"] for r in results] == [True, False, True]
    assert [(r["verdict"], r["in_effect"]) for r in results] == [("applied", True)] * 3
    assert shen.register()["lane_head"] == {"seq": 3, "hash": ops[2]["hash"]}
    assert (rows(Case), rows(Hole)) == (2, 0)
    assert verify_all().faults == []
    told = {v["op_id"]: v["verdict"] for v in shen.pull()["verdicts"]}
    assert told[op_id(ops[2])] == "applied"


def test_a_hole_is_filled_from_a_second_file_and_from_both_ends(phone, rows):
    shen, lu = phone("shen"), phone("lu")
    ops = [shen.report()[1] for _ in range(5)]
    load(lu.client, export(ops[0], ops[4]))

    load(lu.client, export(ops[2]))
    between = load(lu.client, export(ops[3])).json["missing"]
    load(lu.client, export(ops[1]))

    assert between == [{"lane_id": shen.lane_id, "first": 2, "last": 2}]
    assert (rows(Hole), rows(Case), rows(Op, verdict="applied")) == (0, 5, 5)
    assert verify_all().faults == []


def test_a_leader_lets_in_what_stands_behind_a_hole(story, phone, rows):
    shen, lu, ops = story
    lin = phone("lin")
    load(lu.client, export(ops[0], ops[2]))

    [decided] = lin.sent(lin.op("flag.decide", {"type": "op", "id": op_id(ops[2])}, {"decision": "confirm", "reason": "手机摔坏了"}))

    assert decided["verdict"] == "applied" and rows(Case) == 2
    assert [r["verdict"] for r in shen.sent(*ops)] == ["applied", "applied", "flagged"]


def test_a_request_behind_a_hole_is_held_until_it_is_filled(phone, rows):
    lu, shen = phone("lu"), phone("shen")
    case, report = shen.report()
    shen.sent(report)
    bai = phone("bai")
    bai.sent(bai.op("case.accept", case, {}))
    before, request = bai.report(source="hotline")[1], bai.op("case.reject", case, {"reason": "不属实"})

    [held] = load(lu.client, export(request)).json["results"]
    [_, after] = bai.sent(before, request)

    assert (held["verdict"], held["code"], held["flags"]) == ("held", "broken_chain", ["broken_chain"])
    assert (after["verdict"], after["in_effect"]) in (("applied", True), ("refused", False))
    assert after["verdict"] != "held"


def test_another_op_in_the_place_of_the_missing_one_is_a_fork(story, rows):
    shen, lu, ops = story
    load(lu.client, export(ops[0], ops[2]))
    shen.seq, shen.head = 1, ops[0]["hash"]
    other = shen.report()[1]

    answer = shen.push(other)

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "fork")
    assert (rows(Quarantine, code="fork"), rows(Hole)) == (1, 1)


def test_a_hole_larger_than_any_phone_makes_is_not_believed(phone, rows):
    shen = phone("shen")

    [result] = load(shen.client, export(shen.report(lane_seq=2_000_000_000)[1])).json["results"]

    assert (result["verdict"], result["code"]) == ("quarantined", "gap") and rows(Hole) == 0


def test_what_comes_from_a_revoked_phone_waits_for_a_leader(story, phone, rows):
    shen, lu, ops = story
    with transaction():
        lane(shen.lane_id).state = "revoked"

    answer = load(lu.client, whole(ops)).json
    lin = phone("lin")
    [decided] = lin.sent(lin.op("flag.decide", {"type": "op", "id": op_id(ops[0])}, {"decision": "confirm", "reason": "本人来过"}))

    assert [(r["code"], r["in_effect"]) for r in answer["results"]] == [("lane_revoked", False)] * 3
    assert answer["blobs"][0]["stored"]
    assert decided["verdict"] == "applied" and rows(Case) == 1
    assert [p["stored"] for c in _seen(lin).values() for p in c["photos"]] == [True]


def _seen(phone) -> dict:
    phone.pull()
    return phone.cases()


def test_an_unknown_lane_and_a_bad_signature_go_to_quarantine_and_stop_nobody(story, rows):
    shen, lu, ops = story
    changed = ops[1] | {"sig": lu.sign(ops[1]["body"])}
    stranger = shen.report(lane_id="f" * 40)[1]

    answer = load(lu.client, export(ops[0], changed, ops[2], stranger)).json

    assert verdicts_of_any(answer) == ["applied", ("quarantined", "bad_sig"), "flagged", ("quarantined", "unknown_lane")]
    assert rows(Quarantine) == 2
    load(lu.client, export(ops[0], changed, ops[2], stranger))
    assert rows(Quarantine) == 2


def verdicts_of_any(answer: dict) -> list:
    return [r["verdict"] if r["verdict"] != "quarantined" else (r["verdict"], r["code"]) for r in answer["results"]]


def test_only_who_works_here_may_load_one(story, phone, app):
    shen, lu, ops = story

    assert load(phone("ke").client, whole(ops)).status_code == 403
    assert load(app.test_client(), whole(ops)).status_code == 401


def test_a_full_quarantine_leaves_the_rest_for_later(story, monkeypatch, rows):
    shen, lu, ops = story
    monkeypatch.setattr("fieldapp.sync.push.QUARANTINE_ROWS", 1)
    strange = [shen.report(lane_id=c * 40)[1] for c in "ab"]

    answer = load(lu.client, export(*strange, *ops)).json

    assert [(r["verdict"], r["code"]) for r in answer["results"]][:2] == [("quarantined", "unknown_lane"), (None, "slow_down")]
    assert [r["verdict"] for r in answer["results"]][2:] == ["applied"] * 3


def test_the_phone_learns_of_what_came_in_from_a_lane_it_had_closed(story):
    shen, lu, ops = story
    load(lu.client, whole(ops))
    shen.enroll()

    told = {v["op_id"]: v["verdict"] for v in shen.pull()["verdicts"]}

    assert told == {op_id(op): "applied" for op in ops}
