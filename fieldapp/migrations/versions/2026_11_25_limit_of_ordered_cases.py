"""what the handling limit of a case was before its orders were followed

Revision ID: 9d5b3f7e1a24
Revises: 71c2e0b4d865
Create Date: 2026-11-25 10:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "9d5b3f7e1a24"
down_revision = "71c2e0b4d865"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("case") as batch:
        batch.add_column(sa.Column("limit_due_at", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True))


def downgrade():
    with op.batch_alter_table("case") as batch:
        batch.drop_column("limit_due_at")
