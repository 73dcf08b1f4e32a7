"""A history: every op in it, who and when, what the server said, and where it stands in its signed chain; and between the ops what
time and the ladder of alerts did (moments)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from fieldapp.domain.chain import body_hash
from fieldapp.edges.clock import now_ms
from fieldapp.rulebook import load
from fieldapp.store import ledger
from fieldapp.store.blobs import PHOTO_ROLES, Claim, claims_of_op
from fieldapp.store.days import day_of
from fieldapp.store.devices import Lane, device, lane
from fieldapp.store.ledger import APPLIED, Op
from fieldapp.store.people import User, user
from fieldapp.store.units import unit
from fieldapp.sync.signing import verifies

from . import bp
from .sight import page_of, reads
from .told import said_words, title
from .verdicts import Said, flags_shown, op_words
from .words import MINUTE, day_in_full, listed, named

#: A claimed time this near to the received one is the same to a reader.
SAME_MS = MINUTE


@dataclass(frozen=True)
class Node:
    """`law` = an act with legal effect (square); `words` are what was said, `said` the verdict unless plainly applied. `photos` only
    where the op is not in effect, or about a paper: else they stand with the case's. `page` is where the paper is read, or ""."""

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
    page: str

    @property
    def at(self) -> int:
        return self.op.received_at


@dataclass(frozen=True)
class Moment:
    """What nobody did: a deadline that passed (`late`), people who were told."""

    at: int
    title: str
    words: tuple[str, ...] = ()
    late: bool = False
    op: None = None


def timeline(ops: list[Op], everything: bool = False) -> list[Node]:
    """The newest first. What its author was not allowed to see is left out unless `everything`, until it is confirmed."""
    now = now_ms()
    return [_node(op, now) for op in reversed(ops) if everything or op.in_effect or all(f.code != "no_access" for f in op.flags)]


def with_moments(nodes: list[Node], moments: Iterable[Moment]) -> list[Node | Moment]:
    """One story, the newest first: the ops stay in the order of the ledger, each moment stands before the first that is older; of
    moments at one time the last given is the earliest."""
    waiting, found = sorted(moments, key=lambda m: -m.at), []
    for node in nodes:
        while waiting and waiting[0].at > node.at:
            found.append(waiting.pop(0))
        found.append(node)
    return found + waiting


@bp.app_template_filter()
def groupby_day(nodes: list[Node | Moment]) -> list[tuple[str, list[Node | Moment]]]:
    """By the local day of receipt, the order kept."""
    return [(day, list(those)) for day, those in groupby(nodes, lambda n: day_in_full(n.at))]


def _node(op: Op, now: int) -> Node:
    author, owned, action = user(op.user_id), lane(op.lane_id), load().actions.get(op.type)
    whole, about_paper = reads(op, now), op.target_type not in ("case", "op")
    photos = whole and (about_paper or not op.in_effect)
    return Node(
        op, title(op), said_words(op, whole), author.name if author else "–", roles_of(author, op.claimed_at) if author else "",
        device_name(owned), bool(owned and owned.at_desk), abs(op.claimed_at - op.received_at) >= SAME_MS,
        bool(action and action.kind == "act"), None if op.verdict == APPLIED and not flags_shown(op) else op_words(op), sound(op, owned),
        tuple(c for c in claims_of_op(op.op_id) if c.role in PHOTO_ROLES) if photos else (),
        page_of(op.target_type, op.target_id) if about_paper else "")


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
