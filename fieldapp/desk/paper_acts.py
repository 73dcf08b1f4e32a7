"""One act on an inspection, an order, one of its items or another paper, sent by a form of its page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for

from fieldapp.domain.problems import CATALOGUE, Problem
from fieldapp.operations import THINGS

from . import bp, document_page, inspection_page, order_page
from .acting import act
from .offers import Typed
from .paper_forms import PAPER_FORMS, read_paper
from .sight import sees
from .verdicts import Said, refusal_words, verdict_words


@dataclass(frozen=True)
class Shown:
    """`found(id)` raises Problem `not_found`; `page(row, said, typed)` draws it; `things(row)` are what its forms may be about."""

    found: Callable[[str], Any]
    page: Callable[[Any, Said | None, Typed], str]
    things: Callable[[Any], set[tuple[str, str]]]


SHOWN = {
    "order": Shown(order_page.found, order_page.page, lambda one: {("order", one.id), *(("item", i.id) for i in one.items)}),
    "inspection": Shown(inspection_page.found, inspection_page.page, lambda one: {("inspection", one.id)}),
    "document": Shown(document_page.found, document_page.page, lambda one: {("document", one.id)}),
}


@bp.post("/<any(order, inspection, document):type_>s/<paper_id>/act")
def paper_act(type_: str, paper_id: str):
    shown, given = SHOWN[type_], request.form
    row, action, target = shown.found(paper_id), given.get("type", ""), given.get("target", "")
    thing, _colon, id_ = target.partition(":")
    if (thing, id_) not in shown.things(row) or not sees(thing, id_):
        raise Problem("not_found")
    if action not in PAPER_FORMS:
        raise Problem("unknown_type")
    payload, wrong = read_paper(action, given)
    if wrong:
        said = verdict_words("refused", "field_missing", action, False, [])
        return shown.page(row, said, Typed(action, given, wrong, target)), 422
    if action == "extension.decide":
        payload["request_op"] = given.get("request_op", "")
    judged = act(action, (thing, id_), payload, given.get("op_id", ""), _expect(action, thing, id_, given))
    if judged.verdict in ("applied", "flagged", "held"):
        return redirect(url_for(f"desk.{type_}_page", **{f"{type_}_id": paper_id}, said=judged.op_id), 303)
    code, _colon, name = (judged.code or "bad_request").partition(":")
    said = verdict_words(judged.verdict, judged.code, action, False, judged.flags, judged.detail)
    typed = Typed(action, given, {name: refusal_words(judged.code, judged.detail)} if name else {}, target)
    return shown.page(shown.found(paper_id), said, typed), Problem(code).status if code in CATALOGUE else 409


def _expect(action: str, thing: str, id_: str, given) -> dict[str, Any]:
    state = given.get("state") or THINGS[thing].load(id_, False).state
    due = given.get("due_was", "")
    return {"state": state} | ({"due_at": int(due)} if action == "extension.decide" and due.isdecimal() and len(due) < 16 else {})
