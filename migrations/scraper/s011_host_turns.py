"""Until when each host is taken: one budget per host for all runs (docs/operations.md)."""

import sqlalchemy as sa
from alembic import op

revision = "s011"
down_revision = "s010"
branch_labels = None
depends_on = None

TABLE = "host_turns"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("visitor", sa.Uuid(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delay_seconds", sa.Double(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f(f"pk_{TABLE}")),
        sa.CheckConstraint("delay_seconds >= 0", name=op.f(f"ck_{TABLE}_delay_seconds")),
    )
    op.create_index(op.f(f"ix_{TABLE}_ends_at"), TABLE, ["ends_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
