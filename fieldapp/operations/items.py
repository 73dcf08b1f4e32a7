"""What becomes of one item (整改项): said to be done, given more time, looked at again."""

from fieldapp.domain.cases import Refused
from fieldapp.domain.ids import is_uuid7
from fieldapp.domain.instants import DAY, instant, midnight
from fieldapp.store import ledger
from fieldapp.store import orders as store
from fieldapp.store.base import db
from fieldapp.store.orders import DeadlineDecision, OrderItem

from .act import Act
from .attest import ask
from .follow import case_of, item_changed
from .orders import new_item


def report_done(act: Act, item: OrderItem) -> None:
    """The party says it is corrected; the first time they said so counts."""
    item.done_claimed_at = item.done_claimed_at if item.state == "done_claimed" else act.claimed
    item.extension = None


def ask_extension(act: Act, item: OrderItem) -> None:
    """延期申请. Raises Refused `field_missing:wanted` for a moment that is none, or not later than the deadline."""
    wanted = moment(act, act.payload["wanted"])
    if wanted is None or wanted <= item.due_at:
        raise Refused("field_missing:wanted")
    item.extension = {"op_id": act.op_id, "wanted": wanted, "reason": act.payload["reason"], "by": act.user_id}


def decide_extension(act: Act, item: OrderItem) -> None:
    """Grant or refuse. A deadline is never overwritten: each decision is a row more. Raises Refused `wrong_target` for another
    request than the one that is open."""
    request = ledger.op(act.payload["request_op"])
    if request is None or item.extension is None or item.extension["op_id"] != request.op_id:
        raise Refused("wrong_target")
    if act.payload["granted"]:
        due = instant(act.payload["due_at"])
        db.session.add(DeadlineDecision(op_id=act.op_id, item_id=item.id, from_due_at=item.due_at, to_due_at=due,
                                        reason=act.payload["reason"], by=act.user_id, at=act.received))
        item.due_at, item.overdue = due, False
    item.extension = None


def recheck(act: Act, item: OrderItem) -> str | None:
    """复查. After `partial`, `rest` {id, requirement, deadline} makes what is left an item of its own, which takes this one's place.

    Raises Refused `field_missing:rest`.
    """
    payload, passed = act.payload, act.payload["result"] == "pass"
    item.rechecked_at, item.result, item.closed_at = act.claimed, payload["result"], act.received if passed else None
    item.recheck_by, item.recheck_officers, item.extension = act.user_id, payload["officers"], None
    ask(act, "item", item.id, payload["officers"])
    case = case_of(item.order)
    if case is not None:
        case.handler_id = act.user_id
    rest = payload.get("rest")
    if payload["result"] != "partial" or rest is None:
        return None
    if not is_uuid7(rest.get("id")) or store.item(rest["id"]) is not None:
        raise Refused("field_missing:rest")
    child = new_item(act, item.n, rest, item.category, act.claimed)
    child.order_id, child.parent_id, child.finding_id, child.state = item.order_id, item.id, item.finding_id, "served"
    item.closed_at = act.received
    db.session.add(child)
    act.made.append(child.id)
    item_changed(child)
    return "superseded"


def moment(act: Act, said: object) -> int | None:
    """A deadline that a person names, as an instant or as a day whose end is meant: the first UTC ms that is too late."""
    start = midnight(said, act.rules.clocks)
    return instant(said) if start is None else start + DAY
