"""One order: its items with first and present deadline, the whole story of it, the paper itself, and what may be done with it now.

Whoever gets only its items (the platform follows deadlines) reads those, and nothing that names the party.
"""

from flask import render_template, request

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.store.cases import names_of
from fieldapp.store.documents import documents_about
from fieldapp.store.inspections import inspection
from fieldapp.store.ledger import Op, ops_of_targets
from fieldapp.store.orders import Order, OrderItem, decisions_of, order
from fieldapp.store.units import unit

from . import bp, paper_facts
from .door import me
from .item_due import item_due, overdue_since
from .moments import passed, tellings, told_moments
from .offers import Typed
from .paper_offers import may_recheck, offers_on
from .said import said_about
from .sight import sees
from .timeline import timeline, with_moments
from .verdicts import Said


@bp.get("/orders/<order_id>")
def order_page(order_id: str):
    return page(found(order_id), said_about(me()), Typed())


def found(order_id: str) -> Order:
    one = order(order_id)
    if one is None or not (sees("order", order_id) or any(sees("item", i.id) for i in one.items)):
        raise Problem("not_found")
    return one


def page(one: Order, said: Said | None, typed: Typed) -> str:
    now, whole = now_ms(), sees("order", one.id)
    items = [i for i in one.items if whole or sees("item", i.id)]
    ops = ops_of_targets([one.id, *(i.id for i in items)])
    picked = next((i for i in items if i.id == request.args.get("item")), None)
    told, decisions = tellings([one.id, *(i.id for i in items)]), decisions_of([i.id for i in items])
    story = with_moments(
        timeline(_of(ops, one, picked)),
        [*told_moments([t for t in told if picked is None or t.alert.subject_id == picked.id], {i.id: i for i in items}),
         *passed([picked] if picked else items, decisions, now)])
    offers = offers_on(("order", one.id), [*([("order", one)] if whole else []), *(("item", i) for i in items)], now)
    named = paper_facts.officers(one.officers, one.issued_at)
    sheet, code = paper_facts.as_sheet("order", one) if whole else (None, "")
    new = order(one.superseded_by) if one.superseded_by and sees("order", one.superseded_by) else None
    papers = [d for d in documents_about([one.id, *(i.id for i in items)], one.case_id, one.unit_id) if sees("document", d.id)]
    return render_template(
        "desk/order.html", order=one, whole=whole, items=items, due={i.id: item_due(i, now) for i in items}, now=now, said=said, typed=typed,
        since={i.id: overdue_since(i, now) for i in items}, decisions=decisions, history=story, sound=_sound(story), picked=picked,
        offers=offers, told=told, named=named, answers=_answers(one, items, whole), service=paper_facts.service_of(one) if whole else None,
        doubts=paper_facts.doubts(ops), paper=sheet, qr=code, signed=paper_facts.signatures(sheet, named) if sheet else [],
        kind=paper_facts.paper_name(one.kind), unit=unit(one.unit_id), case=paper_facts.case_behind(one.case_id), new=new, papers=papers,
        inspection=inspection(one.inspection_id) if sees("inspection", one.inspection_id) else None, rechecks=any(map(may_recheck, items)),
        names=names_of({i.recheck_by for i in items} | {(i.extension or {}).get("by") for i in items}))


def _of(ops: list[Op], one: Order, picked: OrderItem | None) -> list[Op]:
    """The life of one item: what was done to it, and to the order that it stands in."""
    if picked is None:
        return ops
    own = {op.op_id for op in ops if op.target_id in (picked.id, one.id, picked.parent_id)}
    return [op for op in ops if op.op_id in own or op.target_id in own]


def _sound(story: list) -> bool:
    return all(n.sound for n in story if n.op is not None)


def _answers(one: Order, items: list[OrderItem], whole: bool) -> list:
    return [*(paper_facts.answers("order", [one]) if whole else []), *paper_facts.answers("item", items)]
