"""Papers (文书): their text, their service (送达), their end; and document.issue for every kind that is no order.

The paper in the citizen's hand stands. The server fills the template again only to compare: `text_mismatch` is in effect.
"""

from fieldapp.domain import papers
from fieldapp.domain.cases import Refused, blank
from fieldapp.domain.instants import instant
from fieldapp.domain.worktime import LATEST_START
from fieldapp.rulebook import Rulebook
from fieldapp.store import documents as store
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.documents import Document
from fieldapp.store.orders import Order
from fieldapp.store.people import user

from . import authority, numbers
from .act import Act
from .attest import ask
from .inspections import issuing_unit
from .replacing import take_place_of
from .things import THINGS


def issue(act: Act, to: str) -> Document:
    """Make a paper. Raises Refused `field_missing:<name>` for a kind nobody knows, a code that is taken, a number that is none."""
    payload = act.payload
    kind = kind_of(act)
    case_id = next((c for one in payload["about"] if (c := THINGS[one["type"]].case_id(THINGS[one["type"]].load(one["id"], False)))), None)
    number, register, n = numbers.use(act, kind["code"], "document") if kind["register"] else (None, None, None)
    text = compared(act, kind, payload["fields"] | {"number": number} if number else payload["fields"])
    made = Document(
        id=act.target_id, kind=kind["code"], number=number, register_id=register, n=n, state=to, state_at=act.received,
        about=payload["about"], case_id=case_id, unit_id=issuing_unit(act, case_id), author_id=act.user_id, fields=payload["fields"],
        officers=payload["officers"], verify_code=payload["verify_code"], text=text, text_hash=papers.text_hash(text),
        issued_at=act.claimed, op_id=act.op_id)
    db.session.add(made)
    db.session.flush()
    ask(act, "document", made.id, made.officers)
    take_place_of(act, made)
    return made


def kind_of(act: Act) -> dict:
    """The row of the paper's kind. Raises Refused `field_missing:document` unless this op issues it, `verify_code` when that is taken."""
    kind = act.rules.documents.get(act.payload["document"])
    if kind is None or kind["op"] != act.type:
        raise Refused("field_missing:document")
    if store.by_verify_code(act.payload["verify_code"]) is not None:
        raise Refused("field_missing:verify_code")
    return kind


def compared(act: Act, kind: dict, values: dict) -> str:
    """The paper's own text; the server's where the op has none. Flags `text_mismatch` when the two are not the same."""
    filled = papers.plain(papers.fill(kind, values | named_officers(act), act.rules.clocks))
    said = act.payload.get("text")
    if said != filled or act.payload.get("text_hash") != papers.text_hash(filled):
        act.flags.append("text_mismatch")
    return filled if blank(said) else said


def named_officers(act: Act) -> dict:
    """Names and certificate numbers of the first two officers, as the paper must print them on its day."""
    return officers_on_paper(act.payload["officers"], str(day_of(act.claimed)))


def officers_on_paper(officers: list[str], day: str) -> dict:
    found: dict = {}
    for n, user_id in enumerate(officers[:2], 1):
        found |= {f"officer{n}_name": user(user_id).name, f"officer{n}_cert": authority.certificate_number(user_id, day)}
    return found


def serve(act: Act, paper: Order | Document) -> None:
    """送达. A refusal to sign (拒签) with a witness is service by leaving it (留置送达). Raises Refused `field_missing:<name>`."""
    payload = act.payload
    served = instant(payload["served_at"])
    if served is None or not 0 <= served <= LATEST_START:
        raise Refused("field_missing:served_at")
    refusal = payload.get("refusal")
    if refusal is not None and not all(refusal.get(name) for name in ("reason", "witness")):
        raise Refused("field_missing:refusal")
    paper.served_at = served
    paper.service = {name: payload.get(name) for name in ("method", "recipient", "served_at", "refusal", "seal")} | {
        "by": act.user_id, "op_id": act.op_id}
    if payload["seal"] == "none" and sealed(act.rules, paper.kind):
        act.flags.append("no_seal")


def sealed(rules: Rulebook, kind: str) -> bool:
    """Does this kind of paper need the issuer's seal?"""
    return bool(rules.documents.get(kind, {}).get("seal"))


def withdraw(act: Act, paper: Order | Document) -> None:
    """撤回, by the leader: the public page says so from now on."""
    paper.withdrawn_at, paper.reason = act.received, act.payload["reason"]
