"""A case's history: every op in it, who and when, what the server said, and where it stands in its signed chain."""

from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from fieldapp.domain.chain import body_hash
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.blobs import PHOTO_ROLES, Claim, claims_of_op
from fieldapp.store.cases import case
from fieldapp.store.days import day_of
from fieldapp.store.devices import Lane, device, lane
from fieldapp.store.ledger import APPLIED, Op
from fieldapp.store.people import User, user
from fieldapp.store.units import unit
from fieldapp.sync.signing import verifies

from . import bp
from .forms import GROUNDS, RESULTS
from .verdicts import Said, action_name, flags_shown, op_words
from .words import MINUTE, day_in_full, listed, named

#: A claimed time this near to the received one is the same to a reader.
SAME_MS = MINUTE


@dataclass(frozen=True)
class Node:
    """`law` = an act with legal effect (square); `words` are what was said, `said` the verdict unless plainly applied. `photos` only
    where the op is not in effect: else they stand with the case's."""

    op: Op
    title: str
    words: tuple[str, ...]
    who: str
    roles: str
    device: str
    at_desk: bool
    apart: bool
    law: bool
    said: Said | None
    sound: bool
    photos: tuple[Claim, ...]


def timeline(ops: list[Op], everything: bool = False) -> list[Node]:
    """The newest first. What its author was not allowed to see is left out unless `everything`, until it is confirmed."""
    return [_node(op) for op in reversed(ops) if everything or op.in_effect or all(f.code != "no_access" for f in op.flags)]


@bp.app_template_filter()
def groupby_day(nodes: list[Node]) -> list[tuple[str, list[Node]]]:
    """By the local day of receipt, the order kept."""
    return [(day, list(those)) for day, those in groupby(nodes, lambda n: day_in_full(n.op.received_at))]


def _node(op: Op) -> Node:
    author, owned, action = user(op.user_id), lane(op.lane_id), load().actions.get(op.type)
    at_desk = bool(owned and owned.at_desk)
    return Node(
        op, title(op), said_words(op), author.name if author else "–", roles_of(author, op.claimed_at) if author else "",
        device_name(owned), at_desk, abs(op.claimed_at - op.received_at) >= SAME_MS, bool(action and action.kind == "act"),
        None if op.verdict == APPLIED and not flags_shown(op) else op_words(op), sound(op, owned),
        () if op.in_effect else tuple(c for c in claims_of_op(op.op_id) if c.role in PHOTO_ROLES))


def title(op: Op) -> str:
    """What was done, and to whom it went."""
    payload = op.payload
    where = [_unit_name(payload.get("to_unit")), _user_name(payload.get("to_user"))]
    name = action_name(op.type)
    if op.type == "flag.decide":
        name = _("存疑：认可") if payload.get("decision") == "confirm" else _("存疑：不认可")
    if payload.get("into"):
        other = case(payload["into"])
        where = [other.number if other else ""]
    return f"{name} → {listed(where)}" if any(where) else name


def said_words(op: Op) -> tuple[str, ...]:
    payload, found = op.payload, []
    choices = dict(GROUNDS) | dict(RESULTS)
    found += [str(choices[payload[k]]) for k in ("result", "ground") if payload.get(k) in choices]
    if payload.get("lead_unit"):
        found.append(_("牵头：%(unit)s", unit=_unit_name(payload["lead_unit"])))
    found += [str(payload[k]) for k in ("text", "reason", "note") if payload.get(k)]
    if payload.get("review_on"):
        found.append(_("复核日期 %(day)s", day=payload["review_on"]))
    if payload.get("fixed_on_spot") is True:
        found.append(_("当场整改"))
    return tuple(found)


def roles_of(person: User, at_ms: int) -> str:
    """Roles held when it was done, each with its unit."""
    roles, held = load().roles, person.held(day_of(at_ms))
    units = list(dict.fromkeys(u.name for g in held if (u := unit(g.unit))))
    return " ".join((*units[:1], listed(named(roles[g.role]) for g in held if g.role in roles)))


def device_name(owned: Lane | None) -> str:
    found = device(owned.device_id) if owned and not owned.at_desk else None
    return found.name if found else ""


def sound(op: Op, owned: Lane | None) -> bool:
    """Recomputed for this page: the hash of the text, the signature over it, and the link to the op before."""
    if owned is None or body_hash(op.body) != op.hash or not verifies(owned.jwk, op.body, op.sig):
        return False
    before = ledger.op_at(op.lane_id, op.lane_seq - 1) if op.lane_seq > 1 else None
    return before is None or f'"prev_hash":"{before.hash}"' in op.body.replace('": "', '":"')


def _unit_name(unit_id) -> str:
    found = unit(unit_id) if isinstance(unit_id, str) else None
    return found.name if found else ""


def _user_name(user_id) -> str:
    found = user(user_id) if isinstance(user_id, str) else None
    return found.name if found else ""
