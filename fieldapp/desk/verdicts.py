"""Verdicts and flags in sentences: what happened, what is safe, what comes next."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fieldapp.domain.problems import message
from fieldapp.edges.language import language
from fieldapp.rulebook import load
from fieldapp.store.ledger import APPLIED, FLAGGED, HELD, Op

from . import bp
from .words import named

GOOD, LOOK, BAD = "good", "look", "bad"


@dataclass(frozen=True)
class Said:
    """`tone` chooses shape and colour; `first` is the sentence, `more` what else there is to know."""

    tone: str
    first: str
    more: tuple[str, ...] = ()


@bp.app_template_filter()
def action_name(type_: str) -> str:
    row = load().actions.get(type_)
    return named(row) if row else type_


#: Flags as people at a desk read them; the rulebook's own texts speak to whoever did the work.
FLAGS = {
    "clock_off": _l("手机时间和服务器差了 5 分钟以上"), "clock_future": _l("手机时间比收到的时间还晚"), "clock_back": _l("手机时间往回走了"),
    "text_mismatch": _l("文书文字和存档不一样"), "number_twice": _l("文书编号重复"), "out_of_lease": _l("编号不在这部手机的号段里"),
    "wrong_year": _l("日期和编号的年份不符"), "late": _l("传来时已过期限"), "state_moved": _l("传来之前案卷已经往前走了"),
    "short_notice": _l("整改期限短于规定"), "no_seal": _l("文书还没有盖章"), "no_authority": _l("办的人当时没有这个权限"),
    "authority_ended": _l("传来时权限已经终止"), "no_access": _l("涉及本人看不到的案卷"), "id_taken": _l("编号已被另一件使用"),
    "broken_chain": _l("前面的记录缺失，顺序无法核对"), "lane_revoked": _l("这部手机已停用"), "waiting_target": _l("涉及的案卷还没有到"),
    "attest_denied": _l("另一名执法人员说当时不在场"),
    "handed_over": _l("本人转交，请负责人决定"), "withdrawn": _l("本人已撤回或转交"),
    "wrong_kind": _l("手机报的种类不对"), "bad_payload": _l("内容不全，没有算进案卷"),
}
HELD_FOR = {"unknown_target": _l("要办的案卷还没有到，到了就自动办。"), "depends_on_refused": _l("它依据的前一步没有办成。"),
            "unknown_type": _l("服务器还不认识这种操作，升级后再办。"), "broken_chain": _l("它前面的记录缺失，补上或由负责人决定后再办。"),
            "lane_revoked": _l("来自已停用的手机，由负责人决定。"), "withdrawn": _l("本人先撤回或转交了，由负责人决定。")}


def flag_words(code: str) -> str:
    row = load().flags.get(code)
    return str(FLAGS.get(code) or (named(row) if row else code))


def held_words(code: str | None) -> str:
    """What a held op waits for."""
    return str(HELD_FOR.get(code or "") or refusal_words(code))


def worst_first(codes: list[str]) -> list[str]:
    """A flag that stops the effect before those that do not."""
    rows = load().flags
    return sorted(codes, key=lambda c: c in rows and rows[c].effect is True)


def refusal_words(code: str | None, detail: dict | None = None) -> str:
    """Why not, and for a state that moved: to which state."""
    said = message(code or "bad_request", language())
    state = load().states.get((detail or {}).get("state") or "")
    if code == "state_moved" and state:
        said = f"{said} " + _("现在是「%(state)s」。", state=named(state))
    return said


def verdict_words(verdict: str, code: str | None, type_: str, in_effect: bool, flags: list[str], detail: dict | None = None) -> Said:
    name = action_name(type_)
    if verdict == APPLIED and not flags:
        return Said(GOOD, _("已办：%(name)s。", name=name))
    if verdict in (APPLIED, FLAGGED):
        first = _("已办：%(name)s。有人会看一下。", name=name) if in_effect else _("%(name)s已记下，还没有生效。", name=name)
        return Said(LOOK, first, tuple(flag_words(f) for f in worst_first(flags)))
    if verdict == HELD:
        return Said(LOOK, _("%(name)s已记下，先等着。", name=name), (held_words(code),))
    return Said(BAD, _("%(name)s没有办成。", name=name), (refusal_words(code, detail),))


def op_words(op: Op) -> Said:
    return verdict_words(op.verdict, op.code, op.type, op.in_effect, flags_shown(op), op.detail)


def flags_shown(op: Op) -> list[str]:
    """The flags that the words on an op name: one that was applied says no more of what a leader has confirmed, or what has come."""
    return [f.code for f in op.flags if op.verdict != APPLIED or f.state != "confirmed"]


@bp.app_template_global()
def quarantine_words(code: str) -> str:
    """Why bytes could not be taken as an op (protocol 5)."""
    return {
        "bad_hash": _("内容和指纹对不上"), "bad_sig": _("签名对不上"), "conflict_id": _("同一个编号有两份不同的内容"),
        "unknown_lane": _("不认识的手机"), "wrong_owner": _("不是本人的手机"), "fork": _("同一个位置有两条不同的记录"),
        "gap": _("前面缺得太多"),
    }.get(code, _("读不懂的内容"))
