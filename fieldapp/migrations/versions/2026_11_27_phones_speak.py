"""what phones find by themselves, until somebody has seen to it; and the approval of phones

Revision ID: e5b09d7c3f18
Revises: c47e8a15d902
Create Date: 2026-11-27 09:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "e5b09d7c3f18"
down_revision = "c47e8a15d902"
branch_labels = None
depends_on = None

MILLIS = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    with op.batch_alter_table("feedback") as feedback:
        feedback.add_column(sa.Column("topic", sa.String(length=64), nullable=True))
        feedback.add_column(sa.Column("settled_at", MILLIS, nullable=True))
        feedback.add_column(sa.Column("settled_by", sa.String(length=64), nullable=True))
        feedback.add_column(sa.Column("settled_note", sa.Text(), nullable=True))
    with op.batch_alter_table("device") as device:
        device.add_column(sa.Column("asked_at", MILLIS, nullable=True))
        device.add_column(sa.Column("approved_at", MILLIS, nullable=True))
        device.add_column(sa.Column("approved_by", sa.String(length=64), nullable=True))


def downgrade():
    with op.batch_alter_table("device") as device:
        for name in ("approved_by", "approved_at", "asked_at"):
            device.drop_column(name)
    with op.batch_alter_table("feedback") as feedback:
        for name in ("settled_note", "settled_by", "settled_at", "topic"):
            feedback.drop_column(name)
