"""indexes of lists: what is visible is asked case by case, and open and closed cases have indexes of their own

Revision ID: 4d9a6c0be857
Revises: 8e2f4b7a9c31
Create Date: 2026-11-24 10:15:00
"""

import sqlalchemy as sa
from alembic import op

revision = "4d9a6c0be857"
down_revision = "8e2f4b7a9c31"
branch_labels = None
depends_on = None

OPEN, CLOSED = sa.text("closed_at IS NULL"), sa.text("closed_at IS NOT NULL")


def upgrade():
    op.drop_index("ix_case_due", table_name="case")
    for name, columns, where in (("ix_case_due", ["due_at", "id", "handled_at"], OPEN), ("ix_case_closed", ["reported_at", "id"], CLOSED),
                                 ("ix_case_open", ["state", "queue", "unit_id", "state_at", "id"], OPEN)):
        op.create_index(name, "case", [*columns, "closed_at"], sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_scope_entry_record", table_name="scope_entry")
    op.create_index("ix_scope_entry_record", "scope_entry", ["type", "record_id", "scope_id", "gone"])


def downgrade():
    op.drop_index("ix_scope_entry_record", table_name="scope_entry")
    op.create_index("ix_scope_entry_record", "scope_entry", ["type", "record_id"])
    for name in ("ix_case_open", "ix_case_closed", "ix_case_due"):
        op.drop_index(name, table_name="case")
    op.create_index("ix_case_due", "case", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN)
