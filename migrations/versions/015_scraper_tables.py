"""The five tables of the specification, each with its owner, and the triggers that fill the owner in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NOW = sa.func.current_timestamp()
FILLED_FROM = {"runs": ("scraping_jobs", "job_id"), "results": ("runs", "run_id"), "exports": ("runs", "run_id")}


def upgrade() -> None:
    create_extractor_schemas()
    create_scraping_jobs()
    create_runs()
    create_results()
    create_exports()
    for table, (parent, reference) in FILLED_FROM.items():
        create_triggers(table, parent, reference)


def downgrade() -> None:
    for table in ("exports", "results", "runs", "scraping_jobs", "extractor_schemas"):
        op.drop_table(table)
    if is_postgresql():
        for table in FILLED_FROM:
            op.execute(f"DROP FUNCTION fill_{table}_user_id()")


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def identifier() -> sa.Column:
    return sa.Column("id", sa.Uuid(), nullable=False)


def owner(*, is_nullable: bool = False) -> sa.Column:
    """Nullable where a trigger fills it in: SQLite's triggers can do so only after the INSERT."""
    return sa.Column("user_id", sa.Uuid(), nullable=is_nullable)


def timestamp(name: str, *, is_required: bool = False) -> sa.Column:
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=not is_required, server_default=NOW if is_required else None
    )


def counter(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0"))


def flag(name: str, *, is_on: bool) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if is_on else sa.false())


def text_with_default(name: str, length: int, default: str, *, is_nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=is_nullable, server_default=default)


def json_object(name: str, *, has_default: bool = True) -> sa.Column:
    return sa.Column(name, JSON, nullable=False, server_default=sa.text("'{}'") if has_default else None)


def one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def postgresql_checks(table: str, **max_bytes: int) -> list[sa.CheckConstraint]:
    """Cheap looks at JSON that comes by SQL: an object, not too large."""
    if not is_postgresql():
        return []
    return [
        sa.CheckConstraint(
            f"jsonb_typeof({column}) = 'object' AND octet_length({column}::text) <= {limit}",
            name=op.f(f"ck_{table}_{column}"),
        )
        for column, limit in max_bytes.items()
    ]


def owner_is_filled(table: str) -> list[sa.CheckConstraint]:
    if not is_postgresql():
        return []
    return [sa.CheckConstraint("user_id IS NOT NULL", name=op.f(f"ck_{table}_user_id"))]


def references(table: str, columns: str, target: str, target_columns: str, ondelete: str) -> sa.ForeignKeyConstraint:
    own = columns.split()
    name = op.f(f"fk_{table}_{'_'.join(own)}_{target}")
    return sa.ForeignKeyConstraint(own, [f"{target}.{c}" for c in target_columns.split()], name=name, ondelete=ondelete)


def create_extractor_schemas() -> None:
    table = "extractor_schemas"
    op.create_table(
        table,
        identifier(),
        owner(),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text()),
        text_with_default("version", 50, "1.0"),
        json_object("schema_definition", has_default=False),
        flag("strict_validation", is_on=True),
        flag("allow_extra_fields", is_on=False),
        flag("is_public", is_on=False),
        timestamp("created_at", is_required=True),
        timestamp("updated_at", is_required=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extractor_schemas")),
        sa.UniqueConstraint("user_id", "name", "version", name=op.f("uq_extractor_schemas_user_id_name_version")),
        references(table, "user_id", "users", "id", "CASCADE"),
        *postgresql_checks(table, schema_definition=131_072),
    )


def create_scraping_jobs() -> None:
    table = "scraping_jobs"
    op.create_table(
        table,
        identifier(),
        owner(),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("target_url", sa.Text(), nullable=False),
        text_with_default("pagination_type", 50, "none", is_nullable=True),
        sa.Column("extractor_schema_id", sa.Uuid()),
        json_object("options"),
        sa.Column("schedule_cron", sa.String(100)),
        text_with_default("schedule_timezone", 64, "UTC"),
        flag("is_active", is_on=True),
        timestamp("created_at", is_required=True),
        timestamp("updated_at", is_required=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scraping_jobs")),
        sa.UniqueConstraint("id", "user_id", name=op.f("uq_scraping_jobs_id_user_id")),
        references(table, "user_id", "users", "id", "CASCADE"),
        references(table, "extractor_schema_id", "extractor_schemas", "id", "SET NULL"),
        *postgresql_checks(table, options=16_777_216),
    )
    op.create_index(op.f("ix_scraping_jobs_user_id"), table, ["user_id"])
    op.create_index(op.f("ix_scraping_jobs_extractor_schema_id"), table, ["extractor_schema_id"])


def create_runs() -> None:
    table = "runs"
    counters = ("pages_fetched", "items_found", "items_extracted", "credits_charged")
    op.create_table(
        table,
        identifier(),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        owner(is_nullable=True),
        text_with_default("status", 20, "queued"),
        *(counter(name) for name in counters),
        sa.Column("idempotency_key", sa.String(255)),
        json_object("metadata"),
        sa.Column("error_message", sa.Text()),
        timestamp("created_at", is_required=True),
        timestamp("started_at"),
        timestamp("finished_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("job_id", "idempotency_key", name=op.f("uq_runs_job_id_idempotency_key")),
        sa.UniqueConstraint("id", "user_id", name=op.f("uq_runs_id_user_id")),
        references(table, "job_id", "scraping_jobs", "id", "CASCADE"),
        references(table, "job_id user_id", "scraping_jobs", "id user_id", "CASCADE"),
        one_of(table, "status", "queued", "running", "completed", "failed"),
        sa.CheckConstraint(" AND ".join(f"{name} >= 0" for name in counters), name=op.f("ck_runs_counters")),
        *postgresql_checks(table, metadata=1_048_576),
        *owner_is_filled(table),
    )
    op.create_index(op.f("ix_runs_user_id_created_at"), table, ["user_id", "created_at"])
    op.create_index(op.f("ix_runs_job_id_created_at"), table, ["job_id", "created_at"])


def create_results() -> None:
    table = "results"
    op.create_table(
        table,
        identifier(),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        owner(is_nullable=True),
        json_object("data", has_default=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("confidence_score", sa.Double()),
        timestamp("created_at", is_required=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results")),
        sa.UniqueConstraint("run_id", "content_hash", name=op.f("uq_results_run_id_content_hash")),
        references(table, "run_id", "runs", "id", "CASCADE"),
        references(table, "run_id user_id", "runs", "id user_id", "CASCADE"),
        sa.CheckConstraint("confidence_score >= 0 AND confidence_score <= 1", name=op.f("ck_results_confidence_score")),
        *postgresql_checks(table, data=16_777_216),
        *owner_is_filled(table),
    )


def create_exports() -> None:
    table = "exports"
    op.create_table(
        table,
        identifier(),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        owner(is_nullable=True),
        sa.Column("format", sa.String(20), nullable=False),
        text_with_default("status", 20, "processing"),
        sa.Column("download_url", sa.Text()),
        timestamp("expires_at"),
        timestamp("created_at", is_required=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        references(table, "run_id", "runs", "id", "CASCADE"),
        references(table, "run_id user_id", "runs", "id user_id", "CASCADE"),
        references(table, "user_id", "users", "id", "CASCADE"),
        one_of(table, "format", "csv", "json", "excel", "jsonl", "parquet"),
        one_of(table, "status", "processing", "completed", "failed"),
        *owner_is_filled(table),
    )
    op.create_index(op.f("ix_exports_run_id"), table, ["run_id"])
    op.create_index(op.f("ix_exports_user_id"), table, ["user_id"])


def create_triggers(table: str, parent: str, reference: str) -> None:
    """Fill user_id from the parent row where an INSERT gives none; a row without an owner cannot be kept."""
    for statement in (postgresql_triggers if is_postgresql() else sqlite_triggers)(table, parent, reference):
        op.execute(statement)


def postgresql_triggers(table: str, parent: str, reference: str) -> tuple[str, ...]:
    return (
        f"""
        CREATE FUNCTION fill_{table}_user_id() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            SELECT user_id INTO NEW.user_id FROM {parent} WHERE id = NEW.{reference};
            IF NEW.user_id IS NULL THEN
                RAISE foreign_key_violation
                USING MESSAGE = format('{table}.{reference}: no {parent} row %s', NEW.{reference});
            END IF;
            RETURN NEW;
        END $$
        """,  # noqa: S608  # names of this file, no input
        f"""
        CREATE TRIGGER fill_{table}_user_id BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.user_id IS NULL)
        EXECUTE FUNCTION fill_{table}_user_id()
        """,
    )


def sqlite_triggers(table: str, parent: str, reference: str) -> tuple[str, ...]:
    return (
        f"""
        CREATE TRIGGER fill_{table}_user_id AFTER INSERT ON {table} WHEN NEW.user_id IS NULL
        BEGIN
            UPDATE {table} SET user_id = (SELECT user_id FROM {parent} WHERE id = NEW.{reference}) WHERE id = NEW.id;
        END
        """,  # noqa: S608
        f"""
        CREATE TRIGGER keep_{table}_user_id BEFORE UPDATE OF user_id ON {table} WHEN NEW.user_id IS NULL
        BEGIN
            SELECT RAISE(ABORT, '{table}.user_id must not be NULL');
        END
        """,
    )
