"""Stands for the main server's newest revision: makes a users table only where there is none."""

import sqlalchemy as sa
from alembic import op

revision = "014"
down_revision = None
branch_labels = None
depends_on = None

OWN_KEY = "pk_users_standalone"  # tells our table from the main server's, which is never dropped


def upgrade() -> None:
    if sa.inspect(op.get_bind()).has_table("users"):
        return
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(320)),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.current_timestamp()),
        sa.PrimaryKeyConstraint("id", name=OWN_KEY),
    )


def downgrade() -> None:
    if sa.inspect(op.get_bind()).get_pk_constraint("users")["name"] == OWN_KEY:
        op.drop_table("users")
