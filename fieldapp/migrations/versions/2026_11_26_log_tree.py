"""log tree: the ledger as a Merkle tree, built from the ops there are, in their order, with the verdicts they have now

The hashing is written out here, so that this step stays what it is whatever the product becomes.

Revision ID: c3e81d5a6f92
Revises: 9d5b3f7e1a24
Create Date: 2026-11-26 09:30:00
"""

import hashlib
import secrets

import sqlalchemy as sa
from alembic import op

revision = "c3e81d5a6f92"
down_revision = "9d5b3f7e1a24"
branch_labels = None
depends_on = None

MILLIS = sa.BigInteger().with_variant(sa.dialects.sqlite.INTEGER(), "sqlite")
BATCH = 1000


def upgrade():
    op.create_table(
        "log_head", sa.Column("id", sa.String(64), primary_key=True), sa.Column("log_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False), sa.Column("size", MILLIS, nullable=False),
        sa.Column("root", sa.String(64), nullable=False), sa.Column("frontier", sa.Text(), nullable=False))
    op.create_table(
        "log_leaf", sa.Column("n", MILLIS, primary_key=True, autoincrement=False),
        sa.Column("op_id", sa.String(64), sa.ForeignKey("op.op_id"), nullable=False), sa.Column("verdict", sa.String(64), nullable=False),
        sa.Column("at", MILLIS, nullable=False), sa.Column("nodes", sa.Text(), nullable=False))
    op.create_index("ix_log_leaf_op_id", "log_leaf", ["op_id"])
    op.create_table(
        "log_epoch", sa.Column("epoch", sa.Integer(), primary_key=True, autoincrement=False), sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("size", MILLIS, nullable=False), sa.Column("root", sa.String(64), nullable=False), sa.Column("ended_at", MILLIS, nullable=False))
    grow(op.get_bind())


def grow(connection):
    ops = sa.table("op", *(sa.column(name) for name in ("n", "op_id", "hash", "verdict", "received_at")))
    leaves = sa.table("log_leaf", *(sa.column(name) for name in ("n", "op_id", "verdict", "at", "nodes")))
    frontier, size, last = [], 0, -1
    while rows := connection.execute(sa.select(ops).where(ops.c.n > last).order_by(ops.c.n).limit(BATCH)).all():
        made = []
        for row in rows:
            entry = hashlib.sha256(f"{row.hash}|{row.verdict}|{row.received_at}".encode()).digest()
            done = [hashlib.sha256(b"\x00" + entry).digest()]
            while size >> (len(done) - 1) & 1:
                done.append(hashlib.sha256(b"\x01" + frontier.pop() + done[-1]).digest())
            frontier.append(done[-1])
            made.append({"n": size, "op_id": row.op_id, "verdict": row.verdict, "at": row.received_at, "nodes": b"".join(done).hex()})
            size, last = size + 1, row.n
        connection.execute(sa.insert(leaves), made)
    if not size:
        return
    root = frontier[-1]
    for part in reversed(frontier[:-1]):
        root = hashlib.sha256(b"\x01" + part + root).digest()
    heads = sa.table("log_head", *(sa.column(name) for name in ("id", "log_id", "epoch", "size", "root", "frontier")))
    restored = connection.execute(sa.text("SELECT n FROM counter WHERE id = 'restore:epoch'")).scalar()
    connection.execute(sa.insert(heads).values(id="log", log_id=secrets.token_hex(8), epoch=restored or 1, size=size, root=root.hex(),
                                               frontier=b"".join(frontier).hex()))


def downgrade():
    for name in ("log_epoch", "log_leaf", "log_head"):
        op.drop_table(name)
