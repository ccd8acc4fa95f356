"""What Alembic runs for every command, for both histories; `db.migrate` passes a connection, the command line none."""

from alembic import context
from sqlalchemy import Connection, text

from db.models import Base
from db.session import make_engine

# Only one process migrates at a time; any number that no one else is likely to lock.
ADVISORY_LOCK = 5_230_014_015


def migrate_on(connection: Connection) -> None:
    """Run the command that Alembic was started with, as one transaction: wholly or not at all."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table=context.config.attributes.get("version_table", "alembic_version"),
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        context.run_migrations()


def migrate_by_command_line() -> None:
    """The database of SCRAPER_DATABASE_URL, or the embedded one."""
    engine = make_engine()
    with engine.connect() as connection:
        migrate_on(connection)
    engine.dispose()


if context.is_offline_mode():
    raise SystemExit("SQL without a database (--sql) is not supported: the migrations look at the users table first")
if passed := context.config.attributes.get("connection"):
    migrate_on(passed)
else:
    migrate_by_command_line()
