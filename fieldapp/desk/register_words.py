"""What a register says in words: each fate, each run of numbers in a line, and how each gap (空号) came to be."""

from collections import Counter

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from fieldapp.edges.language import language
from fieldapp.rulebook import load
from fieldapp.store.ledger import Op
from fieldapp.store.numbers import DISMISSED, LENT, LOST, PHONE_REVOKED, RESTORED, RETURNED, USED, VOIDED
from fieldapp.store.register_book import Bearer

from . import bp
from .register_rows import STRAY, Book, Entry, Run
from .rows import Look
from .sight import PAGES
from .verdicts import flag_words
from .words import clock, day, listed, named, when

FATE_WORDS = {USED: _l("已用"), LENT: _l("在手机上"), VOIDED: _l("作废"), RETURNED: _l("已退回"), LOST: _l("去向不明"), STRAY: _l("号段外")}
SHAPES = {USED: "closed", LENT: "rectify", VOIDED: "off", RETURNED: "off", LOST: "attention", STRAY: "attention"}


bp.app_template_filter("flag_word")(flag_words)


@bp.app_template_filter()
def named_kind(kind: dict) -> str:
    """A kind of paper (文种), as the rulebook has it on the wire, in the reader's language."""
    return kind["en"] if language() == "en" else kind["zh"]


@bp.app_template_filter()
def fate_look(fate: str) -> Look:
    return Look(str(FATE_WORDS[fate]), SHAPES[fate])


@bp.app_template_filter()
def three(n: int) -> str:
    """A number as papers print it: at least three digits."""
    return f"{n:03}"


@bp.app_template_filter()
def span(run: Run) -> str:
    return f"{run.first:03}" if run.first == run.last else f"{run.first:03}–{run.last:03}"


@bp.app_template_filter()
def held_by(entry: Entry) -> str:
    if entry.holder is None:
        return ""
    return entry.holder.name if entry.known else _("其他中队")


@bp.app_template_filter()
def on_phone(entry: Entry) -> str:
    """The phone, without its owner's name where that stands beside it."""
    if entry.holder is None or not entry.known:
        return ""
    phone = _own(entry)
    return _("%(phone)s（已停用）", phone=phone) if entry.holder.revoked else phone


@bp.app_template_filter()
def paper_url(paper: Bearer) -> str:
    endpoint, name = PAGES[paper.type]
    return url_for(endpoint, **{name: paper.id})


@bp.app_template_filter()
def party_of(run: Run) -> str:
    """The party, or how many; nothing of papers that this person may not read."""
    names = [e.paper.party for e in run.entries if e.paper is not None and e.paper.visible]
    if len(run.entries) == 1 or not names:
        return (names[0] if names else None) or ""
    return ngettext("%(num)d 家", "%(num)d 家", len(set(names)))


@bp.app_template_filter()
def time_of(run: Run) -> str:
    first, last = min(e.at for e in run.entries), max(e.at for e in run.entries)
    if run.one.fate == LENT:
        return _("%(day)s 领", day=day(first))
    if not first:
        return ""
    if len(run.entries) == 1 or first == last:
        return when(first)
    return day(first) if day(first) == day(last) else f"{day(first)}–{day(last)}"


def line(run: Run, book: Book) -> str:
    """The run in one line of the table."""
    one = run.one
    if one.fate == USED:
        return _used(run, book)
    if one.fate == STRAY:
        return _stray(one)
    if one.fate == LENT:
        return _("还没有用")
    if not one.known:
        return _("原因由所属中队和指挥平台查看")
    if one.fate == VOIDED:
        return _with_next(one, one.number.reason or "")
    if one.fate == RETURNED:
        return _("没有用过，不再发出")
    if one.number.reason == RESTORED:
        return _("从备份恢复时跳过")
    if one.number.reason == PHONE_REVOKED:
        return ngettext("手机停用，找到之前这 %(num)d 个号不再使用", "手机停用，找到之前这 %(num)d 个号不再使用", len(run.entries))
    return one.number.reason or ""


def gap(run: Run, book: Book) -> str:
    """How a gap came to be, and what will become of it."""
    one, number = run.one, run.one.number
    if not one.known:
        return _("原因由所属中队和指挥平台查看")
    if one.fate == VOIDED:
        who = book.voided_by.get(number.op_id or "", "")
        return _with_next(one, _("%(when)s %(who)s作废：%(reason)s", when=when(number.state_at), who=who, reason=number.reason or ""))
    at = f"{day(number.state_at)} {clock(number.state_at)}"
    if one.fate == RETURNED:
        return _("%(at)s 退回：%(reason)s。没有用过，已封存，不再发出。", at=at, reason=number.reason or _("没有写原因"))
    if number.reason == RESTORED:
        return _("%(at)s 从备份恢复时跳过：备份之后可能已经用在文书上。手机传来哪份文书，哪个号就算已用；其余的不再发出。", at=at)
    found = _("里面如果有已经开出的文书，找到后照原号收进来，不会重号。")
    if number.reason == PHONE_REVOKED:
        return _("%(at)s %(who)s的%(phone)s丢失停用。", at=at, who=one.holder.name, phone=_own(one)) + found
    return _("%(at)s 列为去向不明：%(reason)s。", at=at, reason=number.reason or _("没有写原因")) + found


def question(op: Op, entry: Entry | None, codes: list[str]) -> str:
    """What a leader is asked about a number."""
    if "out_of_lease" in codes and entry is not None and entry.number is None:
        return _("文书有效，当事人手里有纸。纳入登记簿后，这个号就归这一份。")
    if "out_of_lease" in codes:
        return _("文书有效，但这个号借给了别的手机，以领号的手机为准，不能给这一份。请另开一份替代它。")
    if "number_twice" in codes:
        return _("文书有效，但同一个号先前已经用过或者作废。请另开一份替代它。")
    return listed(flag_words(code) for code in codes)


def _used(run: Run, book: Book) -> str:
    if len(run.entries) > 1:
        states = Counter(_state(e) for e in run.entries)
        return listed(states) if len(states) == 1 else listed(_("%(n)s 份%(state)s", n=n, state=state) for state, n in states.items())
    one, number = run.one, run.one.number
    said = [_state(one)] if one.paper is not None else []
    if one.paper is not None and one.paper.superseded_by in book.numbers:
        said = [_("已由 %(n)s 替代", n=three(book.numbers[one.paper.superseded_by]))]
    if number.reason == PHONE_REVOKED:
        said.append(_("手机停用时列为去向不明，后来传来，证实已用"))
    elif number.reason == RESTORED:
        said.append(_("从备份恢复时跳过，后来传来，证实已用"))
    elif number.lease_id is None:
        said.append(_("原在号段外，负责人已纳入"))
    if one.paper is not None and one.paper.denied:
        said.append(_("另一名执法人员说当时不在场"))
    return listed(said)


def _state(entry: Entry) -> str:
    row = load().states_of(entry.paper.type).get(entry.paper.state)
    return named(row) if row else entry.paper.state


def _stray(one: Entry) -> str:
    if one.number is None:
        return _("没有纳入登记簿") if one.stray.state == DISMISSED else _("这部手机没有这个号段，等负责人决定是否纳入")
    if one.number.lane_id == one.lane:
        return _("这部手机先前已经用过这个号，或者已经作废")
    return _("这个号借给了别的手机，以领号的手机为准")


def _own(entry: Entry) -> str:
    return entry.holder.phone.removeprefix(f"{entry.holder.name}的") or entry.holder.phone


def _with_next(one: Entry, said: str) -> str:
    return _("%(said)s。这部手机接着开的是 %(n)s", said=said.rstrip("。."), n=three(one.after)) if one.after else said
