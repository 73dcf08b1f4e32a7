"""Broken on purpose, one guard each: what the machine must catch. Only here; no setting of the product can turn a guard off."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from unittest.mock import patch

from sqlalchemy import func, select, text

from fieldapp.domain.ids import uuid7
from fieldapp.store import feed, ledger
from fieldapp.store.base import db
from fieldapp.store.feed import ScopeEntry
from fieldapp.sync import push

from . import stories
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


class LeavesPhotoOut(FaultyPhone):
    """It signs a record without the last photo that was taken for it, because it cannot read it."""

    def op(self, *given, **more):
        return super().op(*given, **more | {"blobs": more.get("blobs", [])[:-1]})


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
        twice = push.take_in(replace(said, op_id=uuid7(now), lane_seq=owned.head_seq + 1), owned, now, via)
        return push.result(twice) | {"op_id": said.op_id}
    with patch.object(push, "judge_in_place", again):
        yield


@contextmanager
def no_gap_check():
    """Nobody asks whether an op follows the one before it in its lane."""
    whole = push.judge_in_place

    def at_once(said, owned, now, via):
        if ledger.op(said.op_id) is not None:
            return whole(said, owned, now, via)
        return push.result(push.take_in(said, owned, now, via))
    with patch.object(push, "judge_in_place", at_once):
        yield


@contextmanager
def photo_dropped_from_record():
    """The record is taken without the last photo that it names."""
    whole = push.take_in

    def without(said, *more, **named):
        return whole(replace(said, blobs=said.blobs[:-1]), *more, **named)
    with patch.object(push, "take_in", without):
        yield


@contextmanager
def sequence_cursor():
    """A plain sequence as cursor: a place is taken when it is written, and seen when it is committed."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE SEQUENCE plain_cursor START 1000"))
    try:
        with cursor_from_the_sequence():
            yield
    finally:
        db.session.remove()
        with db.engine.begin() as connection:
            connection.execute(text("DROP SEQUENCE plain_cursor"))


@contextmanager
def cursor_from_the_sequence():
    """The same in one process of several."""
    heads, following = feed.heads, text("SELECT nextval('plain_cursor') FROM generate_series(1, :k)")

    def advance(connection, steps):
        return {scope_id: max(connection.scalars(following, {"k": k})) for scope_id, k in sorted(steps.items())}

    def highest(scope_ids):
        top = dict(db.session.execute(select(ScopeEntry.scope_id, func.max(ScopeEntry.seq)).where(
            ScopeEntry.scope_id.in_(scope_ids)).group_by(ScopeEntry.scope_id)).all())
        return {scope: (epoch, max(head, top.get(scope, 0))) for scope, (epoch, head) in heads(scope_ids).items()}
    with patch.object(feed, "_advance", advance), patch.object(feed, "heads", highest):
        yield


@dataclass(frozen=True)
class Variant:
    """`breaks` is the invariant by which `story` must catch it, on each of `databases`; a broken phone does not ask which one it is."""

    breaks: str
    story: Callable
    phone: type[FaultyPhone] = FaultyPhone
    server: Callable[[], AbstractContextManager] = nullcontext
    databases: tuple[str, ...] = ("sqlite",)


BOTH = ("sqlite", "postgresql")


VARIANTS = {
    "no dedupe": Variant("I2", stories.an_answer_is_lost, server=no_dedupe, databases=BOTH),
    "no gap check": Variant("I3", stories.a_batch_is_split, server=no_gap_check, databases=BOTH),
    "drop on unknown outcome": Variant("I1", stories.the_server_dies, DropsWhatItDidNotHearOf),
    "sequence cursor": Variant("I5", stories.one_commit_is_slow, server=sequence_cursor, databases=("postgresql",)),
    "photo dropped from a record": Variant("I7", stories.a_photo_is_taken, server=photo_dropped_from_record, databases=BOTH),
    "record sent without its photo": Variant("I7", stories.a_photo_is_taken, LeavesPhotoOut),
    "photos forgotten with the receipt": Variant("I7", stories.a_photo_is_taken, ForgetsPhotosWithReceipt),
    "cache bump clears the outbox": Variant("I1", stories.an_update_comes, ClearsOutboxWithCache),
}
