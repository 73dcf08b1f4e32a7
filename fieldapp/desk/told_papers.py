"""What an op about an inspection, an order, an item or another paper says, in words.

Of each type: its title and `open` lines for whoever follows the case, `closed` ones, which may name a party, for whoever may read the
paper itself.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fieldapp.domain import deadlines
from fieldapp.domain.instants import DAY, instant, midnight
from fieldapp.domain.numbering import format as written
from fieldapp.domain.numbering import parse_register
from fieldapp.edges.language import language
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.documents import document
from fieldapp.store.ledger import Op
from fieldapp.store.orders import decisions_of, item, order
from fieldapp.store.people import user

from . import bp
from .verdicts import action_name
from .words import deadline, joined, listed

METHODS = {"direct": _l("直接送达"), "left": _l("留置送达"), "post": _l("邮寄送达"), "electronic": _l("电子送达"),
           "entrusted": _l("委托送达"), "notice": _l("公告送达")}
SEALS = {"pre_sealed": _l("预先盖章"), "electronic": _l("电子印章"), "at_office": _l("回单位盖章"), "none": _l("没有盖章")}
RECHECKED = {"pass": _l("已改正"), "partial": _l("部分改正"), "fail": _l("未改正")}
BASES = {"clue": _l("线索核查"), "plan": _l("计划检查"), "campaign": _l("专项检查")}


@dataclass(frozen=True)
class Told:
    title: Callable[[Op], str]
    open: Callable[[Op], Iterable[str]] = lambda op: ()
    closed: Callable[[Op], Iterable[str]] = lambda op: ()


@bp.app_template_filter("kind_name")
def paper_name(kind: str) -> str:
    row = load().documents.get(kind)
    return row[language()] if row else kind


@bp.app_template_filter()
def recheck_word(result: str | None) -> str:
    return str(RECHECKED.get(result, "")) if result else ""


def number_said(op: Op) -> str:
    """The number that an op puts on its paper, as it is printed; "" for one without."""
    said = json.loads(op.body).get("number") or {}
    try:
        kind, year = parse_register(said["register"])
        return written(load().issuer["code"], load().documents[kind]["word"], year, said["n"])
    except (KeyError, TypeError, ValueError):
        return ""


def item_place(op: Op) -> str:
    """「第 2 项」, and of which order where it is not the only one."""
    one = item(op.target_id)
    return _("第 %(n)s 项", n=one.n) if one else ""


def due_said(said: object) -> str:
    """A deadline in wire form as the paper has it, in the reader's language."""
    return deadlines.printed(said, load().clocks, language()) if isinstance(said, dict) else ""


def officers_said(op: Op) -> str:
    names = [found.name for one in op.payload.get("officers") or () if isinstance(one, str) and (found := user(one))]
    return _("执法人员：%(names)s", names=listed(names)) if names else ""


def _paper(type_: str) -> Callable[[Op], str]:
    def title(op: Op) -> str:
        row = (order if type_ == "order" else document)(op.target_id)
        return joined(action_name(op.type), (row.number or paper_name(row.kind)) if row else "")
    return title


def _issued(op: Op) -> str:
    return joined(paper_name(str(op.payload.get("document"))), number_said(op))


def _instead(op: Op) -> list[str]:
    earlier = ledger.op(json.loads(op.body).get("supersedes") or "")
    number = number_said(earlier) if earlier else ""
    return [_("代替 %(number)s", number=number or paper_name(str(earlier.payload.get("document")))) if earlier else ""]


def _service(op: Op) -> list[str]:
    said = op.payload
    at = instant(said.get("served_at"))
    return [listed([METHODS.get(said.get("method"), ""), SEALS.get(said.get("seal"), ""), _("拒绝签收") if said.get("refusal") else ""]),
            _("送达时间 %(at)s", at=deadline(at)) if at is not None and abs(at - op.claimed_at) > 60_000 else ""]


def _served_to(op: Op) -> list[str]:
    refusal = op.payload.get("refusal")
    return [_("收件人：%(name)s", name=op.payload.get("recipient")),
            _("拒签理由：%(reason)s", reason=refusal.get("reason")) if refusal else "",
            _("见证人：%(name)s", name=refusal.get("witness")) if refusal else ""]


def _moved(op: Op) -> list[str]:
    """From which deadline to which, as it was decided."""
    row = next((d for d in decisions_of([op.target_id])[op.target_id] if d.op_id == op.op_id), None)
    return [f"{deadline(row.from_due_at)} → {deadline(row.to_due_at)}" if row else ""]


def _wanted(op: Op) -> list[str]:
    said = op.payload.get("wanted")
    start = midnight(said, load().clocks)
    at = instant(said) if start is None else start + DAY
    return [_("想延到 %(at)s", at=deadline(at) if at is not None else said)]


def _extension(op: Op) -> str:
    return joined(_("同意延期") if op.payload.get("granted") else _("不同意延期"), item_place(op))


def _attested(op: Op) -> str:
    """Of what: of the recheck of an item, of an inspection, of a paper."""
    row = document(op.target_id) if op.target_type == "document" else order(op.target_id) if op.target_type == "order" else None
    what = {"item": lambda: _("%(item)s的复查", item=item_place(op)), "inspection": lambda: _("检查")}.get(
        op.target_type, lambda: paper_name(row.kind) if row else "")()
    return joined(_("确认当时在场") if op.payload.get("present") else _("说当时不在场"), what)


def _recheck(op: Op) -> str:
    result = RECHECKED.get(op.payload.get("result"), "")
    return joined(_("复查：%(result)s", result=result), item_place(op))


def _rest(op: Op) -> list[str]:
    rest = op.payload.get("rest")
    return [_("剩下的：%(what)s，%(due)s", what=rest["requirement"], due=due_said(rest["deadline"])) if rest else ""]


def _text(*names: str) -> Callable[[Op], list[str]]:
    return lambda op: [str(op.payload[name]) for name in names if op.payload.get(name)]


def _findings(op: Op) -> list[str]:
    return [_("当事人：%(name)s", name=op.payload["party"]["name"]),
            *(f"{n}．{one['text']}" for n, one in enumerate(op.payload["findings"], 1))]


def _items(op: Op) -> list[str]:
    return [_("当事人：%(name)s", name=op.payload["party"]["name"]),
            *(f"{n}．{one['requirement']} {due_said(one['deadline'])}" for n, one in enumerate(op.payload["items"], 1))]


TOLD: dict[str, Told] = {
    "inspection.record": Told(
        lambda op: joined(action_name(op.type), _("发现 %(n)s 个问题", n=len(op.payload.get("findings") or ()))),
        lambda op: [str(BASES.get(op.payload.get("basis"), "")), officers_said(op)], _findings),
    "order.issue": Told(_issued, lambda op: [*_instead(op), officers_said(op)], _items),
    "document.issue": Told(_issued, lambda op: [*_instead(op), officers_said(op)]),
    "order.serve": Told(_paper("order"), _service, _served_to),
    "document.serve": Told(_paper("document"), _service, _served_to),
    "order.withdraw": Told(lambda op: _paper(op.target_type)(op), closed=_text("reason")),
    "officer.attest": Told(_attested, closed=_text("text")),
    "item.report_done": Told(lambda op: joined(action_name(op.type), item_place(op)), closed=_text("text")),
    "extension.request": Told(lambda op: joined(action_name(op.type), item_place(op)), _wanted, _text("reason")),
    "extension.decide": Told(_extension, _moved, _text("reason")),
    "recheck.record": Told(_recheck, lambda op: [officers_said(op)], lambda op: [*_text("text")(op), *_rest(op)]),
    "number.void": Told(lambda op: joined(action_name(op.type), op.target_id.partition("#")[2]), closed=_text("reason")),
}
