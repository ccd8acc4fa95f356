"""The queue of runs that servers share: priorities, times to wait for, Scrapyd's job ids, and who works where."""

import sqlalchemy as sa
from alembic import op

revision = "s008"
down_revision = "s007"
branch_labels = None
depends_on = None

QUEUED, RUNNING = sa.text("status = 'queued'"), sa.text("status = 'running'")


def upgrade() -> None:
    # Where docs/operations.md ("A large database") was followed, columns and indexes of runs are there.
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("runs")}
    for column in (
        sa.Column("priority", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("scrapyd_job_id", sa.String(255)),
    ):
        if column.name not in known:
            op.add_column("runs", column)
    op.create_index(op.f("uq_runs_scrapyd_job_id"), "runs", ["scrapyd_job_id"], unique=True, if_not_exists=True)
    op.create_index(
        op.f("ix_runs_priority_created_at"),
        "runs",
        ["priority", "created_at"],
        postgresql_where=QUEUED,
        sqlite_where=QUEUED,
        if_not_exists=True,
    )
    op.create_index(
        op.f("ix_runs_job_id_user_id"),
        "runs",
        ["job_id", "user_id"],
        postgresql_where=RUNNING,
        sqlite_where=RUNNING,
        if_not_exists=True,
    )
    op.create_index(op.f("ix_runs_finished_at"), "runs", ["finished_at"], if_not_exists=True)
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
