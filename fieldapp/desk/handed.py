"""What an op was handed over with: the op itself, if the server has it, else what its author's phone says it was."""

from dataclasses import dataclass

from flask_babel import gettext as _

from fieldapp.operations.own_ops import HAND_OVER
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.blobs import PHOTO_ROLES, Claim, claims_of_op
from fieldapp.store.grids import grid
from fieldapp.store.ledger import Op

from .timeline import Node, timeline
from .told import user_name
from .verdicts import action_name, op_words
from .words import listed, named

E7, CM = 10**7, 100


@dataclass(frozen=True)
class Handed:
    """`first` and `more` say what became of it. `node` is the op as the server has it; else `title` and `rows`, (name, value), are what
    the phone says it was, and `photos` came with the handing over."""

    text: str
    first: str
    more: tuple[str, ...]
    node: Node | None
    title: str
    rows: tuple[tuple[str, str], ...]
    photos: tuple[Claim, ...]


def handed(op: Op) -> Handed | None:
    """None for any other op."""
    if op.type != HAND_OVER:
        return None
    about, text = ledger.op(op.target_id), str(op.payload.get("text", ""))
    if about is not None and about.user_id == op.user_id:
        said = op_words(about)
        return Handed(text, said.first, said.more, timeline([about], everything=True)[0], "", (), ())
    said = op.payload.get("content")
    said = said if isinstance(said, dict) else {}
    first = _("%(name)s没有传到服务器，本人连内容一起交上来。", name=action_name(str(said.get("type", ""))))
    return Handed(text, first, (), None, action_name(str(said.get("type", ""))), tuple(_rows(said)),
                  tuple(c for c in claims_of_op(op.op_id) if c.role in PHOTO_ROLES))


def _rows(said: dict) -> list[tuple[str, str]]:
    """In words as far as they are known; what a phone sends may be anything."""
    payload = said.get("payload") if isinstance(said.get("payload"), dict) else {}
    names = {"category": _("类别"), "text": _("情况"), "reason": _("理由"), "note": _("备注"), "grid_id": _("网格"), "officers": _("执法人员"),
             "result": _("结果"), "party": _("当事人"), "source": _("来源"), "fixed_on_spot": _("当场整改")}
    found = [(names.get(key, key), _value(key, value)) for key, value in payload.items() if value not in (None, "", False)]
    place = said.get("place") if isinstance(said.get("place"), dict) else {}
    if all(type(place.get(k)) is int for k in ("lat_e7", "lon_e7")):
        off = f" ±{place['acc_cm'] // CM} m" if type(place.get("acc_cm")) is int else ""
        found.append((_("位置"), f"{place['lat_e7'] / E7:.5f}, {place['lon_e7'] / E7:.5f}{off}"))
    if isinstance(said.get("at"), str):
        found.append((_("手机时间"), said["at"].replace("T", " ")[:19]))
    if isinstance(said.get("code"), str):
        found.append((_("代码"), said["code"]))
    return found


def _value(key: str, value) -> str:
    if key == "category" and isinstance(value, str) and value in load().categories:
        return named(load().categories[value])
    if value is True:
        return _("是")
    if key == "source":
        return named(load().sources[value]) if isinstance(value, str) and value in load().sources else str(value)
    if key == "grid_id" and isinstance(value, str):
        cell = grid(value)
        return cell.name if cell else value
    if key == "officers" and isinstance(value, list):
        return listed(user_name(one) or str(one) for one in value)
    if key == "party" and isinstance(value, dict):
        return str(value.get("name", ""))
    return str(value)
