"""What is open, and for whom: flagged ops, held ones, what was handed over, the quarantine, and what phones say is wrong with the log or
with a photo."""

from dataclasses import dataclass

from fieldapp.operations.own_ops import HAND_OVER, is_open
from fieldapp.store import feedback, ledger
from fieldapp.store.days import day_of
from fieldapp.store.feed import lies_in
from fieldapp.store.feedback import Feedback
from fieldapp.store.ledger import HELD, Op, Quarantine
from fieldapp.store.people import UserIds, members, members_and_roleless, user

from .about import named_thing
from .door import Person
from .holding import followed_units, follows
from .verdicts import flag_words, held_words, worst_first
from .words import HOUR

#: What waits for longer is shown to a dispatcher by itself (protocol 2).
WAITED_MS = 24 * HOUR
#: Letters of somebody's words in a line of the list.
SHORT = 40


@dataclass(frozen=True)
class Item:
    """One line of the list. `key` is `op:<id>`, `row:<id>` or `said:<id>`, `about` the number of the paper in question."""

    key: str
    title: str
    who: str
    at: int
    op: Op | None = None
    row: Quarantine | None = None
    said: Feedback | None = None
    about: str = ""


def lists(person: Person, now: int) -> dict[str, list[Item]]:
    """By what it asks for: an answer, a decision, a look, help with what waits too long, patience, or a look at bytes. What its author has
    handed over stands once, as that."""
    found: dict[str, list[Item]] = {part: [] for part in ("handed", "no_effect", "in_effect", "late", "waiting", "trouble", "quarantine", "decided")}
    if person.sees_flags:
        for op in ledger.open_ops(person.actor.scopes, followed(person, now)):
            found[_part(op, now)].append(item_of(op))
        found["decided"] = [item_of(op) for op in ledger.answered_hand_overs(person.actor.scopes, followed(person, now))]
    for one in feedback.troubles(senders(person, now)):
        found["trouble"].append(Item(f"said:{one.id}", one.topic or "", _name(one.user_id), one.said_at, said=one))
    for row in ledger.quarantined(senders=senders(person, now)):
        found["quarantine"].append(Item(f"row:{row.id}", row.code, _name(row.user_id), row.received_at, row=row))
    return found


def item_of(op: Op) -> Item:
    flags = worst_first([f.code for f in op.flags if f.state == "open"] or [f.code for f in op.flags])
    words = _asked(op) or (flag_words(flags[0]) if flags else held_words(op.code))
    return Item(f"op:{op.op_id}", words, _name(op.user_id), op.received_at, op=op, about=_about(op))


def decided_item(person: Person, key: str, now: int) -> Item | None:
    """Of an op that asked once and is decided; its address stays good."""
    op = ledger.op(key.removeprefix("op:")) if key.startswith("op:") else None
    return item_of(op) if op is not None and op.decided_at is not None and may_look(person, op, now) else None


def open_count(person: Person, now: int) -> int:
    """How many ops, phones and bytes ask for somebody; asked for on every page."""
    if not person.sees_attention:
        return 0
    ops = ledger.open_ops_count(person.actor.scopes, followed(person, now)) if person.sees_flags else 0
    return ops + ledger.quarantined_count(senders(person, now)) + feedback.troubles_count(senders(person, now))


def may_look(person: Person, op: Op, now: int) -> bool:
    """Is it of those that `lists` shows this person while they are open?"""
    if not person.sees_flags:
        return False
    earlier = ledger.op(op.target_id) if op.type == HAND_OVER else None
    places = [one.case_id or one.target_id for one in (op, earlier) if one is not None and one.user_id == op.user_id]
    return any(lies_in("case", place, person.actor.scopes) for place in places) or _is_theirs(person, op.user_id, now)


def sees_sender(person: Person, user_id: str, now: int) -> bool:
    """Whose bytes and troubles this person sees one by one."""
    return person.holds("admin") or (person.sees_flags and _is_theirs(person, user_id, now))


def followed(person: Person, now: int) -> UserIds:
    """The leader's and dispatcher's whole subdistrict, a squad leader's own people; whatever they see of cases besides. To the leader also
    who holds no role any more: nobody else would see what they hand over."""
    return (members_and_roleless if person.holds("leader") else members)(day_of(now), followed_units(person))


def _is_theirs(person: Person, user_id: str, now: int) -> bool:
    """Is it somebody of `followed`?"""
    author = user(user_id)
    return follows(person, author, now) or person.holds("leader") and not any(g.unit for g in author.held(day_of(now)))


def senders(person: Person, now: int) -> UserIds | None:
    """Whose bytes in quarantine this person sees; None: everybody's."""
    return None if person.holds("admin") else followed(person, now)


def _part(op: Op, now: int) -> str:
    if op.type == HAND_OVER and is_open(op):
        return "handed"
    if op.waits_for and not op.in_effect or op.verdict == HELD:
        return "late" if now - op.received_at > WAITED_MS else "waiting"
    return "in_effect" if op.in_effect else "no_effect"


def _asked(op: Op) -> str:
    """The beginning of what its author says who hands something over."""
    said = str(op.payload.get("text", "")) if op.type == HAND_OVER else ""
    return said if len(said) <= SHORT else said[:SHORT] + "…"


def _about(op: Op) -> str:
    """Of what is about a paper, the name of that; a case's stands on its own page."""
    thing = named_thing(op.target_type, op.target_id) if op.target_type not in ("case", "op") else None
    return thing.name if thing else ""


def _name(user_id: str) -> str:
    found = user(user_id)
    return found.name if found else "–"
