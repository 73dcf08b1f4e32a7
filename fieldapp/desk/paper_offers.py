"""What the rulebook offers this person on an inspection, an order, an item or another paper, as the case page does for cases."""

from flask import url_for

from fieldapp.domain.cases import Refused, judge, offered
from fieldapp.domain.deadlines import last_day_of
from fieldapp.operations import view
from fieldapp.rulebook import load
from fieldapp.store.attestations import attestation
from fieldapp.store.days import local
from fieldapp.store.orders import OrderItem

from .acting import mint
from .door import me
from .offers import Offer
from .paper_forms import PAPER_FORMS, PaperForm
from .verdicts import action_name, refusal_words

RECHECK = "recheck.record"


def offers_on(page: tuple[str, str], things: list[tuple[str, object]], now: int) -> dict[str, list[Offer]]:
    """Offers by target `<type>:<id>`, in the order of `things`. `page` (type, id) is where the forms stand; the first offer of a kind
    has the key, and the first main one is drawn as such."""
    found, taken, main = {}, set(), False
    for type_, row in things:
        own = []
        for action in _may(type_, row):
            form = PAPER_FORMS[action].form
            why_not = _why_not(action, PAPER_FORMS[action], type_, row, now)
            first = form.main and not main and not why_not
            own.append(Offer(
                action, action_name(action), form, mint(), url_for("desk.paper_act", type_=page[0], paper_id=page[1]), _relies(type_, row),
                why_not, first, "" if form.key in taken or why_not else form.key, f"{type_}:{row.id}", _given(action, row, now)))
            taken |= set() if why_not else {form.key}
            main = main or first
        found[f"{type_}:{row.id}"] = own
    return found


def may_recheck(item: OrderItem) -> bool:
    """Would the rulebook let this person recheck it? Then the page says that it is done on the phone."""
    return RECHECK in offered(load(), me().actor.as_plain(), view("item", item), "item")


def _may(type_: str, row) -> list[str]:
    may = set(offered(load(), me().actor.as_plain(), view(type_, row), type_))
    return [action for action in PAPER_FORMS if action in may and (action != "officer.attest" or _is_asked(type_, row.id))]


def _is_asked(type_: str, id_: str) -> bool:
    asked = attestation(type_, id_, me().user.id)
    return asked is not None and asked.answered_at is None


def _why_not(action: str, row: PaperForm, type_: str, thing, now: int) -> str:
    if row.trial is None:
        return ""
    try:
        judge(load(), action, me().actor.as_plain(), view(type_, thing), row.trial, {"unit_kinds": {}, "now": now})
    except Refused as no:
        return refusal_words(no.code)
    return ""


def _relies(type_: str, row) -> dict[str, object]:
    """What was on the screen when the person decided; and which request a decision answers."""
    if type_ != "item":
        return {"state": row.state}
    return {"state": row.state, "due_was": row.due_at} | ({"request_op": row.extension["op_id"]} if row.extension else {})


def _given(action: str, row, now: int) -> dict[str, str]:
    """What a form begins with."""
    if action.endswith(".serve"):
        return {"served_at": f"{local(now):%Y-%m-%dT%H:%M}"}
    if action == "extension.decide" and row.extension:
        return {"due_at": last_day_of(row.extension["wanted"], load().clocks)}
    return {}
