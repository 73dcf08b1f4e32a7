"""What needs a person: flagged ops, held ones, the quarantine, and phones that hold work. A decision is itself an op."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import who
from fieldapp.operations.flags import may_decide
from fieldapp.operations.quarantine import settle
from fieldapp.store import ledger
from fieldapp.store.cases import Case, case_for
from fieldapp.store.days import day_of
from fieldapp.store.feed import lies_in
from fieldapp.store.ledger import HELD, Op, Quarantine
from fieldapp.store.people import UserIds, members, user
from fieldapp.store.transaction import transaction

from . import bp
from .about import named_thing
from .acting import act, mint
from .door import Person, me
from .holding import followed_units, follows, holding
from .paper_checks import checks
from .said import said_about
from .timeline import Node, timeline
from .verdicts import BAD, Said, flag_words, held_words, refusal_words, verdict_words, worst_first


@dataclass(frozen=True)
class Item:
    """One line of the list. `key` is `op:<id>` or `row:<id>`, `about` the number of the paper in question."""

    key: str
    title: str
    who: str
    at: int
    op: Op | None = None
    row: Quarantine | None = None
    about: str = ""


@bp.get("/attention")
def attention():
    return page(said_about(me()), "")


@bp.post("/attention/flags/<op_id>")
def decide(op_id: str):
    person = me()
    op = ledger.op(op_id)
    if op is None or not _mine(person, op, now_ms()):
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
    if row is None or not _may_settle(person) or not _sees_row(person, row, now):
        raise Problem("not_found")
    try:
        with transaction():
            settle(row_id, who().id, request.form.get("note", ""), now)
    except Problem as problem:
        return page(Said(BAD, refusal_words(problem.code)), f"row:{row_id}"), problem.status
    return redirect(url_for("desk.attention"), 303)


def page(said: Said | None, key: str) -> str:
    person, now = me(), now_ms()
    if not person.sees_attention:
        raise Problem("forbidden")
    parts = lists(person, now)
    every = [item for items in parts.values() for item in items]
    key = key or request.args.get("open", "")
    picked = next((i for i in every if i.key == key), every[0] if every else None)
    node, about = _detail(person, picked)
    op = picked.op if picked is not None else None
    seen = checks(op, [f.code for f in op.flags if f.state == "open"], now) if op is not None else None
    decides = op is not None and may_decide(person.actor, op, now)
    return render_template("desk/attention.html", parts=parts, picked=picked, node_of=node, case=about, said=said, now=now, op_id=mint(),
                           holding=holding(person, now), typed=request.form, settles=_may_settle(person), decides=decides, flag_words=flag_words,
                           checks=seen)


def lists(person: Person, now: int) -> dict[str, list[Item]]:
    """What is open, by what it asks for: a decision, a look, patience, or a look at bytes."""
    found: dict[str, list[Item]] = {"no_effect": [], "in_effect": [], "waiting": [], "quarantine": []}
    if person.sees_flags:
        for op in ledger.open_ops(person.actor.scopes, _followed(person, now)):
            open_flags = worst_first([f.code for f in op.flags if f.state == "open"])
            part = "waiting" if op.waits_for or op.verdict == HELD else "in_effect" if op.in_effect else "no_effect"
            words = flag_words(open_flags[0]) if open_flags else held_words(op.code)
            found[part].append(Item(f"op:{op.op_id}", words, _name(op.user_id), op.received_at, op=op, about=_about(op)))
    for row in ledger.quarantined(senders=_senders(person, now)):
        found["quarantine"].append(Item(f"row:{row.id}", row.code, _name(row.user_id), row.received_at, row=row))
    return found


def open_count(person: Person, now: int) -> int:
    """How many lines `lists` has; asked for on every page."""
    if not person.sees_attention:
        return 0
    ops = ledger.open_ops_count(person.actor.scopes, _followed(person, now)) if person.sees_flags else 0
    return ops + ledger.quarantined_count(_senders(person, now))


def _detail(person: Person, picked: Item | None) -> tuple[Node | None, Case | None]:
    if picked is None or picked.op is None:
        return None, None
    return timeline([picked.op], everything=True)[0], case_for(person.actor.scopes, picked.op.case_id or picked.op.target_id)


def _about(op: Op) -> str:
    """Of what is about a paper, the name of that; a case's stands on its own page."""
    thing = named_thing(op.target_type, op.target_id) if op.target_type not in ("case", "op") else None
    return thing.name if thing else ""


def _followed(person: Person, now: int) -> UserIds:
    """The leader's and dispatcher's whole subdistrict, a squad leader's own people; whatever they see of cases besides."""
    return members(day_of(now), followed_units(person))


def _senders(person: Person, now: int) -> UserIds | None:
    """Whose bytes in quarantine this person sees; None: everybody's."""
    return None if person.holds("admin") else _followed(person, now)


def _mine(person: Person, op: Op, now: int) -> bool:
    """Is it of those that `lists` shows this person while they are open?"""
    return lies_in("case", op.case_id or op.target_id, person.actor.scopes) or follows(person, user(op.user_id), now)


def _sees_row(person: Person, row: Quarantine, now: int) -> bool:
    return person.holds("admin") or (person.sees_flags and follows(person, user(row.user_id), now))


def _may_settle(person: Person) -> bool:
    return person.decides or person.holds("admin")


def _name(user_id: str) -> str:
    found = user(user_id)
    return found.name if found else "–"
