"""A paper that takes the place of an earlier one (its envelope names the op that made that one): wrong party, wrong words."""

from fieldapp.domain.cases import Refused
from fieldapp.store import ledger
from fieldapp.store.documents import Document
from fieldapp.store.orders import Order

from .act import Act
from .things import THINGS

STANDING = ("issued", "served", "closed")
SUPERSEDED = "superseded"


def take_place_of(act: Act, made: Order | Document) -> Order | Document | None:
    """The earlier paper, superseded now; None when this one replaces none. One that stands no more is left as it is, and flagged
    `state_moved`. Raises Refused `field_missing:supersedes` for an op that made no paper of this type."""
    if act.supersedes is None:
        return None
    earlier = ledger.op(act.supersedes)
    if earlier is None or (earlier.type, earlier.target_type) != (act.type, act.target_type) or earlier.target_id == made.id:
        raise Refused("field_missing:supersedes")
    old = THINGS[act.target_type].load(earlier.target_id, True)
    if old.state not in STANDING:
        act.flags.append("state_moved")
        return None
    old.state, old.state_at, old.superseded_by = SUPERSEDED, act.received, made.id
    old.version += 1
    THINGS[act.target_type].changed(old.id)
    return old
