"""rescue: holes in lanes, who filled a claim, and what became of a phone that was shut out

Revision ID: c47e8a15d902
Revises: c3e81d5a6f92
Create Date: 2026-11-26 09:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "c47e8a15d902"
down_revision = "c3e81d5a6f92"
branch_labels = None
depends_on = None

MILLIS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RESCUED = sa.text("via = 'rescue'")


def upgrade():
    op.create_table(
        "lane_hole",
        sa.Column("lane_id", sa.String(length=64), nullable=False), sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False), sa.Column("noted_at", MILLIS, nullable=False),
        sa.Column("noted_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["lane_id"], ["lane.id"]), sa.PrimaryKeyConstraint("lane_id", "first"))
    with op.batch_alter_table("claim") as claim:
        claim.add_column(sa.Column("filled_via", sa.String(length=64), nullable=True))
    with op.batch_alter_table("device") as device:
        device.add_column(sa.Column("shut_at", MILLIS, nullable=True))
        device.add_column(sa.Column("shut_why", sa.String(length=64), nullable=True))
        device.add_column(sa.Column("told_at", MILLIS, nullable=True))
    op.create_index("ix_op_user_rescued", "op", ["user_id", "n"], sqlite_where=RESCUED, postgresql_where=RESCUED)


def downgrade():
    op.drop_index("ix_op_user_rescued", table_name="op")
    with op.batch_alter_table("device") as device:
        for name in ("told_at", "shut_why", "shut_at"):
            device.drop_column(name)
    with op.batch_alter_table("claim") as claim:
        claim.drop_column("filled_via")
    op.drop_table("lane_hole")
