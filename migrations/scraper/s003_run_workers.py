"""The workers of runs with their leases, and who has claimed a request."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "s003"
down_revision = "s002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NOW = sa.func.current_timestamp()


def upgrade() -> None:
    create_run_workers()
    op.add_column("runs", sa.Column("fence", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.add_column("run_requests", sa.Column("content", sa.String(64)))
    op.add_column("run_requests", sa.Column("worker_id", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("run_requests", "worker_id")
    op.drop_column("run_requests", "content")
    op.drop_column("runs", "fence")
    op.drop_table("run_workers")


def create_run_workers() -> None:
    table = "run_workers"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("process", sa.String(255), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("progress", JSON, nullable=False, server_default=sa.text("'{}'")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_workers")),
        sa.UniqueConstraint("run_id", "name", name=op.f("uq_run_workers_run_id_name")),
        sa.UniqueConstraint("run_id", "fence", name=op.f("uq_run_workers_run_id_fence")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_workers_run_id_runs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run_id", "user_id"],
            ["runs.id", "runs.user_id"],
            name=op.f("fk_run_workers_run_id_user_id_runs"),
            ondelete="CASCADE",
        ),
        *checks(table),
    )


def checks(table: str) -> list[sa.CheckConstraint]:
    found = [sa.CheckConstraint("fence > 0", name=op.f(f"ck_{table}_fence"))]
    if op.get_bind().dialect.name == "postgresql":
        condition = "jsonb_typeof(progress) = 'object' AND octet_length(progress::text) <= 1048576"
        found.append(sa.CheckConstraint(condition, name=op.f(f"ck_{table}_progress")))
    return found
