"""The queue of runs that servers share: priorities, times to wait for, Scrapyd's job ids, and who works where."""

import sqlalchemy as sa
from alembic import op

revision = "s008"
down_revision = "s007"
branch_labels = None
depends_on = None

QUEUED, RUNNING = sa.text("status = 'queued'"), sa.text("status = 'running'")


def upgrade() -> None:
    op.add_column("runs", sa.Column("priority", sa.Double(), nullable=False, server_default=sa.text("0")))
    op.add_column("runs", sa.Column("not_before", sa.DateTime(timezone=True)))
    op.add_column("runs", sa.Column("scrapyd_job_id", sa.String(255)))
    op.create_index(op.f("uq_runs_scrapyd_job_id"), "runs", ["scrapyd_job_id"], unique=True)
    op.create_index(
        op.f("ix_runs_priority_created_at"),
        "runs",
        ["priority", "created_at"],
        postgresql_where=QUEUED,
        sqlite_where=QUEUED,
    )
    op.create_index(
        op.f("ix_runs_job_id_user_id"), "runs", ["job_id", "user_id"], postgresql_where=RUNNING, sqlite_where=RUNNING
    )
    op.create_index(op.f("ix_runs_finished_at"), "runs", ["finished_at"])
    op.add_column("run_workers", sa.Column("node", sa.String(255), nullable=False, server_default=""))
    op.create_index(op.f("ix_run_workers_node"), "run_workers", ["node"])


def downgrade() -> None:
    op.drop_index(op.f("ix_run_workers_node"), "run_workers")
    op.drop_column("run_workers", "node")
    for index in (
        "ix_runs_finished_at",
        "ix_runs_job_id_user_id",
        "ix_runs_priority_created_at",
        "uq_runs_scrapyd_job_id",
    ):
        op.drop_index(op.f(index), "runs")
    for column in ("scrapyd_job_id", "not_before", "priority"):
        op.drop_column("runs", column)
