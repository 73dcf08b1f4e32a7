"""Who sees what of a paper, and the second officer who is asked whether they were there (protocol 6)."""

from fieldapp.store.attestations import attestation, unanswered
from fieldapp.store.base import db
from fieldapp.store.people import Certificate
from fieldapp.store.transaction import transaction
from tests.desk.conftest import at_desk  # noqa: F401  (fixture)
from tests.papers.street import PARTY
from tests.phone import op_id, photo_ref

SIGNATURE = b"\x89PNG\r\n\x1a\n" + b"s" * 300


def attest(who, type_, record_id, present=True, text=""):
    return who.sent(who.op("officer.attest", {"type": type_, "id": record_id}, {"present": present, "text": text}, "fact"))[0]


def test_the_party_is_named_only_to_the_squadron_and_its_officers(street, phone):
    """沈 reported it and works in 二中队; 网 and 白 follow cases, 秦 is of another squadron, 林 leads them all."""
    street.served()
    seen = {}
    for name in ("shen", "gu", "lin", "bai", "qin", "wang", "cheng", "huan"):
        one = phone(name)
        one.pull()
        seen[name] = {type_ for type_ in ("case", "inspection", "order", "item") if one.held(type_)}
        assert (PARTY["name"] in str(one.records)) == (name in ("shen", "gu", "lin")), name

    whole = {"case", "inspection", "order", "item"}
    assert seen == {"shen": whole, "gu": whole, "lin": whole, "bai": {"case", "item"}, "qin": set(), "wang": set(), "cheng": set(),
                    "huan": set()}


def test_whoever_reported_it_follows_the_items_through_the_case(street, phone, world):
    wang = phone("wang")
    case_id, report = wang.report(source="grid", grid_id=world.grids["west"])
    wang.sent(report)
    street.case_id = case_id
    street.lu.sent(street.lu.op("task.accept", case_id, {}))
    street.served()
    wang.pull()

    [order] = wang.cases()[case_id]["orders"]
    assert [(i["state"], i["due_at"] > 0) for i in order["items"]] == [("served", True)] * 2
    assert wang.held("order") == {} and PARTY["name"] not in str(wang.records)


def test_the_words_of_a_decision_on_a_paper_are_for_who_may_read_the_paper(street, phone, at_desk):  # noqa: F811
    """The leader names the party; the dispatcher, who follows the case, reads that it was decided and not why."""
    street.inspect()
    assert street.issue(text="另一种写法")["flags"] == ["text_mismatch"]
    lin, why = phone("lin"), f"{PARTY['name']}的纸张已核对"

    lin.sent(lin.op("flag.decide", {"type": "op", "id": op_id(street.op)}, {"decision": "confirm", "reason": why}))

    for name in ("lu", "bai"):
        one = phone(name)
        one.pull()
        last = one.cases()[street.case_id]["timeline"][-1]
        assert (last["type"], last["fields"]) == ("flag.decide", {}), name
    pages = {name: at_desk(name).get(f"/desk/cases/{street.case_id}").text for name in ("gu", "lin", "bai")}
    assert {name: (why in page, "存疑：认可" in page) for name, page in pages.items()} == {
        "gu": (True, True), "lin": (True, True), "bai": (False, True)}


def test_a_signature_is_seen_by_who_sees_the_paper(street, phone):
    street.inspect()
    street.issue(blobs=[photo_ref(SIGNATURE, "signature", "image/png")])
    sha256 = photo_ref(SIGNATURE)["sha256"]
    assert street.lu.put(SIGNATURE).status_code == 201

    read = {name: phone(name).client.get(f"/api/v1/blobs/{sha256}").status_code for name in ("gu", "lin", "bai", "qin")}

    assert read == {"gu": 200, "lin": 200, "bai": 404, "qin": 404}
    assert [(p["role"], p["stored"]) for p in street.order["photos"]] == [("signature", True)]


def test_the_second_officer_is_asked_at_once_and_attests(street, world, clock):
    street.inspect()
    asked = street.seen(street.gu).held("inspection")[street.inspection_id]["attestations"]
    assert asked == [{"user": world.people["gu"], "asked_at": clock(), "answered_at": None, "present": None}]
    assert [(a.target_type, a.user_id) for a in unanswered(clock() + 1)] == [("inspection", world.people["gu"])]

    result = attest(street.gu, "inspection", street.inspection_id, text="我在场")

    assert result["verdict"] == "applied" and unanswered(clock() + 1) == []
    assert (attestation("inspection", street.inspection_id, world.people["gu"]).present) is True


def test_a_denial_flags_the_paper_for_the_leader(street, phone, world):
    street.served()

    result = attest(street.gu, "order", street.order_id, present=False, text="那天我休假")

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "attest_denied", True)
    assert street.order["state"] == "served"
    assert [a["present"] for a in street.order["attestations"]] == [False]


def test_nobody_else_attests_nor_the_author(street, phone):
    street.served()

    author, stranger, unasked = attest(street.lu, "order", street.order_id), attest(phone("shen"), "order", street.order_id), attest(
        street.gu, "item", street.items[0])

    assert [r["code"] for r in (author, stranger, unasked)] == ["no_authority"] * 3


def test_whoever_was_at_the_recheck_is_asked_about_that(street, world):
    street.served()
    street.recheck(0, "fail")

    assert attest(street.gu, "item", street.items[0])["verdict"] == "applied"
    street.recheck(0)

    again = street.seen().held("item")[street.items[0]]["attestations"]
    assert [(a["user"], a["present"]) for a in again] == [(world.people["gu"], None)]


def test_who_was_there_at_an_earlier_recheck_can_still_say_so(street, phone, world):
    """秦 is of another squadron, and was the other officer of the first recheck only."""
    with transaction():
        db.session.query(Certificate).filter_by(user_id=world.people["qin"]).one().fields = ["*"]
    street.served()
    qin = phone("qin")
    first = street.lu.recheck(street.items[0], [street.officers[0], world.people["qin"]], "fail")
    assert street.lu.sent(first)[0]["flags"] == []
    assert street.recheck(0)["flags"] == []

    assert attest(qin, "item", street.items[0])["flags"] == []

    assert attestation("item", street.items[0], world.people["qin"]).present
