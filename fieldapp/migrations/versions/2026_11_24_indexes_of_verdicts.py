"""indexes of verdicts: what a pull tells is found without reading every op of a person

Revision ID: 8e2f4b7a9c31
Revises: 5c1d0f6a2b94
Create Date: 2026-11-24 08:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "8e2f4b7a9c31"
down_revision = "5c1d0f6a2b94"
branch_labels = None
depends_on = None

INDEXES = (("ix_op_user_special", "n", "verdict <> 'applied'"), ("ix_op_user_decided", "decided_at", "decided_at IS NOT NULL"))


def upgrade():
    for name, column, where in INDEXES:
        op.create_index(name, "op", ["user_id", column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.drop_index("ix_op_user_n", table_name="op")


def downgrade():
    op.create_index("ix_op_user_n", "op", ["user_id", "n"], unique=False)
    for name, _column, _where in reversed(INDEXES):
        op.drop_index(name, table_name="op")
