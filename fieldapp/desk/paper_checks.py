"""Why a paper or what was done with it is doubtful, as a leader can read and check it: certificates, texts, numbers, times."""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fieldapp.documents import layout
from fieldapp.documents.filled import filled_again
from fieldapp.domain import deadlines
from fieldapp.domain.numbering import parse_register
from fieldapp.operations import THINGS
from fieldapp.rulebook import load
from fieldapp.store import ledger, numbers
from fieldapp.store.days import day_of
from fieldapp.store.ledger import Op
from fieldapp.store.orders import Order
from fieldapp.store.people import user

from .about import Named, named_thing
from .sight import PAPERS, reads
from .told_papers import number_said
from .words import deadline, listed, when

CODES = {
    "one_officer": _l("只有一名执法人员，要两名。"), "same_officer": _l("两处写的是同一个人，要两名不同的执法人员。"),
    "uncertified": _l("%(name)s没有执法证。"), "expired": _l("%(name)s的执法证那天不在有效期内。"),
    "field": _l("%(name)s的执法证不包括这个领域。"), "not_named": _l("%(name)s记录了这件事，但不是写明的执法人员。"),
    "no_power": _l("这个事项不在本街道的职权里，或者只是协助。"), "power_lapsed": _l("这项职权那天没有生效，或者已经终止。"),
}


@dataclass(frozen=True)
class Certified:
    """One officer's certificate as of the day. `why` is "" where it was good for this."""

    name: str
    number: str
    until: str
    fields: str
    why: str


@dataclass(frozen=True)
class Pair:
    """A line of the paper and the template's in its place, either of them ""; `skipped` = so many equal lines are left out here."""

    paper: str
    template: str
    differs: bool = False
    skipped: int = 0


@dataclass
class Checks:
    """What there is to look at. `register` is (kind, year) of the number in question, `paper` leads to the record."""

    paper: Named | None = None
    certified: list[Certified] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    compared: list[Pair] = field(default_factory=list)
    same_now: bool = False
    register: tuple[str, int] | None = None


def checks(op: Op, codes: list[str], now: int) -> Checks | None:
    """None for an op that is about no paper."""
    if op.target_type not in (*PAPERS, "item"):
        return None
    found = Checks(named_thing(op.target_type, op.target_id))
    if not reads(op, now):
        found.sentences.append(_("详情只给所属中队、办案人员和负责人看。"))
        return found
    for look in dict.fromkeys(LOOK[code] for code in codes if code in LOOK):
        look(op, found)
    return found


def _authority(op: Op, found: Checks) -> None:
    codes = [code for code in op.detail.get("codes", ()) if isinstance(code, str)]
    about = {code.partition(":")[2]: code.partition(":")[0] for code in codes if ":" in code}
    if op.detail.get("why") == "not_allowed":
        found.sentences.append(_("记录的人当时的角色不能做这件事。"))
    for code in codes:
        kind, _colon, user_id = code.partition(":")
        if kind in CODES:
            found.sentences.append(str(CODES[kind]) % {"name": _name(user_id)})
    day = day_of(op.claimed_at)
    for user_id in dict.fromkeys([*_officers(op), *about]):
        person = user(user_id)
        rows = person.certificates if person else []
        best = max(rows, key=lambda c: (c.valid_from <= day <= c.valid_to, c.valid_to), default=None)
        why = {"uncertified": _("没有证件"), "expired": _("不在有效期"), "field": _("领域不对"), "not_named": _("没有写明")}.get(
            about.get(user_id, ""), "")
        found.certified.append(Certified(_name(user_id), best.number if best else "–", best.valid_to.isoformat() if best else "–",
                                         listed(best.fields) if best else "–", why))


def _text(op: Op, found: Checks) -> None:
    row = THINGS[op.target_type].load(op.target_id, False)
    if row is None or not hasattr(row, "text"):
        return
    template = layout.text_of(filled_again(row, ledger.op(row.op_id), load()))
    found.same_now = template == row.text
    found.compared = compared(row.text, template) if template else []
    found.sentences.append(_("当事人手里的文字以文书自己的为准，存档和 PDF 用的就是它。"))


def compared(paper: str, template: str) -> list[Pair]:
    """Both texts line by line; of equal stretches only the lines next to a difference."""
    left, right, found = paper.split("\n"), template.split("\n"), []
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for n, (tag, a, b, c, d) in enumerate(blocks):
        if tag != "equal":
            found += [Pair(left[a + k] if a + k < b else "", right[c + k] if c + k < d else "", True) for k in range(max(b - a, d - c))]
            continue
        head, tail = (1 if n else 0), (1 if n < len(blocks) - 1 else 0)
        if b - a <= head + tail + 1:
            found += [Pair(line, line) for line in left[a:b]]
        else:
            found += [Pair(line, line) for line in left[a:a + head]]
            found += [Pair("", "", skipped=b - a - head - tail)]
            found += [Pair(line, line) for line in left[b - tail:b]] if tail else []
    return found


def _number(op: Op, found: Checks) -> None:
    stray = numbers.stray(op.op_id)
    if stray is None:
        return
    found.register = parse_register(stray.register_id)
    found.sentences.append(_("文书上的编号是%(number)s。", number=number_said(op)))
    holder = numbers.number(stray.register_id, stray.n)
    lease = numbers.lease(holder.lease_id) if holder is not None and holder.lease_id else None
    if holder is None:
        found.sentences.append(_("这个号没有借给任何手机。认可以后，它记入登记簿，归这份文书。"))
    elif holder.record_id and holder.record_id != op.target_id:
        found.sentences.append(_("这个号已经用在另一份文书上。领号的手机为准，这一份要另开代替。"))
    elif lease is not None:
        found.sentences.append(_("这个号借给了%(name)s的手机。领号的手机为准，不能认可给这份文书。", name=_name(lease.user_id)))


def _year(op: Op, found: Checks) -> None:
    found.sentences.append(_("编号是%(number)s，手机记的日期是 %(day)s。", number=number_said(op), day=day_of(op.claimed_at).isoformat()))


def _notice(op: Op, found: Checks) -> None:
    """What the party has, against what the paper says it gives, counted from the service."""
    one, rules = THINGS["order"].load(op.target_id, False), load()
    if not isinstance(one, Order) or one.served_at is None:
        return
    for item in one.items:
        wanted = {"kind": item.kind, "given": item.given}
        if item.given is None and item.kind != "immediate":
            continue
        full = deadlines.resolve(wanted, one.served_at, rules.clocks, rules.calendars).due_at_ms
        if item.original_due_at < full:
            found.sentences.append(_("第 %(n)s 项：%(served)s 送达，文书写到 %(due)s；按给的时间应到 %(full)s。", n=item.n,
                                     served=when(one.served_at), due=deadline(item.original_due_at), full=deadline(full)))


def _seal(op: Op, found: Checks) -> None:
    found.sentences.append(_("送达时没有盖章。补盖以后认可；要重新送达的，先撤回。"))


def _denied(op: Op, found: Checks) -> None:
    row = THINGS[op.target_type].load(op.target_id, False)
    author = getattr(row, "recheck_by", None) or getattr(row, "author_id", None)
    found.sentences.append(_("%(name)s被写成在场，本人说不在。文书由%(author)s制作。和两人核对后再决定。", name=_name(op.user_id),
                             author=_name(author)))


LOOK: dict[str, Callable[[Op, Checks], None]] = {
    "no_authority": _authority, "text_mismatch": _text, "out_of_lease": _number, "number_twice": _number, "wrong_year": _year,
    "short_notice": _notice, "no_seal": _seal, "attest_denied": _denied,
}


def _officers(op: Op) -> list[str]:
    said = op.payload.get("officers")
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []


def _name(user_id: str | None) -> str:
    found = user(user_id) if user_id else None
    return found.name if found else "–"
