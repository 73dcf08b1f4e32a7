"""Orders and their items (责令文书与整改项): which is late, what waits for whom; every view is a link that can be kept and sent."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l

from fieldapp.edges.clock import now_ms
from fieldapp.store import order_lists
from fieldapp.store.cases import names_of
from fieldapp.store.order_lists import ALL, ATTEST, ENDED, OPEN, OVERDUE, PARTS, RECHECK, SERVICE, TODAY, Days, count_items, count_overdue
from fieldapp.store.orders import OrderItem
from fieldapp.store.units import Unit, units

from . import bp
from .door import Person, me
from .due import Due
from .item_due import item_due, item_look
from .rows import Look
from .said import said_about
from .sight import sees
from .words import listed, midnight

PAGE = 50
NAMES = {OPEN: _l("在办的项"), OVERDUE: _l("超期"), TODAY: _l("今日到期"), RECHECK: _l("待复查"), SERVICE: _l("待送达"),
         ATTEST: _l("待确认在场"), ENDED: _l("撤回或被替代"), ALL: _l("全部")}


@dataclass(frozen=True)
class Asked:
    """Unknown values are dropped: an old link must still open."""

    part: str = OPEN
    unit: str = ""
    words: str = ""

    def url(self, **more) -> str:
        asked = {"part": self.part, "unit": self.unit, "words": self.words} | more
        return url_for("desk.orders", **{k: v for k, v in asked.items() if v})


@dataclass(frozen=True)
class Row:
    """One item. `party` is "" where the reader does not get the order itself; `moved` where the deadline is not the first one."""

    item: OrderItem
    due: Due
    look: Look
    party: str
    unit: str
    officers: str
    moved: bool


@bp.get("/orders")
def orders():
    person, now, asked = me(), now_ms(), _asked()
    every = {u.id: u for u in units()}
    page = order_lists.find_items(person.actor.scopes, asked.part, days(now), unit_id=asked.unit or None, words=asked.words,
                                  after=request.args.get("after", ""), before=request.args.get("before", ""), limit=PAGE)
    return render_template("desk/orders.html", asked=asked, page=page, rows=rows(page.items, every, now), names=NAMES, parts=PARTS,
                           counts=count_items(person.actor.scopes, days(now)), squadrons=_squadrons(every), said=said_about(person),
                           by_deadline=asked.part in order_lists.BY_DEADLINE)


def rows(items: list[OrderItem], every: dict[str, Unit], now: int) -> list[Row]:
    names = names_of({user for item in items for user in item.order.officers})
    found = []
    for item in items:
        order = item.order
        party = order.party.get("name", "") if sees("order", order.id) else ""
        found.append(Row(item, item_due(item, now), item_look(item), party,
                         every[order.unit_id].name if order.unit_id in every else "", listed(names.get(user, "") for user in order.officers),
                         item.due_at != item.original_due_at))
    return found


def days(now: int) -> Days:
    return Days(now, midnight(now, 1))


def overdue_count(person: Person, now: int) -> int:
    """The number on every page's navigation."""
    return count_overdue(person.actor.scopes, days(now)) if person.sees_orders else 0


def _asked() -> Asked:
    args = request.args
    unit = args.get("unit", "")
    return Asked(args["part"] if args.get("part") in PARTS else OPEN, unit if unit in {u.id for u in units()} else "",
                 args.get("words", "").strip()[:80])


def _squadrons(every: dict[str, Unit]) -> list[Unit]:
    return sorted((u for u in every.values() if u.kind == "squadron"), key=lambda u: u.number or 0)
