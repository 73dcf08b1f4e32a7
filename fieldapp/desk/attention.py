"""What needs a person: flagged ops, held ones, the quarantine, and what phones say is wrong. A decision is itself an op."""

from flask import redirect, render_template, request, url_for

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import who
from fieldapp.operations.flags import may_decide
from fieldapp.operations.own_ops import about_quarantined
from fieldapp.operations.settling import settle
from fieldapp.store import feedback as said_by_phones
from fieldapp.store import ledger
from fieldapp.store.cases import Case, case_for
from fieldapp.store.ledger import HELD
from fieldapp.store.transaction import transaction

from . import bp
from .acting import act, mint
from .attention_list import Item, decided_item, lists, may_look, sees_sender
from .door import Person, me
from .handed import handed
from .holding import holding
from .paper_checks import checks
from .said import said_about
from .timeline import Node, timeline
from .verdicts import BAD, Said, flag_words, refusal_words, verdict_words


@bp.get("/attention")
def attention():
    return page(said_about(me()), "")


@bp.post("/attention/flags/<op_id>")
def decide(op_id: str):
    person = me()
    op = ledger.op(op_id)
    if op is None or not may_look(person, op, now_ms()):
        raise Problem("not_found")
    if not person.decides:
        raise Problem("forbidden")
    payload = {"decision": request.form.get("decision", ""), "reason": request.form.get("reason", "").strip()}
    judged = act("flag.decide", ("op", op_id), payload, request.form.get("op_id", ""))
    if judged.verdict in ("applied", "flagged", "held"):
        return redirect(url_for("desk.attention", said=judged.op_id), 303)
    said = verdict_words(judged.verdict, judged.code, "flag.decide", False, judged.flags, judged.detail)
    return page(said, f"op:{op_id}"), Problem((judged.code or "bad_request").split(":")[0]).status


@bp.post("/attention/quarantine/<row_id>")
def settle_row(row_id: str):
    person, now = me(), now_ms()
    row = ledger.quarantine_row(row_id)
    if row is None or not _may_settle(person) or not sees_sender(person, row.user_id, now):
        raise Problem("not_found")
    try:
        with transaction():
            settle(ledger.quarantine_row(row_id), who().id, request.form.get("note", ""), now)
    except Problem as problem:
        return page(Said(BAD, refusal_words(problem.code)), f"row:{row_id}"), problem.status
    return redirect(url_for("desk.attention"), 303)


@bp.post("/attention/said/<said_id>")
def settle_said(said_id: str):
    """Somebody has seen to what a phone said of the log or of a photo."""
    person, now = me(), now_ms()
    one = said_by_phones.trouble(said_id)
    if one is None or not _may_settle(person) or not sees_sender(person, one.user_id, now):
        raise Problem("not_found")
    try:
        with transaction():
            settle(said_by_phones.trouble(said_id), who().id, request.form.get("note", ""), now)
    except Problem as problem:
        return page(Said(BAD, refusal_words(problem.code)), f"said:{said_id}"), problem.status
    return redirect(url_for("desk.attention"), 303)


def page(said: Said | None, key: str) -> str:
    person, now = me(), now_ms()
    if not person.sees_attention:
        raise Problem("forbidden")
    parts = lists(person, now)
    every = [item for items in parts.values() for item in items]
    key = key or request.args.get("open", "")
    picked = next((i for i in every if i.key == key), None) or decided_item(person, key, now) or next(
        (i for part, items in parts.items() if part != "decided" for i in items), None)
    node, about = _detail(person, picked)
    op = picked.op if picked is not None else None
    seen = checks(op, [f.code for f in op.flags if f.state == "open"], now) if op is not None else None
    decides = op is not None and may_decide(person.actor, op, now)
    asks = op is not None and (op.verdict == HELD or any(f.state == "open" for f in op.flags))
    return render_template("desk/attention.html", parts=parts, picked=picked, node_of=node, case=about, said=said, now=now, op_id=mint(),
                           holding=holding(person, now), typed=request.form, settles=_may_settle(person), decides=decides, flag_words=flag_words,
                           checks=seen, asks=asks, everything=True, handed=handed(op) if op is not None else None,
                           author_says=about_quarantined(picked.row) if picked is not None and picked.row is not None else [])


def _detail(person: Person, picked: Item | None) -> tuple[Node | None, Case | None]:
    if picked is None or picked.op is None:
        return None, None
    return timeline([picked.op], everything=True)[0], case_for(person.actor.scopes, picked.op.case_id or picked.op.target_id)


def _may_settle(person: Person) -> bool:
    return person.decides or person.holds("admin")
