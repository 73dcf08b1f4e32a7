"""One paper, ready to be shown or printed: its own text in blocks, and what stands around it."""

from dataclasses import dataclass

from fieldapp.domain.instants import local_parts
from fieldapp.rulebook import Rulebook
from fieldapp.store import blobs, ledger
from fieldapp.store.documents import Document
from fieldapp.store.orders import Order

from .filled import filled_again, names_and_numbers
from .layout import Block, lay_out, text_of
from .qr import address
from .signatures import signed_on


@dataclass(frozen=True)
class Printable:
    """`signatures` is {who: sha256}; `as_filled` says whether today's template gives the very text; `other_text` the leader's flag
    that it did not when the op was judged. `made_on` is the local date (year, month, day) of issue, `whole` what no line may cut."""

    type: str
    id: str
    kind: str
    name: str
    number: str | None
    text: str
    blocks: tuple[Block, ...]
    signatures: dict[str, str]
    verify_code: str
    url: str
    issued_at: int
    made_on: tuple[int, int, int]
    whole: tuple[str, ...]
    as_filled: bool
    other_text: bool


def printable(type_: str, paper: Order | Document, rules: Rulebook, origin: str) -> Printable:
    """Read what belongs to a paper. `type_` is order or document, `origin` scheme and host of the public page."""
    issued = ledger.op(paper.op_id)
    filled = filled_again(paper, issued, rules)
    blocks = lay_out(paper.text, filled)
    claims = blobs.claims_of_records(type_, [paper.id])[paper.id]
    ops = sorted((op for op in map(ledger.op, {c.op_id for c in claims}) if op is not None), key=lambda op: op.n)
    kind = rules.documents.get(paper.kind)
    year, month, day, *_rest = local_parts(paper.issued_at, rules.clocks)
    return Printable(
        type=type_, id=paper.id, kind=paper.kind, name=kind["zh"] if kind else paper.kind, number=paper.number, text=paper.text,
        blocks=tuple(blocks), signatures=signed_on(blocks, ops, claims), verify_code=paper.verify_code,
        url=address(origin, paper.verify_code), issued_at=paper.issued_at, made_on=(year, month, day), whole=names_and_numbers(paper, issued),
        as_filled=bool(filled) and text_of(filled) == paper.text,
        other_text=issued is not None and any(flag.code == "text_mismatch" for flag in issued.flags))
