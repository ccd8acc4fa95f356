"""How long each worker's own lease is."""

import sqlalchemy as sa
from alembic import op

revision = "s006"
down_revision = "s005"
branch_labels = None
depends_on = None

# Of workers that are at work while the database is migrated: what SCRAPER_LEASE_SECONDS is unless somebody sets it.
DEFAULT_SECONDS = 60


def upgrade() -> None:
    # As SQL that both databases understand: Alembic would rebuild SQLite's table for the CHECK.
    kind = sa.Double().compile(dialect=op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE run_workers ADD COLUMN lease_seconds {kind} NOT NULL DEFAULT {DEFAULT_SECONDS}"
        " CONSTRAINT ck_run_workers_lease_seconds CHECK (lease_seconds > 0)"
    )


def downgrade() -> None:
    op.drop_column("run_workers", "lease_seconds")
