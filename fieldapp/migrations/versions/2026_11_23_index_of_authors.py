"""index of authors: every pull asks for the verdicts of one person

Revision ID: 5c1d0f6a2b94
Revises: b0340dd33e79
Create Date: 2026-11-23 09:10:00
"""

from alembic import op

revision = "5c1d0f6a2b94"
down_revision = "b0340dd33e79"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_op_user_n", "op", ["user_id", "n"], unique=False)


def downgrade():
    op.drop_index("ix_op_user_n", table_name="op")
