"""look-ups on the public page, counted per network

Revision ID: 3f7a9c51e0d2
Revises: 82ce27f8bd41
Create Date: 2026-11-24 09:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "3f7a9c51e0d2"
down_revision = "82ce27f8bd41"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "lookup_count",
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("since", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network"),
    )
    op.create_index("ix_lookup_count_since", "lookup_count", ["since"], unique=False)


def downgrade():
    op.drop_table("lookup_count")
