"""Papers of the contract file, filled and ready to be set; and a drawn signature."""

import io

from PIL import Image, ImageDraw

from fieldapp.documents import Block, Printable, lay_out
from fieldapp.domain import papers
from fieldapp.rulebook import load
from tests.contract.files import read

STORIES = read("papers.json")["papers"]
CODE = "7K3M-92QF-XD4T-HW6P"
ISSUED = 1_795_500_000_000


def filled(story: dict) -> list[Block]:
    blocks = papers.fill(load().documents[story["kind"]], story["values"], load().clocks)
    return [Block(b["kind"], tuple(b["text"].split("\n")), "", b["who"] or "") for b in blocks]


def paper(text: str, template: list[Block] = (), number: str | None = None, **more) -> Printable:
    told = {"type": "order", "id": "x", "kind": "order_to_correct", "name": "责令限期改正通知书", "number": number, "text": text,
            "blocks": tuple(lay_out(text, template)), "signatures": {}, "verify_code": CODE, "url": f"https://example.test/v/{CODE}",
            "issued_at": ISSUED, "made_on": (2026, 11, 24), "whole": (), "as_filled": True, "other_text": False}
    return Printable(**told | more)


def signature(dx: int = 0) -> bytes:
    """PNG with a transparent ground, as a phone makes it."""
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(40, 150), (140 + dx, 30), (240, 160), (340 + dx, 40), (560, 120)], fill="black", width=7, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
