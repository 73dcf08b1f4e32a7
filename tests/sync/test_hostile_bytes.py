"""What no honest phone sends: the answer is one of protocol 5's, nothing fails, and the lane of the next op is not stopped."""

import json
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.ledger import Op

ODD = "\u0000 \ud800 木箱"


def signed(phone, text):
    return {"body": text, "hash": sha256(text.encode()).hexdigest(), "sig": phone.sign(text)}


def rewritten(phone, op, change):
    """The same op with another text, rightly hashed and signed."""
    return signed(phone, change(op["body"]))


def deep(levels):
    return "[" * levels + "]" * levels


CHANGES = [
    lambda body: "not json", lambda body: "null", lambda body: "[]", lambda body: "", lambda body: body[:-1],
    lambda body: body.replace('"mono_ms": 1000', '"mono_ms": 1000.5'),
    lambda body: body.replace('"mono_ms": 1000', '"mono_ms": 1e3'),
    lambda body: body.replace('"mono_ms": 1000', '"mono_ms": NaN'),
    lambda body: body.replace('"mono_ms": 1000', '"mono_ms": Infinity'),
    lambda body: body.replace('"mono_ms": 1000', '"mono_ms": ' + "9" * 30),
    lambda body: body.replace('"mono_ms": 1000', '"mono_ms": ' + "9" * 5000),
    lambda body: body.replace('"offset_ms": 0', '"offset_ms": -9007199254740991'),
    lambda body: body.replace('"supersedes": null', '"supersedes": ' + deep(40)),
    lambda body: body.replace('"supersedes": null', '"supersedes": ' + deep(20_000)),
    lambda body: body.replace('"v": 1', '"v": 1, "v": 1'),
    lambda body: body.replace('"v": 1', '"v": 2'),
    lambda body: body.replace("2026-11", "9999-12"),
    lambda body: body.replace("+08:00", ""),
    lambda body: body.replace('"lane_seq": 1', '"lane_seq": true'),
    lambda body: body.replace('"lane_seq": 1', '"lane_seq": 0'),
    lambda body: body.replace('"blobs": []', '"blobs": [{"sha256": ["a"], "bytes": 1, "mime": "x", "role": "evidence"}]'),
    lambda body: body.replace('"blobs": []', '"blobs": [7]'),
    lambda body: body.replace('"payload": {', '"payload": [{').replace('}, "blobs"', '}], "blobs"'),
    lambda body: body.replace('"type": "report.file"', '"type": ""'),
    lambda body: body.replace('"op_id": "', '"op_id": "x'),
]


def test_a_signed_text_that_is_no_envelope_is_quarantined(phone, rows):
    shen = phone("shen")
    good = shen.report()[1]

    for number, change in enumerate(CHANGES):
        answer = shen.push(rewritten(shen, good, change))

        [result] = answer.json["results"]
        assert (answer.status_code, result["verdict"], result["code"]) == (200, "quarantined", "malformed"), number
        assert answer.json["lane_head"]["seq"] == 0
    assert rows(Op) == 0
    assert shen.sent(good)[0]["verdict"] == "applied"


def test_texts_that_no_database_holds_are_kept_in_the_body_and_shown_without(phone, rows):
    shen = phone("shen")
    start = shen.seq
    case_id, op = shen.report(text="TEXT")
    op = rewritten(shen, op, lambda body: body.replace("TEXT", json.dumps(ODD)[1:-1]))
    shen.head, shen.seq = op["hash"], start + 1

    [result] = shen.sent(op)
    shen.pull()

    assert result["verdict"] == "applied"
    assert shen.cases()[case_id]["text"] == "\ufffd \ufffd 木箱"
    assert db.session.get(Op, result["op_id"]).body == op["body"]
    assert shen.sent(shen.report()[1])[0]["verdict"] == "applied"


UNREADABLE = [
    b"", b"{", b"[]", b"7", b'{"lane_id": 7, "ops": []}', b'{"lane_id": "x", "ops": {}}', b'{"lane_id": "\\ud800", "ops": []}',
    b'{"lane_id": "\\u0000", "ops": []}', b"[" * 200_000, b'{"lane_id":"x","ops":[' + b"[" * 900 + b"]" * 900 + b"]}",
    b'{"lane_id": "x", "ops": [' + b"9" * 5000 + b"]}",
]


def test_a_request_that_cannot_be_read_is_refused_as_such(phone):
    client = phone("shen").client

    for door in ("sync/push", "sync/pull", "devices"):
        for body in UNREADABLE:
            answer = client.post(f"/api/v1/{door}", data=body, content_type="application/json")

            assert answer.status_code < 500, (door, body[:40])
            assert answer.status_code != 200 or "results" in answer.json or "scopes" in answer.json, (door, body[:40])


def test_limits_of_a_batch(phone, rows):
    shen = phone("shen")
    fits = shen.report(text="x" * (63 * 1024))[1]
    too_long = shen.report(text="x" * (65 * 1024))[1]

    assert shen.sent(fits)[0]["verdict"] == "applied"
    assert shen.push(too_long).status_code == 413
    assert shen.push(*[fits] * 101).status_code == 413
    assert shen.push(*[fits] * 17).status_code == 413
    assert shen.client.post("/api/v1/sync/push", data=b"x" * (5 * 1024 * 1024), content_type="application/json").status_code == 413
    assert shen.push().json["results"] == []
    assert rows(Op) == 1


def test_an_op_of_just_64_kib_is_taken_and_one_byte_more_is_not(phone):
    shen = phone("shen")
    empty = len(shen.report(text="")[1]["body"].encode())
    shen.enroll()
    exact = shen.report(text="x" * (64 * 1024 - empty))[1]
    over = shen.report(text="x" * (64 * 1024 - empty + 1))[1]

    assert len(exact["body"]) == 64 * 1024
    assert shen.sent(exact)[0]["verdict"] == "applied"
    assert shen.push(over).status_code == 413


ODD_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20) | st.sampled_from(["", "fixed", "2026-12-01", "\u0000"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)
FIELDS = ("category", "text", "source", "grid_id", "fixed_on_spot", "reason", "into", "to_unit", "to_user", "lead_unit", "note", "result",
          "ground", "review_on", "decision")


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=st.lists(st.dictionaries(st.sampled_from(FIELDS), ODD_VALUES, max_size=8), min_size=len(load().actions),
                         max_size=len(load().actions)), own=st.booleans())
def test_whatever_a_payload_holds_every_op_gets_a_verdict(app, world, phone_of_test, payloads, own):
    """No payload stops a lane: every kind of op, on a case of one's own and on one that nobody has."""
    bai = phone_of_test
    bai.enroll()
    case_id, report = bai.report("HB05", source="hotline")
    target = case_id if own else "01900000-0000-7000-8000-00000000000f"
    ops = [bai.op(action.type, {"type": action.targets[0], "id": target}, payload, action.kind)
           for action, payload in zip(load().actions.values(), payloads, strict=True)]

    results = bai.sent(report, *ops)

    assert len(results) == len(ops) + 1
    assert {r["verdict"] for r in results} <= {"applied", "flagged", "held", "refused"}
    bai.pull()
    assert case_id in bai.cases()


@pytest.fixture
def phone_of_test(phone):
    return phone("bai")


def test_a_report_without_what_it_needs_is_kept_without_effect(phone, rows):
    shen = phone("shen")
    op = shen.op("report.file", shen.report()[0], {"category": "no such", "text": "x", "source": "patrol", "fixed_on_spot": False}, "fact",
                 lane_seq=1, prev_hash=shen.register()["lane_head"]["hash"])

    [result] = shen.sent(op)

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "bad_payload", False)
    assert rows(Case) == 0


@pytest.mark.parametrize("target", [{"type": "order", "id": "01900000-0000-7000-8000-00000000000f"}, {"type": "case", "id": "not-a-uuid"}])
def test_a_report_of_something_that_is_no_new_case_has_no_effect(phone, rows, target):
    shen = phone("shen")
    op = shen.op("report.file", target, {"category": "HW04", "text": "x", "source": "patrol", "fixed_on_spot": False}, "fact")

    [result] = shen.sent(op)

    assert (result["verdict"], result["code"]) == ("flagged", "bad_payload")
    assert rows(Case) == 0


def test_a_request_about_the_wrong_kind_of_thing_is_refused(phone):
    bai = phone("bai")
    op = bai.op("case.accept", {"type": "order", "id": "01900000-0000-7000-8000-00000000000f"}, {})

    assert (bai.sent(op)[0]["verdict"], bai.sent(op)[0]["code"]) == ("refused", "wrong_target")
