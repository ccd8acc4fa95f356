"""Why a request was charged, and the blocks of credits that runs have reserved."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "s004"
down_revision = "s003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NOW = sa.func.current_timestamp()
REASONS = (
    "records",
    "repeats_parent",
    "records_on_own_pages",
    "no_record",
    "no_valid_record",
    "beyond_max_items",
    "not_read",
)
STATES = ("asked", "open", "settling", "settled")
TABLE = "credit_reservations"


def upgrade() -> None:
    op.add_column("run_requests", sa.Column("usage", JSON))
    # As SQL that both databases understand: Alembic would rebuild SQLite's table for the CHECK.
    op.execute(
        "ALTER TABLE run_requests ADD COLUMN charge VARCHAR(30)"
        f" CONSTRAINT ck_run_requests_charge CHECK (charge IN ({quoted(REASONS)}))"
    )
    create_reservations()


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("run_requests", "charge")
    op.drop_column("run_requests", "usage")


def quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def create_reservations() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("block_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, server_default="asked"),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("used", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("run_id", "block_no", name=op.f(f"uq_{TABLE}_run_id_block_no")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f(f"fk_{TABLE}_run_id_runs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run_id", "user_id"],
            ["runs.id", "runs.user_id"],
            name=op.f(f"fk_{TABLE}_run_id_user_id_runs"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(f"state IN ({quoted(STATES)})", name=op.f(f"ck_{TABLE}_state")),
        sa.CheckConstraint("block_no > 0 AND asked > 0", name=op.f(f"ck_{TABLE}_asked")),
        sa.CheckConstraint("used >= 0 AND used <= granted AND granted <= asked", name=op.f(f"ck_{TABLE}_used")),
    )
    op.create_index(op.f(f"ix_{TABLE}_state"), TABLE, ["state"])
