"""What this person may read of papers: whoever gets the record on a phone may read it here, everybody else learns only that it is.

A paper names its party; so do the words of whoever inspected, served or rechecked (protocol 6).
"""

from flask import g, url_for

from fieldapp.operations import THINGS
from fieldapp.operations.flags import may_decide
from fieldapp.store import ledger
from fieldapp.store.feed import lies_in
from fieldapp.store.ledger import Op

from .door import me

PAPERS = ("inspection", "order", "document")
PAGES = {"inspection": ("desk.inspection_page", "inspection_id"), "order": ("desk.order_page", "order_id"),
         "document": ("desk.document_page", "document_id")}


def sees(type_: str, id_: str) -> bool:
    """Does the record lie in this person's scopes? Asked once a request."""
    known = g.setdefault("desk_sees", {})
    if (type_, id_) not in known:
        known[type_, id_] = lies_in(type_, id_, me().actor.scopes)
    return known[type_, id_]


def paper_of(type_: str, id_: str) -> tuple[str, str] | None:
    """The inspection, order or paper that something is or belongs to; None while there is none."""
    if type_ not in (*PAPERS, "item"):
        return None
    row = THINGS[type_].load(id_, False)
    if row is None:
        return None
    return ("order", row.order_id) if type_ == "item" else (type_, id_)


def reads(op: Op, now: int) -> bool:
    """May this person read what the op says of a party? Of one that made no record: whoever wrote it, or decides on it. A decision speaks
    of what it decides on."""
    if op.target_type == "op" and op.user_id != me().user.id:
        decided = ledger.op(op.target_id)
        return decided is None or reads(decided, now)
    if op.target_type not in (*PAPERS, "item") or op.user_id == me().user.id:
        return True
    paper = paper_of(op.target_type, op.target_id)
    return sees(*paper) if paper else may_decide(me().actor, op, now)


def page_of(type_: str, id_: str) -> str:
    """Where something is read at the desk; "" where this person may not, or it is not there. An item is read with its order."""
    if type_ == "case":
        return url_for("desk.case_page", case_id=id_) if sees(type_, id_) else ""
    paper = paper_of(type_, id_)
    if paper is None or not (sees(*paper) or type_ == "item" and sees(type_, id_)):
        return ""
    endpoint, name = PAGES[paper[0]]
    return url_for(endpoint, **{name: paper[1]}, **({"item": id_} if type_ == "item" else {}))
