"""The table of wrappers: what runs learnt of the sites that they read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "s002"
down_revision = "s001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NOW = sa.func.current_timestamp()
TABLE = "wrappers"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("schema_hash", sa.String(64), nullable=False),
        sa.Column("site", sa.String(255), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.Column("selectors", JSON, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("samples", JSON, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("health", JSON, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("pages", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrappers")),
        sa.UniqueConstraint(
            "user_id",
            "schema_hash",
            "site",
            "signature",
            name=op.f("uq_wrappers_user_id_schema_hash_site_signature"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wrappers_user_id_users"), ondelete="CASCADE"),
        *checks(),
    )


def downgrade() -> None:
    op.drop_table(TABLE)


def checks() -> list[sa.CheckConstraint]:
    found = [sa.CheckConstraint("pages >= 0", name=op.f("ck_wrappers_pages"))]
    if op.get_bind().dialect.name == "postgresql":
        for column, kind, max_bytes in (
            ("selectors", "object", 1_048_576),
            ("samples", "array", 1_048_576),
            ("health", "object", 131_072),
        ):
            condition = f"jsonb_typeof({column}) = '{kind}' AND octet_length({column}::text) <= {max_bytes}"
            found.append(sa.CheckConstraint(condition, name=op.f(f"ck_wrappers_{column}")))
    return found
