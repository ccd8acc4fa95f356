"""The columns that the engine adds to runs and results, and the requests of runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "s001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
NOW = sa.func.current_timestamp()


def upgrade() -> None:
    op.add_column("extractor_schemas", sa.Column("field_order", JSON))
    create_run_requests()
    create_triggers()
    extend_runs()
    extend_results()


def downgrade() -> None:
    op.drop_index(op.f("ix_results_request_id"), "results")
    for column in ("request_id", "position", "violations", "evidence", "hash_version", "record_url"):
        op.drop_column("results", column)
    for column in ("attempts", "outcome", "stop_reason", "job_snapshot"):
        op.drop_column("runs", column)
    op.drop_table("run_requests")
    op.drop_column("extractor_schemas", "field_order")
    if is_postgresql():
        op.execute("DROP FUNCTION fill_run_requests_user_id()")


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def object_check(table: str, column: str, max_bytes: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"jsonb_typeof({column}) = 'object' AND octet_length({column}::text) <= {max_bytes}",
        name=op.f(f"ck_{table}_{column}"),
    )


def integer(name: str, default: int = 0, kind: type[sa.Integer] = sa.Integer) -> sa.Column:
    return sa.Column(name, kind(), nullable=False, server_default=sa.text(str(default)))


def text_with_default(name: str, length: int, default: str) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def create_run_requests() -> None:
    table = "run_requests"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        *request_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_requests")),
        sa.UniqueConstraint("run_id", "fingerprint", name=op.f("uq_run_requests_run_id_fingerprint")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_requests_run_id_runs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run_id", "user_id"],
            ["runs.id", "runs.user_id"],
            name=op.f("fk_run_requests_run_id_user_id_runs"),
            ondelete="CASCADE",
        ),
        *request_checks(),
    )
    op.create_index(op.f("ix_run_requests_run_id_state"), table, ["run_id", "state"])


def request_checks() -> list[sa.CheckConstraint]:
    checks = [
        sa.CheckConstraint("kind IN ('page', 'detail')", name=op.f("ck_run_requests_kind")),
        sa.CheckConstraint(
            "state IN ('queued', 'claimed', 'done', 'failed', 'skipped')", name=op.f("ck_run_requests_state")
        ),
        sa.CheckConstraint(
            "items_found >= 0 AND items_extracted >= 0 AND credits >= 0", name=op.f("ck_run_requests_counters")
        ),
    ]
    if is_postgresql():
        checks.append(object_check("run_requests", "kwargs", 16_777_216))
        checks.append(sa.CheckConstraint("user_id IS NOT NULL", name=op.f("ck_run_requests_user_id")))
    return checks


def request_columns() -> list[sa.Column]:
    return [
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        text_with_default("method", 10, "GET"),
        sa.Column("body", sa.Text()),
        sa.Column("kwargs", JSON, nullable=False, server_default=sa.text("'{}'")),
        text_with_default("kind", 20, "page"),
        integer("depth"),
        integer("page_number", 1),
        integer("position", kind=sa.BigInteger),
        text_with_default("state", 20, "queued"),
        sa.Column("reason", sa.Text()),
        sa.Column("http_status", sa.Integer()),
        sa.Column("renderer", sa.String(20)),
        integer("items_found", kind=sa.BigInteger),
        integer("items_extracted", kind=sa.BigInteger),
        integer("credits", kind=sa.BigInteger),
        integer("attempts"),
        sa.Column("parent", sa.String(64)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=NOW),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
    ]


def create_triggers() -> None:
    """As in 015: fill user_id from the run where an INSERT gives none."""
    for statement in POSTGRESQL_TRIGGERS if is_postgresql() else SQLITE_TRIGGERS:
        op.execute(statement)


POSTGRESQL_TRIGGERS = (
    """
    CREATE FUNCTION fill_run_requests_user_id() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT user_id INTO NEW.user_id FROM runs WHERE id = NEW.run_id;
        IF NEW.user_id IS NULL THEN
            RAISE foreign_key_violation USING MESSAGE = format('run_requests.run_id: no runs row %s', NEW.run_id);
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER fill_run_requests_user_id BEFORE INSERT ON run_requests FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION fill_run_requests_user_id()
    """,
)
SQLITE_TRIGGERS = (
    """
    CREATE TRIGGER fill_run_requests_user_id AFTER INSERT ON run_requests WHEN NEW.user_id IS NULL
    BEGIN
        UPDATE run_requests SET user_id = (SELECT user_id FROM runs WHERE id = NEW.run_id) WHERE id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER keep_run_requests_user_id BEFORE UPDATE OF user_id ON run_requests WHEN NEW.user_id IS NULL
    BEGIN
        SELECT RAISE(ABORT, 'run_requests.user_id must not be NULL');
    END
    """,
)


def extend_runs() -> None:
    """Columns with a CHECK go in as SQL that both databases understand: Alembic would rebuild SQLite's table."""
    op.add_column("runs", sa.Column("job_snapshot", JSON))
    op.add_column("runs", sa.Column("stop_reason", sa.String(50)))
    op.execute(
        "ALTER TABLE runs ADD COLUMN outcome VARCHAR(20)"
        " CONSTRAINT ck_runs_outcome CHECK (outcome IN ('complete', 'partial', 'empty'))"
    )
    op.execute(
        "ALTER TABLE runs ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0"
        " CONSTRAINT ck_runs_attempts CHECK (attempts >= 0)"
    )
    if is_postgresql():
        check = object_check("runs", "job_snapshot", 33_554_432)
        op.create_check_constraint(check.name, "runs", check.sqltext)


def extend_results() -> None:
    op.add_column("results", sa.Column("record_url", sa.Text()))
    op.add_column("results", integer("hash_version", 1))
    op.add_column("results", sa.Column("evidence", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("results", sa.Column("violations", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("results", integer("position", kind=sa.BigInteger))
    kind = "UUID" if is_postgresql() else "CHAR(32)"
    op.execute(
        f"ALTER TABLE results ADD COLUMN request_id {kind} CONSTRAINT fk_results_request_id_run_requests"
        " REFERENCES run_requests (id) ON DELETE SET NULL"
    )
    op.create_index(op.f("ix_results_request_id"), "results", ["request_id"])
