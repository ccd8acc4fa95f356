"""What became of each instant of a schedule, and since when a job has the schedule that it has."""

import sqlalchemy as sa
from alembic import op

revision = "s007"
down_revision = "s006"
branch_labels = None
depends_on = None

NOW = sa.func.current_timestamp()
TABLE = "schedule_fires"


def upgrade() -> None:
    op.add_column("scraping_jobs", sa.Column("schedule_since", sa.DateTime(timezone=True)))
    op.execute("UPDATE scraping_jobs SET schedule_since = CURRENT_TIMESTAMP WHERE schedule_cron IS NOT NULL")
    for statement in POSTGRESQL_TRIGGER if is_postgresql() else SQLITE_TRIGGER:
        op.execute(statement)
    create_schedule_fires()


def downgrade() -> None:
    op.drop_table(TABLE)
    on_table = " ON scraping_jobs" if is_postgresql() else ""
    op.execute(f"DROP TRIGGER keep_schedule_since{on_table}")
    if is_postgresql():
        op.execute("DROP FUNCTION keep_schedule_since()")
    op.drop_column("scraping_jobs", "schedule_since")


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def create_schedule_fires() -> None:
    op.create_table(
        TABLE,
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("fire_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("run_id", sa.Uuid()),
        sa.Column("reason", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("job_id", "fire_at", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(
            ["job_id", "user_id"],
            ["scraping_jobs.id", "scraping_jobs.user_id"],
            name=op.f(f"fk_{TABLE}_job_id_user_id_scraping_jobs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f(f"fk_{TABLE}_run_id_runs"), ondelete="SET NULL"),
        sa.CheckConstraint("outcome IN ('started', 'skipped', 'missed', 'refused')", name=op.f(f"ck_{TABLE}_outcome")),
    )
    op.create_index(op.f(f"ix_{TABLE}_run_id"), TABLE, ["run_id"])


# Of whoever writes these columns, by SQL too: the past before a change is not made up for.
POSTGRESQL_TRIGGER = (
    """
    CREATE FUNCTION keep_schedule_since() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.schedule_since := clock_timestamp();
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER keep_schedule_since BEFORE UPDATE OF schedule_cron, schedule_timezone, is_active ON scraping_jobs
    FOR EACH ROW WHEN (OLD.schedule_cron IS DISTINCT FROM NEW.schedule_cron
        OR OLD.schedule_timezone IS DISTINCT FROM NEW.schedule_timezone
        OR OLD.is_active IS DISTINCT FROM NEW.is_active)
    EXECUTE FUNCTION keep_schedule_since()
    """,
)
SQLITE_TRIGGER = (
    """
    CREATE TRIGGER keep_schedule_since AFTER UPDATE OF schedule_cron, schedule_timezone, is_active ON scraping_jobs
    FOR EACH ROW WHEN OLD.schedule_cron IS NOT NEW.schedule_cron
        OR OLD.schedule_timezone IS NOT NEW.schedule_timezone OR OLD.is_active IS NOT NEW.is_active
    BEGIN
        UPDATE scraping_jobs SET schedule_since = strftime('%Y-%m-%d %H:%M:%f', 'now') || '000' WHERE id = NEW.id;
    END
    """,
)
