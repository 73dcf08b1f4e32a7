"""What stands beside a paper of any kind: who was named with which certificate, who attests, who signed, what is doubtful."""

from dataclasses import dataclass

from flask_babel import gettext as _

from fieldapp.config import current_settings
from fieldapp.documents import Printable, printable, qr
from fieldapp.operations.authority import certificate_number
from fieldapp.rulebook import load
from fieldapp.store.attestations import attestations_of
from fieldapp.store.blobs import PHOTO_ROLES, Claim, claims_of_op
from fieldapp.store.cases import Case, case_for, names_of
from fieldapp.store.days import day_of
from fieldapp.store.ledger import Op

from .door import me
from .told_papers import METHODS, SEALS, paper_name
from .verdicts import flag_words, worst_first

SIGNERS = {"officer1": 0, "officer2": 1}


@dataclass(frozen=True)
class Officer:
    name: str
    certificate: str


@dataclass(frozen=True)
class Answer:
    """Somebody asked whether they were there. `n` of the item whose recheck it was, or None."""

    name: str
    asked_at: int
    answered_at: int | None
    present: bool | None
    text: str
    n: int | None = None


@dataclass(frozen=True)
class Service:
    """送达. `photos` are what proves a refusal."""

    method: str
    recipient: str
    seal: str
    at: int
    by: str
    reason: str
    witness: str
    photos: tuple[Claim, ...]


@dataclass(frozen=True)
class Doubt:
    """One flag of one op: `state` open, confirmed or dismissed."""

    op: Op
    code: str
    words: str
    state: str
    counts: bool


def officers(ids: list[str], at: int) -> list[Officer]:
    """Names with the certificates of that day."""
    names, day = names_of(set(ids)), day_of(at).isoformat()
    return [Officer(names.get(one, "–"), certificate_number(one, day) or "") for one in ids]


def answers(type_: str, rows: list) -> list[Answer]:
    """Of the things of one type, in the order of asking."""
    asked = attestations_of(type_, [row.id for row in rows])
    names = names_of({a.user_id for those in asked.values() for a in those})
    return [Answer(names.get(a.user_id, "–"), a.asked_at, a.answered_at, a.present, a.text, getattr(row, "n", None) if type_ == "item" else None)
            for row in rows for a in asked[row.id]]


def service_of(paper) -> Service | None:
    told = paper.service
    if not told:
        return None
    refusal = told.get("refusal") or {}
    return Service(str(METHODS.get(told["method"], told["method"])), told.get("recipient") or "", str(SEALS.get(told["seal"], told["seal"])),
                   paper.served_at, names_of({told.get("by")}).get(told.get("by"), ""), refusal.get("reason", ""), refusal.get("witness", ""),
                   tuple(c for c in claims_of_op(told.get("op_id", "")) if c.role in PHOTO_ROLES))


def doubts(ops: list[Op]) -> list[Doubt]:
    """Every flag of these ops, the open ones first."""
    found = [Doubt(op, code, flag_words(code), flag.state, op.in_effect)
             for op in ops for code in worst_first([f.code for f in op.flags]) for flag in op.flags if flag.code == code]
    return sorted(found, key=lambda d: d.state != "open")


def as_sheet(type_: str, paper) -> tuple[Printable, str]:
    """The paper as it is printed, and its QR code."""
    made = printable(type_, paper, load(), current_settings().origin)
    return made, qr.as_data_uri(made.url)


def signatures(paper: Printable, named: list[Officer]) -> list[tuple[str, bool]]:
    """(whose line, is it signed) of the lines of the paper that ask for a signature."""
    words = {"party": _("当事人"), "witness": _("见证人")}
    lines = [b.who for b in paper.blocks if b.kind == "sign" and b.who and b.who != "seal"]
    return [(named[SIGNERS[who]].name if SIGNERS.get(who, len(named)) < len(named) else words.get(who, who), who in paper.signatures)
            for who in dict.fromkeys(lines)]


def case_behind(case_id: str | None) -> Case | None:
    return case_for(me().actor.scopes, case_id) if case_id else None


__all__ = ["answers", "as_sheet", "case_behind", "doubts", "officers", "paper_name", "service_of", "signatures"]
