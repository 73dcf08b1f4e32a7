"""The ledger's Merkle tree (protocol 8): a leaf for every verdict, given its place in the transaction that gave the verdict.

A leaf's row carries the nodes that it completed, so that a row once written never changes, appending reads one row and writes two, and a
proof reads O(log n) rows. The row lock on the head is held to the commit: places are gapless and in commit order on both databases.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ForeignKey, bindparam, event, insert, inspect, select, update
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.domain import merkle
from fieldapp.domain.notes import Head

from .base import Base, Code, Id, Millis, Text, db, id_key
from .counters import insert_if_absent
from .ledger import Op

#: The only row of the table of heads, and the first epoch of a log.
LOG, FIRST_EPOCH = "log", 1
HEX = 64


class LogHead(Base):
    """Where the tree stands. `frontier` is the hashes of its perfect subtrees in hex, one after the other, the largest first."""

    __tablename__ = "log_head"
    id: Mapped[str] = id_key()
    log_id: Mapped[str] = mapped_column(Code)
    epoch: Mapped[int]
    size: Mapped[int] = mapped_column(Millis)
    root: Mapped[str] = mapped_column(Code)
    frontier: Mapped[str] = mapped_column(Text)


class LogLeaf(Base):
    """Leaf `n` (from 0): the op, its verdict and since when (ms). `nodes`: hex of what it completes, from level 0 up."""

    __tablename__ = "log_leaf"
    n: Mapped[int] = mapped_column(Millis, primary_key=True, autoincrement=False)
    op_id: Mapped[str] = mapped_column(Id, ForeignKey("op.op_id"), index=True)
    verdict: Mapped[str] = mapped_column(Code)
    at: Mapped[int] = mapped_column(Millis)
    nodes: Mapped[str] = mapped_column(Text)


class LogEpoch(Base):
    """A log that a restore from backup put an end to, and where it ended as far as the backup knows."""

    __tablename__ = "log_epoch"
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(Code)
    size: Mapped[int] = mapped_column(Millis)
    root: Mapped[str] = mapped_column(Code)
    ended_at: Mapped[int] = mapped_column(Millis)


@dataclass(frozen=True)
class Leaf:
    """A leaf beside the hash its op has now; None when the op is not there."""

    n: int
    op_id: str
    verdict: str
    at: int
    nodes: str
    op_hash: str | None


_HEADS, _LEAVES = LogHead.__table__, LogLeaf.__table__
_HEAD = select(_HEADS.c.size, _HEADS.c.frontier).where(_HEADS.c.id == LOG).with_for_update()
_MOVE = update(_HEADS).where(_HEADS.c.id == LOG).values(size=bindparam("s"), root=bindparam("r"), frontier=bindparam("f"))
_APPEND = insert(_LEAVES)
_SAID = select(_LEAVES.c.op_id, _LEAVES.c.verdict).where(_LEAVES.c.op_id.in_(bindparam("ids", expanding=True))).order_by(_LEAVES.c.n)


@event.listens_for(Op.verdict, "set")
def _on_verdict(op, _value, _old, _initiator):
    """Whoever gives an op a verdict, now or later, gives the tree a leaf: nobody has to think of it. {op: is it new?}"""
    db.session.info.setdefault("judged", {}).setdefault(op, not inspect(op).persistent)


def forget(session) -> None:
    session.info.pop("judged", None)


def flush(session) -> None:
    """Append what was judged in this transaction and has another verdict than its last leaf. Called by `transaction()` only, near its end:
    a verdict that changes twice in one transaction is one leaf."""
    judged = session.info.pop("judged", None)
    if not judged:
        return
    session.flush()
    connection = session.connection()
    older = [op.op_id for op, new in judged.items() if not new and op in session]
    said = dict(connection.execute(_SAID, {"ids": older}).all()) if older else {}
    leaves = [(op.op_id, op.hash, op.verdict, op.received_at if new else op.decided_at or op.received_at)
              for op, new in judged.items() if op in session and op.verdict != said.get(op.op_id)]
    if leaves:
        _write(connection, leaves)


def _write(connection, leaves: list[tuple[str, str, str, int]]) -> None:
    head = connection.execute(_HEAD).first()
    if head is None:
        insert_if_absent(LogHead, id=LOG, log_id=secrets.token_hex(8), epoch=FIRST_EPOCH, size=0, root=merkle.EMPTY.hex(), frontier="")
        head = connection.execute(_HEAD).one()
    size, frontier, rows = head.size, unhex(head.frontier), []
    for op_id, op_hash, verdict, at in leaves:
        frontier, nodes = merkle.append(frontier, size, merkle.leaf_hash(merkle.entry(op_hash, verdict, at)))
        rows.append({"n": size, "op_id": op_id, "verdict": verdict, "at": at, "nodes": b"".join(nodes).hex()})
        size += 1
    connection.execute(_APPEND, rows)
    connection.execute(_MOVE, {"s": size, "r": merkle.fold(frontier).hex(), "f": b"".join(frontier).hex()})


def unhex(text: str) -> list[bytes]:
    """Hashes that stand one after the other in hex."""
    return [bytes.fromhex(text[n:n + HEX]) for n in range(0, len(text), HEX)]


def origin_of(log_id: str, epoch: int) -> str:
    """What a log is called in its checkpoints: one name for each epoch of each server."""
    return f"fieldapp/{log_id}/{epoch}"


def head() -> LogHead | None:
    """Where the tree stands; None before its first leaf."""
    return db.session.get(LogHead, LOG, populate_existing=True)


def ended() -> list[Head]:
    """The logs that went before this one, the newest first."""
    return [Head(e.origin, e.size, bytes.fromhex(e.root)) for e in db.session.scalars(select(LogEpoch).order_by(LogEpoch.epoch.desc()))]


def begin_epoch(epoch: int, now: int) -> None:
    """The tree goes on under another name: what a phone saw after the backup is not in it. Inside a transaction."""
    one = db.session.get(LogHead, LOG, with_for_update=True, populate_existing=True)
    if one is not None:
        db.session.add(LogEpoch(epoch=one.epoch, origin=origin_of(one.log_id, one.epoch), size=one.size, root=one.root, ended_at=now))
        one.epoch = epoch


def nodes(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Hashes of perfect subtrees (level, index), each from the leaf that completed it. KeyError for one that is not there yet."""
    places = {(level, index): ((index + 1) << level) - 1 for level, index in wanted}
    rows = dict(db.session.execute(select(LogLeaf.n, LogLeaf.nodes).where(LogLeaf.n.in_(set(places.values())))).all())
    return {(level, index): bytes.fromhex(rows[n][level * HEX:(level + 1) * HEX]) for (level, index), n in places.items()}


def leaves_of(op_ids: Iterable[str]) -> list[LogLeaf]:
    """Every verdict that these ops got, in the order of the tree."""
    return list(db.session.scalars(select(LogLeaf).where(LogLeaf.op_id.in_(list(op_ids))).order_by(LogLeaf.n)))


def walk() -> Iterator[Leaf]:
    """All leaves in order, beside what stands in the ledger. Inside a snapshot."""
    query = select(LogLeaf.n, LogLeaf.op_id, LogLeaf.verdict, LogLeaf.at, LogLeaf.nodes, Op.hash).outerjoin(Op, Op.op_id == LogLeaf.op_id)
    for row in db.session.connection().execute(query.order_by(LogLeaf.n), execution_options={"yield_per": 1000}):
        yield Leaf(*row)


def verdicts() -> Iterator[tuple[str, str]]:
    """(op id, verdict) of every op as the ledger says it now, in its order. Inside a snapshot."""
    query = select(Op.op_id, Op.verdict).order_by(Op.n)
    yield from (tuple(row) for row in db.session.connection().execute(query, execution_options={"yield_per": 1000}))
