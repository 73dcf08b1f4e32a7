"""the place of an inspection in words

Revision ID: 71c2e0b4d865
Revises: 3f7a9c51e0d2
Create Date: 2026-11-25 09:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "71c2e0b4d865"
down_revision = "3f7a9c51e0d2"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("inspection") as batch:
        batch.add_column(sa.Column("place_text", sa.Text(), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("inspection") as batch:
        batch.drop_column("place_text")
