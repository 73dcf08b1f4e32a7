"""The text of a paper (protocol 10): what is printed stands; the server fills the template again only to compare."""

from dataclasses import replace

import pytest

from fieldapp import rulebook
from fieldapp.store.documents import Document, by_verify_code
from fieldapp.sync import push
from tests.papers.street import NUMBER
from tests.phone import new_id


def paper(street, kind="inspection_record", about=None, number=None, **payload):
    """(result, id) of a paper on the last inspection, whose text nobody filled."""
    document_id = new_id(street.lu.now())
    said = {"document": kind, "about": about or [{"type": "inspection", "id": street.inspection_id}], "fields": {"place": "门前"},
            "officers": street.officers, "verify_code": "v" * 20 + document_id[-8:], "text": "现场检查笔录", "text_hash": "0" * 64} | payload
    op = street.lu.op("document.issue", {"type": "document", "id": document_id}, said, "act", number=number)
    return street.lu.sent(op)[0], document_id


def test_the_papers_own_text_and_its_hash_are_kept(street):
    street.inspect()

    assert street.issue()["flags"] == []

    assert NUMBER.format(1) in street.order["text"] and "2026年11月23日24时前（3个工作日）" in street.order["text"]
    assert "陆谷雨（执法证号：D140581001）" in street.order["text"]


def test_one_character_changed_on_the_servers_template(street, monkeypatch):
    street.inspect()
    rules = rulebook.load()
    kind = rules.documents["order_to_correct"]
    blocks = [b | {"text": b["text"].replace("现责令你", "兹责令你")} for b in kind["blocks"]]
    monkeypatch.setattr(push, "load", lambda: replace(rules, documents={**rules.documents, "order_to_correct": kind | {"blocks": blocks}}))

    result = street.issue()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "text_mismatch", True)
    assert "现责令你" in street.order["text"] and "兹责令你" not in street.order["text"]


@pytest.mark.parametrize("change", [
    {"party": {"kind": "individual", "name": "李四"}}, {"text_hash": "0" * 64}, {"fields": {}},
])
def test_a_text_that_says_something_else_than_the_op(street, change):
    street.inspect()
    said = street.issue(text="责令\n你（单位）改正")
    assert said["flags"] == ["text_mismatch"] and street.order["text"] == "责令\n你（单位）改正"

    street.inspect()
    honest = street.lu.order

    def lying(*args, finish, **more):
        return honest(*args, finish=lambda payload: finish(payload) | change, **more)

    street.lu.order = lying
    assert street.issue()["flags"] == ["text_mismatch"]


def test_without_a_text_the_servers_stands_in(street):
    street.inspect()
    order_id, _, op = street.lu.order(street.inspection_id, street.findings, street.officers, street.number(), street.case_id)

    [result] = street.lu.sent(op)

    assert result["flags"] == ["text_mismatch"]
    assert street.seen().held("order")[order_id]["text"].startswith("高平市人民政府东城街街道办事处\n责令限期改正通知书")


def test_a_paper_without_a_register(street, phone):
    street.inspect()

    result, document_id = paper(street)

    document = street.seen().held("document")[document_id]
    assert (result["flags"], document["state"], document["number"]) == (["text_mismatch"], "issued", None)
    assert (document["case_id"], document["about"]) == (street.case_id, [{"type": "inspection", "id": street.inspection_id}])
    assert street.lu.sent(street.lu.service(document_id, "document"))[0]["verdict"] == "applied"
    assert street.seen().held("document")[document_id]["state"] == "served"


def test_an_opinion_has_a_number_of_its_own_register(street):
    street.served()
    street.recheck(0)
    about = [{"type": "item", "id": street.items[0]}]

    result, document_id = paper(street, "recheck_opinion", about, number={"register": "recheck_opinion:2026", "n": 1, "lease_id": None})

    document = street.seen().held("document")[document_id]
    assert result["in_effect"] and document["number"] == "高东街复查字〔2026〕第001号" and document["case_id"] == street.case_id


@pytest.mark.parametrize("change, why", [
    ({"document": "order_to_correct"}, "field_missing:document"), ({"document": "nothing"}, "field_missing:document"),
    ({"verify_code": "short"}, "field_missing:verify_code"), ({"about": [{"type": "op", "id": "x"}]}, "field_missing:about"),
])
def test_what_is_no_paper(street, rows, change, why):
    street.inspect()

    result, _ = paper(street, **change)

    assert (result["code"], result["detail"]["why"], rows(Document)) == ("bad_payload", why, 0)


def test_the_paper_behind_a_code(street):
    street.served()
    _, document_id = paper(street)

    assert by_verify_code(street.order["verify_code"]).id == street.order_id
    assert by_verify_code("v" * 20 + document_id[-8:]).id == document_id
    assert by_verify_code("nothing") is None
