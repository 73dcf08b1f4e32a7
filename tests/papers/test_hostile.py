"""Whatever stands in a field of an op about a paper, the op gets a verdict and the lane goes on (protocol 2 and 5)."""

import json

import pytest

from tests.phone import new_id

ODD = (None, "", 0, -1, 2**53 - 1, True, [], {}, [None], [{}], ["x" * 70], {"name": "x" * 300}, "\u0000" * 3, "x" * 70, "9999-12-31T23:59:59Z",
       "1900-01-01T00:00:00Z", [{"type": "number", "id": "x"}], [{"type": "item", "id": "y"}])
DUE = {"kind": "date", "given": {"n": 3, "unit": "day"}, "due_at": None}


def payloads(street) -> dict[str, tuple[str, str, dict]]:
    """Type → (kind, target type, a payload that would do)."""
    finding, officers, iso = street.findings[0]["id"], street.officers, street.lu.iso()
    item = {"id": "?", "finding_id": finding, "requirement": "搬走", "deadline": DUE}
    issue = {"document": "order_to_correct", "inspection_id": street.inspection_id, "case_id": street.case_id, "party": {"name": "王"},
             "officers": officers, "items": [item], "verify_code": "?", "text": "x", "text_hash": "0" * 64, "fields": {}}
    served = {"method": "direct", "recipient": "王", "served_at": iso, "refusal": {"reason": "x", "witness": "y"}, "seal": "none"}
    return {
        "inspection.record": ("act", "inspection", {
            "case_id": street.case_id, "basis": "plan", "party": {"name": "王"}, "officers": officers, "cert_shown": True, "started_at": iso,
            "ended_at": iso, "findings": [{"id": "f", "category": "HW04", "text": "x", "blobs": []}]}),
        "order.issue": ("act", "order", issue),
        "document.issue": ("act", "document", {
            "document": "inspection_record", "about": [{"type": "order", "id": street.order_id}], "fields": {"place": "x"},
            "officers": officers, "verify_code": "?", "text": "x", "text_hash": "0" * 64}),
        "order.serve": ("act", "order", served),
        "officer.attest": ("fact", "order", {"present": True, "text": "x"}),
        "item.report_done": ("fact", "item", {"text": "x"}),
        "extension.request": ("request", "item", {"wanted": "2026-12-31", "reason": "x"}),
        "extension.decide": ("request", "item", {"request_op": "x", "granted": True, "due_at": "2026-12-30T00:00:00Z", "reason": "x"}),
        "recheck.record": ("act", "item", {"result": "partial", "officers": officers, "text": "x", "rest": item}),
        "order.withdraw": ("act", "order", {"reason": "x"}),
        "number.void": ("act", "number", {"reason": "x"}),
    }


def odd_ops(street, type_):
    """One op for each field and odd value, and for each odd part of a list's element."""
    kind, target, good = payloads(street)[type_]
    targets = {"order": street.order_id, "item": street.items[0], "number": "order_to_correct:2026#9"}
    for field in good:
        for odd in ODD:
            changes = [odd]
            if isinstance(good[field], list) and good[field] and isinstance(good[field][0], dict):
                changes += [[good[field][0] | {part: odd}] for part in good[field][0]]
            if isinstance(good[field], dict):
                changes += [good[field] | {part: odd} for part in good[field]]
            for change in changes:
                fresh = new_id(street.lu.now())
                said = json.loads(json.dumps(good | {field: change}).replace('"?"', f'"{fresh}"'))
                made = type_.split(".")[1] in ("record", "issue") and target != "item"
                yield street.lu.op(type_, {"type": target, "id": fresh if made else targets[target]}, said, kind,
                                   number={"register": "order_to_correct:2026", "n": 500, "lease_id": None})


@pytest.mark.parametrize("type_", ["inspection.record", "order.issue", "document.issue", "order.serve", "officer.attest", "item.report_done",
                                   "extension.request", "extension.decide", "recheck.record", "order.withdraw", "number.void"])
def test_odd_values_never_stop_the_lane(street, type_):
    street.inspect(categories=("HW04",))
    street.issue()
    if type_ != "order.serve":
        street.serve()
    ops = list(odd_ops(street, type_))

    results = [r for n in range(0, len(ops), 100) for r in street.lu.sent(*ops[n:n + 100])]

    assert len(results) == len(ops)
    assert {r["verdict"] for r in results} <= {"applied", "flagged", "held", "refused"}
    assert street.case["id"] == street.case_id and street.order["id"] == street.order_id


@pytest.mark.parametrize("number", [[], "1", 7, {"register": 5, "n": 1}, {"register": "x" * 90, "n": 1}, {"register": "order_to_correct:2026",
                                    "n": 10**9}, {"register": "order_to_correct:9999", "n": 1}])
def test_odd_numbers_in_the_envelope(street, number):
    street.inspect()
    op = street.lu.order(street.inspection_id, street.findings, street.officers, number, street.case_id)[2]

    assert street.lu.sent(op)[0]["verdict"] == "flagged"


def test_what_supersedes_what_is_no_paper(street):
    street.inspect()
    street.issue()
    report = street.case["timeline"][0]["op_id"]

    result = street.issue(supersedes=report)

    assert (result["code"], result["detail"]["why"]) == ("bad_payload", "field_missing:supersedes")
