"""The paper's own text stands (Must show 5): in the PDF, at the desk and behind the QR code, whatever the server's template says.

All three kinds, from the op to what another program reads out of the PDF.
"""

import hashlib
import json
import re

import pytest

from fieldapp.domain import papers
from fieldapp.rulebook import load
from tests.contract.files import read
from tests.desk.conftest import at_desk  # noqa: F401  (fixtures)
from tests.documents.reading import flat, text_in
from tests.papers.street import NUMBER
from tests.phone import new_id

ORDER, RECORD, OPINION = KINDS = ("order_to_correct", "inspection_record", "recheck_opinion")
NUMBERS = {ORDER: NUMBER.format(1), RECORD: None, OPINION: "高东街复查字〔2026〕第001号"}
NAMES = {ORDER: "责令限期改正通知书", RECORD: "现场检查笔录", OPINION: "整改复查意见书"}


class Issued:
    """A paper as a phone made it: `signed` was filled there; `spoil` happens to the server's template before it arrives."""

    def __init__(self, street, kind: str, spoil=lambda: None):
        street.inspect()
        if kind == OPINION:
            street.issue()
            street.serve()
            street.recheck(0)
        self.type, self.id = ("order" if kind == ORDER else "document"), new_id(street.lu.now())
        op = self._order(street) if kind == ORDER else self._document(street, kind)
        said = json.loads(op["body"])["payload"]
        self.signed, self.code = said["text"], said["verify_code"]
        spoil()
        [self.result] = street.lu.sent(op)
        self.text = street.seen().held(self.type)[self.id]["text"]

    def _order(self, street) -> dict:
        street.lu.sent, send = lambda op: [{"verdict": "kept"}], street.lu.sent
        street.issue()
        street.lu.sent, self.id = send, street.order_id
        return street.op

    def _document(self, street, kind: str) -> dict:
        text = papers.plain(papers.fill(load().documents[kind], values(kind, street), load().clocks))
        about = {"type": "item", "id": street.items[0]} if kind == OPINION else {"type": "inspection", "id": street.inspection_id}
        return street.lu.op("document.issue", {"type": "document", "id": self.id}, {
            "document": kind, "about": [about], "fields": fields(kind), "officers": street.officers, "verify_code": f"code-of-{self.id}",
            "text": text, "text_hash": hashlib.sha256(text.encode()).hexdigest()}, "act",
            number={"register": "recheck_opinion:2026", "n": 1, "lease_id": None} if kind == OPINION else None)


def fields(kind: str) -> dict:
    story = next(one for one in read("papers.json")["papers"] if one["kind"] == kind)
    return {name: value for name, value in story["values"].items() if name != "number" and not name.startswith("officer")}


def values(kind: str, street) -> dict:
    who = {f"officer{n}_{what}": table[o] for n, o in enumerate(street.officers, 1)
           for what, table in (("name", street.names), ("cert", street.certificates))}
    return fields(kind) | who | ({"number": NUMBERS[kind]} if NUMBERS[kind] else {})


@pytest.fixture
def other_template(monkeypatch):
    """`other_template(kind)()` changes one character of the server's template."""
    def of(kind):
        row = load().documents[kind]
        n = next(n for n, block in enumerate(row["blocks"]) if "：" in block["text"])
        changed = row["blocks"][n] | {"text": row["blocks"][n]["text"].replace("：", "∶", 1)}
        return lambda: monkeypatch.setitem(row, "blocks", [*row["blocks"][:n], changed, *row["blocks"][n + 1:]])
    return of


def shown(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"<[^>]+>", "", page)


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_of_the_phone_is_in_the_pdf_at_the_desk_and_counts(street, at_desk, kind, client):  # noqa: F811
    paper = Issued(street, kind)

    assert (paper.result["verdict"], paper.result["flags"], paper.text) == ("applied", [], paper.signed)
    desk = at_desk("lin")
    assert text_in(desk.get(f"/desk/papers/{paper.type}/{paper.id}.pdf").data) == flat(paper.signed)
    for page in (f"/desk/papers/{paper.type}/{paper.id}.html", f"/desk/{paper.type}s/{paper.id}"):
        told = shown(desk.get(page).text)
        assert all(line in told for line in paper.signed.split("\n")), page
    public = client.get(f"/v/{paper.code}").text
    assert "这份文书有效" in public and NAMES[kind] in public and (NUMBERS[kind] or "") in public


@pytest.mark.parametrize("kind", KINDS)
def test_one_character_changed_on_the_server_changes_no_paper(street, at_desk, kind, other_template, client):  # noqa: F811
    paper = Issued(street, kind, other_template(kind))

    assert (paper.result["verdict"], paper.result["code"], paper.result["in_effect"]) == ("flagged", "text_mismatch", True)
    assert paper.text == paper.signed and "∶" not in paper.text
    desk = at_desk("lin")
    assert text_in(desk.get(f"/desk/papers/{paper.type}/{paper.id}.pdf").data) == flat(paper.signed)
    page = shown(desk.get(f"/desk/papers/{paper.type}/{paper.id}.html").text)
    assert all(line in page for line in paper.signed.split("\n")) and "∶" not in page
    assert "不一致" in page
    assert "文书文字和存档不一样" in shown(desk.get("/desk/attention").text)
    public = client.get(f"/v/{paper.code}").text
    assert "这份文书有效" in public and NAMES[kind] in public and "不一致" not in public
