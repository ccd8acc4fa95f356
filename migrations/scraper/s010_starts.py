"""The queue's index in the order in which runs are taken, and how many processes in a row did not begin a run."""

import sqlalchemy as sa
from alembic import op

revision = "s010"
down_revision = "s009"
branch_labels = None
depends_on = None

QUEUED = sa.text("status = 'queued'")


def upgrade() -> None:
    op.add_column("runs", sa.Column("failed_starts", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_index(
        op.f("ix_runs_queue"),
        "runs",
        [sa.text("priority DESC"), "created_at", "id"],
        postgresql_where=QUEUED,
        sqlite_where=QUEUED,
        if_not_exists=True,
    )
    op.drop_index(op.f("ix_runs_priority_created_at"), "runs")


def downgrade() -> None:
    op.create_index(
        op.f("ix_runs_priority_created_at"),
        "runs",
        ["priority", "created_at"],
        postgresql_where=QUEUED,
        sqlite_where=QUEUED,
    )
    op.drop_index(op.f("ix_runs_queue"), "runs")
    op.drop_column("runs", "failed_starts")
