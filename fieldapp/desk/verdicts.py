"""Verdicts and flags in sentences: what happened, what is safe, what comes next."""

from dataclasses import dataclass

from flask_babel import gettext as _

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


def flag_words(code: str) -> str:
    row = load().flags.get(code)
    return named(row) if row else code


def refusal_words(code: str | None, detail: dict | None = None) -> str:
    """Why not, and for a state that moved: to which state."""
    said = message(code or "bad_request", language())
    state = load().states.get((detail or {}).get("state") or "")
    if code == "state_moved" and state:
        said = f"{said} " + _("现在是「%(state)s」。", state=named(state))
    return said


def verdict_words(verdict: str, code: str | None, type_: str, in_effect: bool, flags: list[str], detail: dict | None = None) -> Said:
    name = action_name(type_)
    if verdict == APPLIED:
        return Said(GOOD, _("已办：%(name)s。", name=name))
    if verdict == FLAGGED:
        first = _("已办：%(name)s。有人会看一下。", name=name) if in_effect else _("%(name)s已记下，还没有生效。", name=name)
        return Said(LOOK, first, tuple(flag_words(f) for f in flags))
    if verdict == HELD:
        return Said(LOOK, _("%(name)s已记下，先等着。", name=name), (refusal_words(code, detail),))
    return Said(BAD, _("%(name)s没有办成。", name=name), (refusal_words(code, detail),))


def op_words(op: Op) -> Said:
    return verdict_words(op.verdict, op.code, op.type, op.in_effect, [f.code for f in op.flags], op.detail)


@bp.app_template_global()
def quarantine_words(code: str) -> str:
    """Why bytes could not be taken as an op (protocol 5)."""
    return {
        "bad_hash": _("内容和指纹对不上"), "bad_sig": _("签名对不上"), "conflict_id": _("同一个编号有两份不同的内容"),
        "unknown_lane": _("不认识的手机"), "wrong_owner": _("不是本人的手机"), "fork": _("同一个位置有两条不同的记录"),
    }.get(code, _("读不懂的内容"))
