"""Broken on purpose, one guard each: what the machine must catch. Only here; no setting of the product can turn a guard off."""

from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import count
from unittest.mock import patch

from sqlalchemy import func, select

from fieldapp.domain.ids import uuid7
from fieldapp.store import feed, ledger
from fieldapp.store.base import db
from fieldapp.store.feed import ScopeEntry
from fieldapp.sync import push

from .faulty_phone import FaultyPhone

# -- phones

class DropsWhatItDidNotHearOf(FaultyPhone):
    """It takes an answer that never came for a yes."""

    def outcome_unknown(self, batch):
        self.queue = [one for one in self.queue if one not in batch]


class ClearsOutboxWithCache(FaultyPhone):
    """Cache and outbox in one database, which an update of the app replaces."""

    def new_version(self):
        super().new_version()
        self.queue = []


class ForgetsPhotosWithReceipt(FaultyPhone):
    """It calls an op done, and lets its photos go, once the op has its receipt."""

    def receipt(self, said):
        named = {sha256 for one in self.queue if one.op_id == said["op_id"] for sha256 in one.blobs}
        super().receipt(said)
        self.unsent = [sha256 for sha256 in self.unsent if sha256 not in named]


# -- servers

@contextmanager
def no_dedupe():
    """Whatever comes is taken in as something new, at the end of its lane."""
    whole = push.judge_in_place

    def again(said, owned, now, via):
        if ledger.op(said.op_id) is None:
            return whole(said, owned, now, via)
        return push.result(push.take_in(replace(said, op_id=uuid7(now), lane_seq=owned.head_seq + 1), owned, now, via))
    with patch.object(push, "judge_in_place", again):
        yield


@contextmanager
def sequence_cursor():
    """A plain sequence as cursor: a place is taken when it is written, and seen when it is committed."""
    numbers, heads = count(1_000), feed.heads

    def advance(connection, steps):
        found = {}
        for scope_id, k in sorted(steps.items()):
            taken = [next(numbers) for _ in range(k)]
            found[scope_id] = taken[-1]
        return found

    def highest(scope_ids):
        top = dict(db.session.execute(select(ScopeEntry.scope_id, func.max(ScopeEntry.seq)).where(
            ScopeEntry.scope_id.in_(scope_ids)).group_by(ScopeEntry.scope_id)).all())
        return {scope: (epoch, max(head, top.get(scope, 0))) for scope, (epoch, head) in heads(scope_ids).items()}
    with patch.object(feed, "_advance", advance), patch.object(feed, "heads", highest):
        yield


@contextmanager
def photo_dropped_from_record():
    """The record is taken without the last photo that it names."""
    whole = push.take_in

    def without(said, *more, **named):
        return whole(replace(said, blobs=said.blobs[:-1]), *more, **named)
    with patch.object(push, "take_in", without):
        yield


#: name → (kind of phone, what is laid over the server, the invariants that may be the first to break)
VARIANTS = {
    "no dedupe": (FaultyPhone, no_dedupe, {"I1", "I2", "I3", "I4", "I12"}),
    "drop on unknown outcome": (DropsWhatItDidNotHearOf, nullcontext, {"I1", "I12"}),
    "photo dropped from a record": (FaultyPhone, photo_dropped_from_record, {"I4", "I7", "I12"}),
    "photos forgotten with the receipt": (ForgetsPhotosWithReceipt, nullcontext, {"I7"}),
    "cache bump clears the outbox": (ClearsOutboxWithCache, nullcontext, {"I1", "I12"}),
    "sequence cursor": (FaultyPhone, sequence_cursor, {"I5"}),
}
