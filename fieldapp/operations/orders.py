"""order.issue, order.serve, order.withdraw: 责令改正 with items, each with a deadline of its own."""

from fieldapp.domain import deadlines, items, papers
from fieldapp.domain.cases import Refused
from fieldapp.domain.ids import is_uuid7
from fieldapp.domain.instants import iso
from fieldapp.store import inspections
from fieldapp.store import orders as store
from fieldapp.store.base import db
from fieldapp.store.documents import Document
from fieldapp.store.orders import Order, OrderItem

from . import numbers
from . import papers as paper
from .act import Act
from .attest import ask
from .follow import case_of, end_items, item_changed, of_item, of_order
from .inspections import issuing_unit
from .replacing import SUPERSEDED, take_place_of


def issue(act: Act, to: str) -> Order:
    """Make the order and its items. Raises Refused `field_missing:<name>` for what no order can do without."""
    payload, kind = act.payload, paper.kind_of(act)
    inspection = inspections.inspection(payload["inspection_id"])
    found = {finding["id"]: finding["category"] for finding in inspection.findings}
    case_id = payload.get("case_id") or inspection.case_id
    new = [_item(act, n, one, found) for n, one in enumerate(payload["items"], 1)]
    if not new or len({item.id for item in new}) < len(new):
        raise Refused("field_missing:items")
    number, register, n = numbers.use(act, kind["code"], "order") if kind["register"] else (None, None, None)
    text = paper.compared(act, kind, _values(act, number))
    made = Order(
        id=act.target_id, kind=kind["code"], number=number, register_id=register, n=n, state=to, state_at=act.received,
        inspection_id=inspection.id, case_id=case_id, unit_id=issuing_unit(act, case_id), author_id=act.user_id, party=payload["party"],
        officers=payload["officers"], verify_code=payload["verify_code"], text=text, text_hash=papers.text_hash(text),
        issued_at=act.claimed, op_id=act.op_id, items=new)
    db.session.add(made)
    db.session.flush()
    ask(act, "order", made.id, made.officers)
    old = take_place_of(act, made)
    if old is not None:
        end_items(old.items, SUPERSEDED, act.received)
        of_order(old, act.received)
    act.made.extend(item.id for item in new)
    for item in new:
        item_changed(item)
    case = case_of(made)
    if case is not None:
        case.handler_id, case.version = act.user_id, case.version + 1
    return made


def serve(act: Act, order: Order) -> None:
    """送达: from now on correcting is owed. The date on the paper stands; one that leaves less than it says, or none, is flagged `short_notice`.
    Failed items whose finding this order takes up again are superseded by it."""
    paper.serve(act, order)
    rules = act.rules
    wire = [{"kind": i.kind, "given": i.given, "due_at": _due_at(i, rules)} for i in order.items]
    less = any(deadlines.short_notice(one, order.served_at, rules.clocks, rules.calendars) for one in wire)
    if less or any(item.due_at <= order.served_at for item in order.items):
        act.flags.append("short_notice")
    for item in order.items:
        item.state, item.state_at = "served", act.received
        item_changed(item)
    case = case_of(order)
    if case is not None:
        case.handler_id = act.user_id
    _take_up(order, act.received)


def _take_up(order: Order, now: int) -> None:
    """Failed items of earlier orders on the same case, or the same inspection, whose findings this order asks for again."""
    others = store.orders_of_cases([order.case_id])[order.case_id] if order.case_id else store.orders_of_inspection(order.inspection_id)
    earlier = [i for o in others if o.id != order.id for i in o.items]
    plain = [[{"id": i.id, "finding_id": i.finding_id, "state": i.state} for i in some] for some in (order.items, earlier)]
    again = set(items.taken_up(*plain))
    ended = [i for i in earlier if i.id in again]
    end_items(ended, SUPERSEDED, now)
    for item in ended:
        of_item(item, now)


def withdraw(act: Act, one: Order | Document) -> None:
    """撤回 of an order ends what it asked for; any other paper has no items."""
    paper.withdraw(act, one)
    if isinstance(one, Order):
        end_items(one.items, "withdrawn", act.received)


def _item(act: Act, n: int, said: dict, found: dict[str, str]) -> OrderItem:
    finding = said.get("finding_id")
    if not is_uuid7(said.get("id")) or store.item(said["id"]) is not None or finding not in found:
        raise Refused("field_missing:items")
    return new_item(act, n, said, found[finding], act.claimed)


def new_item(act: Act, n: int, said: dict, category: str | None, from_ms: int) -> OrderItem:
    """An item as its payload says it; its deadline is the moment on the paper, and is worked out only where the paper names none."""
    deadline, clocks = said["deadline"], act.rules.clocks
    due = deadlines.due_ms(deadline, clocks)
    if due is None:
        try:
            due = deadlines.resolve(deadline, from_ms, clocks, act.rules.calendars).due_at_ms
        except ValueError as bad:
            raise Refused("field_missing:deadline") from bad
    return OrderItem(id=said["id"], n=n, finding_id=said.get("finding_id"), category=category, requirement=said["requirement"],
                     kind=deadline["kind"], given=deadline.get("given"), original_due_at=due, due_at=due, state="issued",
                     state_at=act.received)


def _due_at(item: OrderItem, rules) -> str:
    """The deadline in wire form again, as `domain.deadlines` reads it."""
    return deadlines.last_day_of(item.due_at, rules.clocks) if item.kind == "date" else iso(item.due_at, rules.clocks)


def _values(act: Act, number: str | None) -> dict:
    """What the template is filled with: the op's `fields`, and over them what the op says elsewhere and the paper must not contradict."""
    payload = act.payload
    fields = payload.get("fields") or {}
    rows = fields.get("items") if isinstance(fields.get("items"), list) else []
    listed = [(rows[n] if n < len(rows) and isinstance(rows[n], dict) else {}) | {"requirement": one["requirement"], "deadline": one["deadline"]}
              for n, one in enumerate(payload["items"])]
    return fields | {"number": number, "party_name": payload["party"].get("name"), "items": listed}
