"""Papers at the desk: who may read them, what stands in them, and whose text it is."""

import json
import logging

import pytest

from fieldapp.documents import printable
from fieldapp.rulebook import load
from fieldapp.store.orders import order
from tests.documents.reading import flat, text_in
from tests.documents.sample import signature
from tests.phone import photo_ref


def paper_url(street, form="pdf", type_="order") -> str:
    return f"/desk/papers/{type_}/{street.order_id}.{form}"


@pytest.fixture
def issued(street):
    """`issued(text=…)` inspects and issues an order on the street; gives the verdict's row."""
    def to(**more):
        assert street.inspect()["verdict"] == "applied"
        return street.issue(**more)
    return to


def test_the_pdf_carries_the_text_of_the_phone(street, issued, at_desk):
    assert issued()["verdict"] == "applied"

    answer = at_desk("lin").get(paper_url(street))

    said = json.loads(street.op["body"])["payload"]["text"]
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "application/pdf", "no-store")
    assert text_in(answer.data) == flat(said)
    assert "高东街责改字〔2026〕第001号" in said
    assert at_desk("lin").get(paper_url(street)).data == answer.data


def test_the_page_shows_every_line_and_no_warning(street, issued, at_desk):
    issued()

    page = at_desk("gu").get(paper_url(street, "html"))

    assert page.status_code == 200
    for line in street.order["text"].split("\n"):
        assert line in page.text.replace("<b>", "").replace("</b>", "")
    assert "<b>2026年11月23日24时前（3个工作日）</b>" in page.text
    assert "notice-look" not in page.text


def test_a_text_that_differs_stands_is_flagged_and_said_on_the_desk_but_never_on_the_paper(street, issued, at_desk):
    issued()
    own = street.order["text"].replace("本机关将进行复查", "本机关将再次复查")
    verdict = issued(number=street.number(2), text=own)
    assert (verdict["verdict"], verdict["flags"]) == ("flagged", ["text_mismatch"])

    desk = at_desk("lin")

    assert text_in(desk.get(paper_url(street)).data) == flat(own)
    page = desk.get(paper_url(street, "html")).text
    assert "本机关将再次复查" in page and "上传时与服务器模板填出的文字不一致" in page


def test_a_template_that_changes_later_changes_no_paper(street, issued, monkeypatch, at_desk):
    issued()
    kind = load().documents["order_to_correct"]
    later = [block | {"text": block["text"].replace("本机关将进行复查", "本机关将派人复查")} for block in kind["blocks"]]
    monkeypatch.setitem(kind, "blocks", later)

    paper = printable("order", order(street.order_id), load(), "https://example.test")

    assert not paper.as_filled and "派人" not in paper.text
    assert [b.kind for b in paper.blocks][:3] == ["title", "number", "to"]
    assert text_in(at_desk("lin").get(paper_url(street)).data) == flat(street.order["text"])
    assert "现在的模板填出来会是另一些文字" in at_desk("lin").get(paper_url(street, "html")).text


def test_signatures_stand_on_their_own_lines_once_they_have_arrived(street, issued, at_desk):
    lu, gu, party = signature(), signature(20), signature(40)
    named = [{"who": "officer2", "sha256": photo_ref(gu)["sha256"]}, {"who": "officer1", "sha256": photo_ref(lu)["sha256"]}]
    issued(blobs=[photo_ref(one, "signature", "image/png") for one in (lu, gu)], payload={"signatures": named})
    street.lu.sent(street.lu.op("order.serve", {"type": "order", "id": street.order_id}, {
        "method": "direct", "recipient": "王店主", "served_at": street.lu.iso(), "refusal": None, "seal": "pre_sealed"}, "act",
        blobs=[photo_ref(party, "signature", "image/png")]))
    desk = at_desk("lin")
    bare = desk.get(paper_url(street)).data

    for one in (lu, gu, party):
        assert street.lu.put(one).status_code in (200, 201)

    placed = printable("order", order(street.order_id), load(), "https://example.test").signatures
    assert placed == {"officer1": photo_ref(lu)["sha256"], "officer2": photo_ref(gu)["sha256"], "party": photo_ref(party)["sha256"]}
    signed = desk.get(paper_url(street)).data
    assert len(signed) > len(bare) and text_in(signed) == text_in(bare)
    assert desk.get(paper_url(street, "html")).text.count("/desk/photos/") == 3


def test_a_signature_of_whom_nobody_knows_is_placed_nowhere(street, issued):
    one = signature()
    issued(blobs=[photo_ref(one, "signature", "image/png")])
    street.lu.put(one)

    assert printable("order", order(street.order_id), load(), "https://example.test").signatures == {}


def test_strangers_do_not_learn_that_it_exists(street, issued, at_desk, client):
    issued()
    nowhere = "/desk/papers/order/01920000-0000-7000-8000-000000000000.pdf"

    for name in ("bai", "huan"):
        desk = at_desk(name)
        answers = [desk.get(url) for url in (paper_url(street), paper_url(street, "html"), nowhere, paper_url(street, type_="case"))]
        assert {a.status_code for a in answers} == {404}
        assert len({a.text for a in answers}) == 1
    assert client.get(paper_url(street)).status_code == 303


def test_reading_is_logged_without_saying_what_was_read(street, issued, at_desk, caplog):
    issued()
    desk = at_desk("lin")

    with caplog.at_level(logging.INFO, "fieldapp"):
        desk.get(paper_url(street))

    lines = [r.fields for r in caplog.records if r.getMessage() == "paper"]
    assert [(line["paper"], line["form"]) for line in lines] == [("order_to_correct", "pdf")]
    everything = json.dumps([r.fields for r in caplog.records], ensure_ascii=False)
    assert not any(word in everything for word in (street.order_id, "王记", "林冬至", "第001号", street.order["verify_code"]))
