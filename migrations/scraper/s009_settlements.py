"""How often a block of credits could not be settled, when it is due again, and why the gateway refuses it for good."""

import sqlalchemy as sa
from alembic import op

revision = "s009"
down_revision = "s008"
branch_labels = None
depends_on = None

TABLE = "credit_reservations"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("settle_tries", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column(TABLE, sa.Column("settle_after", sa.DateTime(timezone=True)))
    op.add_column(TABLE, sa.Column("refusal", sa.Text()))


def downgrade() -> None:
    op.drop_column(TABLE, "refusal")
    op.drop_column(TABLE, "settle_after")
    op.drop_column(TABLE, "settle_tries")
