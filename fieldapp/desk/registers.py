"""Registers of numbers (文书编号登记簿): every number with its fate, each gap explained, and what a leader must settle."""

from dataclasses import dataclass

from flask import Response, redirect, render_template, request, url_for

from fieldapp.domain.cases import blank, offered
from fieldapp.domain.numbering import format as written
from fieldapp.domain.numbering import number_id, register_id
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.logs import asked, log
from fieldapp.operations import THINGS, view
from fieldapp.operations.flags import may_decide
from fieldapp.rulebook import load
from fieldapp.store import numbers as store
from fieldapp.store.days import day_of
from fieldapp.store.ledger import REFUSED, Op
from fieldapp.store.numbers import LENT, Number, Register
from fieldapp.store.register_book import ABOUT_NUMBERS

from . import bp
from .acting import act, mint
from .door import Person, me
from .register_csv import as_csv
from .register_rows import FATES, Book, Entry, Run, book
from .register_words import gap, line, question
from .said import said_about
from .verdicts import Said, verdict_words

#: Who keeps the registers, or answers for those who number. Officers have their own numbers on the phone.
KEEPERS = ("dispatcher", "squad_leader", "leader", "office")
FIRST = "order_to_correct"


@dataclass(frozen=True)
class Question:
    """A paper whose number a leader must settle. `admits`: the number is free, so that it can come into the register."""

    op: Op
    n: int
    entry: Entry | None
    said: str
    admits: bool
    taken: bool
    decides: bool


@bp.get("/registers")
def registers():
    _keeper()
    known, year = store.registers(), day_of(now_ms()).year
    best = min(known, key=lambda r: (r.year != year, -r.year, r.kind != FIRST, r.kind), default=None)
    if best is None:
        return render_template("desk/registers_none.html")
    return redirect(url_for("desk.register", kind=best.kind, year=best.year), 303)


@bp.get("/registers/<kind>/<int:year>")
def register(kind: str, year: int):
    return page(_register(kind, year), said_about(me()))


@bp.get("/registers/<kind>/<int:year>.csv")
def register_csv(kind: str, year: int) -> Response:
    found = _register(kind, year)
    table = as_csv(book(found, me().actor.scopes))
    log.info("export", extra={"fields": {**asked(), "export": "register", "register": found.id}})
    answer = Response(table, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{kind}-{year}.csv")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/registers/<kind>/<int:year>/void")
def register_void(kind: str, year: int):
    found, n = _register(kind, year), request.form.get("n", "")
    number = store.number(found.id, int(n)) if n.isascii() and n.isdecimal() and len(n) < 6 else None
    if number is None or not may_void(me(), number):
        raise Problem("not_found")
    payload = {"reason": request.form.get("reason", "").strip()}
    if blank(payload["reason"]):
        return page(found, verdict_words(REFUSED, "reason_missing", "number.void", False, []), request.form, number.n), 422
    return _acted(found, act("number.void", ("number", number_id(found.id, number.n)), payload, request.form.get("op_id", "")),
                  "number.void", number.n)


@bp.post("/registers/<kind>/<int:year>/decide/<op_id>")
def register_decide(kind: str, year: int, op_id: str):
    found = _register(kind, year)
    asks = next((q for q in questions(book(found, me().actor.scopes), me()) if q.op.op_id == op_id), None)
    if asks is None:
        raise Problem("not_found")
    if not asks.decides:
        raise Problem("forbidden")
    payload = {"decision": request.form.get("decision", ""), "reason": request.form.get("reason", "").strip()}
    return _acted(found, act("flag.decide", ("op", op_id), payload, request.form.get("op_id", "")), "flag.decide", asks.n)


def _acted(found: Register, judged, type_: str, n: int):
    if judged.verdict in ("applied", "flagged", "held"):
        return redirect(url_for("desk.register", kind=found.kind, year=found.year, said=judged.op_id, open=n), 303)
    said = verdict_words(judged.verdict, judged.code, type_, False, judged.flags, judged.detail)
    return page(found, said, request.form, n), 422 if (judged.code or "").startswith(("field_missing", "reason_missing")) else 409


def page(found: Register, said: Said | None, typed=None, n: int | None = None) -> str:
    person, rules = me(), load()
    shown, kind = book(found, person.actor.scopes), rules.documents[found.kind]
    open_n = n or request.args.get("open", 0, type=int) or None
    fate = request.args.get("fate") if request.args.get("fate") in FATES else ""
    rising = request.args.get("order") == "up"
    runs = [r for r in _unfolded(shown, open_n) if not fate or r.one.fate == fate]
    one = shown.entry(open_n)
    voids = _run_of(shown, one) if one is not None and one.fate == LENT and may_void(person, one.number) else None

    def here(**more) -> str:
        asked_for = {"fate": fate, "order": "up" if rising else ""} | more
        return url_for("desk.register", kind=found.kind, year=found.year, **{k: v for k, v in asked_for.items() if v})

    return render_template(
        "desk/register.html", book=shown, kind=kind, head=written(rules.issuer["code"], kind["word"], found.year, 1).split("第")[0], said=said,
        runs=runs if rising else runs[::-1], fates=FATES, fate=fate, rising=rising, here=here, open_n=open_n, voids=voids, op_id=mint(),
        typed=typed or {}, line=line, gap=gap, questions=questions(shown, person), others=[r for r in store.registers() if r.id != found.id],
        kinds=rules.documents)


def questions(shown: Book, person: Person) -> list[Question]:
    """What must be settled here, the oldest first."""
    by_op, now, found = {e.paper.op_id: e for e in shown.entries if e.paper is not None}, now_ms(), []
    for op in shown.to_decide:
        entry, codes = by_op.get(op.op_id), [f.code for f in op.flags if f.state == "open" and f.code in ABOUT_NUMBERS]
        outside = "out_of_lease" in codes
        taken = outside and entry is not None and entry.number is not None
        n = entry.n if entry is not None else 0
        found.append(Question(op, n, entry, question(op, entry, codes), outside and not taken, taken, may_decide(person.actor, op, now)))
    return found


def may_void(person: Person, number: Number) -> bool:
    """Is the number unused and, by the rulebook, this person's to void (作废)?"""
    thing, actor = THINGS["number"], person.actor
    return (number.state == LENT and thing.visible(number, "", actor.scopes)
            and "number.void" in offered(load(), actor.as_plain(), view("number", number), "number"))


def _unfolded(shown: Book, n: int | None) -> list[Run]:
    """The runs, that which holds this number one by one."""
    found = []
    for run in shown.runs:
        found += [Run((entry,)) for entry in run.entries] if run.holds(n) and run.one.paper is not None else [run]
    return found


def _run_of(shown: Book, entry: Entry) -> Run:
    return next(run for run in shown.runs if entry in run.entries)


def _keeper() -> None:
    if not me().holds(*KEEPERS):
        raise Problem("forbidden")


def _register(kind: str, year: int) -> Register:
    _keeper()
    found = store.register(register_id(kind, year))
    if found is None or found.kind not in load().documents:
        raise Problem("not_found")
    return found
