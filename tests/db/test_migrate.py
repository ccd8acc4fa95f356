"""Both histories go up and down on empty databases, on the main server's, and leave what the models say."""

import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from db.exceptions import NotMigrated
from db.migrate import downgrade, is_migrated, main, migrate
from db.models import Base, Run
from db.session import make_engine, session_scope
from tests.db.rows import add_rows

ROOT = Path(__file__).parents[2]
REVISIONS = ["014", "015", "s001", "s002", "s003", "s004", "s005", "s006", "s007", "s008", "s009", "s010", "s011"]
OURS_BY_SPECIFICATION = {"extractor_schemas", "scraping_jobs", "runs", "results", "exports"}
OURS = OURS_BY_SPECIFICATION | {"run_requests", "run_workers", "credit_reservations", "schedule_fires", "host_turns"}


@pytest.fixture
def empty(empty_database_url: str):
    """An engine for a database without any table."""
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def main_server(empty: Engine) -> Engine:
    """The main server's database at its revision 014: a users table of its own shape, with rows."""
    uuid = "UUID" if empty.dialect.name == "postgresql" else "CHAR(32)"
    with empty.begin() as connection:
        for statement in (
            f"CREATE TABLE users (id {uuid} PRIMARY KEY, login VARCHAR(80) NOT NULL, password_hash TEXT NOT NULL)",
            "INSERT INTO users VALUES ('11111111111111111111111111111111', 'ada', 'x')",
            "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)",
            "INSERT INTO alembic_version VALUES ('014')",
        ):
            connection.execute(text(statement))
    return empty


def differences(engine: Engine) -> list[object]:
    """What Alembic would still change to make the database look like the models; users aside."""

    def is_ours(thing: object, name: str | None, kind: str, _: bool, __: object) -> bool:
        if kind == "foreign_key_constraint" and thing.column_keys == ["request_id"] and engine.dialect.name == "sqlite":
            return False  # SQLAlchemy does not read ON DELETE of a key that ADD COLUMN made; test_models.py tries it
        if name == "ix_runs_queue" and engine.dialect.name == "sqlite":
            return False  # nor DESC of an index; test_line.py sees to it that the index is of use
        return kind != "table" or name in OURS

    with engine.connect() as connection:
        options = {"include_object": is_ours, "compare_type": True, "compare_server_default": False}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def run_python(*arguments: str, url: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SCRAPER_DATABASE_URL": url, **variables}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, check=True, capture_output=True, text=True
    )


@pytest.fixture
def migrated(empty: Engine, empty_database_url: str) -> Engine:
    """A migrated database that the test may take apart."""
    migrate(empty_database_url)
    return empty


def stamp(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_an_empty_database_gets_all_revisions(empty, empty_database_url):
    assert migrate(empty_database_url) == REVISIONS


def test_a_migrated_database_has_nothing_left_to_do(empty, empty_database_url):
    migrate(empty_database_url)
    assert migrate(empty_database_url) == []


def test_a_migrated_database_looks_like_the_models(empty, empty_database_url):
    migrate(empty_database_url)
    assert differences(empty) == []


def test_up_down_up_leaves_no_difference(empty, empty_database_url):
    migrate(empty_database_url)
    assert downgrade(empty_database_url) == REVISIONS[::-1]
    assert tables(empty) == {"alembic_version", "scraper_alembic_version"}
    migrate(empty_database_url)
    assert differences(empty) == []


def test_what_the_docs_build_beforehand_on_a_large_database_is_passed_by(empty, empty_database_url, monkeypatch):
    monkeypatch.setenv("SCRAPER_DATABASE_URL", empty_database_url)
    main(["main", "upgrade", "015"])
    main(["scraper", "upgrade", "s007"])
    chapter = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").partition("**A large database.**")[2]
    sql = chapter.partition("```sql")[2].partition("```")[0]
    if empty.dialect.name == "sqlite":  # one column a statement, and no other writers
        sql = sql.replace(",\n    ADD", ", ADD").replace(", ADD", ";\nALTER TABLE runs ADD").replace("CONCURRENTLY", "")
    with empty.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in filter(str.strip, sql.split(";")):
            connection.execute(text(statement))
    assert migrate(empty_database_url) == ["s008", "s009", "s010", "s011"]
    assert differences(empty) == []


def test_each_history_goes_down_and_up_alone(migrated, empty_database_url, monkeypatch):
    monkeypatch.setenv("SCRAPER_DATABASE_URL", empty_database_url)
    for direction in (["downgrade", "base"], ["upgrade", "head"]):
        main(["scraper", *direction])
    assert differences(migrated) == []


def test_down_on_postgresql_leaves_no_function_behind(empty, empty_database_url):
    if empty.dialect.name == "sqlite":
        query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT count(*) FROM pg_proc WHERE proname LIKE 'fill_%' OR proname LIKE 'keep_%'"
    migrate(empty_database_url)
    downgrade(empty_database_url)
    with empty.connect() as connection:
        assert connection.scalar(text(query)) == 0


def test_the_main_servers_users_keep_their_columns_and_rows(main_server, empty_database_url):
    assert migrate(empty_database_url) == REVISIONS[1:]
    with main_server.connect() as connection:
        assert connection.execute(text("SELECT login, password_hash FROM users")).all() == [("ada", "x")]


def test_the_main_servers_database_looks_like_the_models_too(main_server, empty_database_url):
    migrate(empty_database_url)
    assert differences(main_server) == []


def test_down_never_drops_the_main_servers_users(main_server, empty_database_url):
    migrate(empty_database_url)
    downgrade(empty_database_url)
    assert tables(main_server) == {"users", "alembic_version", "scraper_alembic_version"}


@pytest.mark.parametrize("revision", ["016", "017"])
def test_the_main_servers_own_later_revisions_do_not_stop_ours(main_server, empty_database_url, revision, monkeypatch):
    monkeypatch.setenv("SCRAPER_DATABASE_URL", empty_database_url)
    main(["main", "upgrade", "015"])
    stamp(main_server, revision)
    assert migrate(empty_database_url) == REVISIONS[2:]
    assert is_migrated(main_server)


def test_later_revisions_without_our_tables_are_refused_with_the_cure(main_server, empty_database_url):
    stamp(main_server, "017")
    with pytest.raises(NotMigrated, match="add revision 015"):
        migrate(empty_database_url)


def test_alembic_upgrade_015_works_from_the_command_line(empty, empty_database_url):
    run_python("-m", "alembic", "upgrade", "015", url=empty_database_url)
    assert tables(empty) == OURS_BY_SPECIFICATION | {"users", "alembic_version"}


def test_alembic_upgrade_015_works_on_the_main_servers_database(main_server, empty_database_url):
    run_python("-m", "alembic", "upgrade", "015", url=empty_database_url)
    assert tables(main_server) >= OURS_BY_SPECIFICATION


def test_the_script_of_the_specification_migrates(empty, empty_database_url):
    assert "ran s006" in run_python("run_scraper_migration.py", url=empty_database_url).stdout
    assert is_migrated(empty)


def test_an_empty_database_is_not_migrated(empty):
    assert not is_migrated(empty)


def test_a_database_without_our_own_history_is_not_migrated(empty, empty_database_url, monkeypatch):
    monkeypatch.setenv("SCRAPER_DATABASE_URL", empty_database_url)
    main(["main", "upgrade", "head"])
    assert not is_migrated(empty)


def test_a_database_with_both_histories_is_migrated(engine):
    assert is_migrated(engine)


def test_processes_that_migrate_at_once_do_not_disturb_each_other(empty, empty_database_url):
    with ThreadPoolExecutor(2) as pool:
        processes = [pool.submit(run_python, "run_scraper_migration.py", url=empty_database_url) for _ in range(2)]
    assert [process.result().returncode for process in processes] == [0, 0]
    assert differences(empty) == []


def test_the_migrations_are_found_inside_an_egg(tmp_path):
    egg = tmp_path / "scraper.egg"
    with zipfile.ZipFile(egg, "w") as archive:
        for package in ("db", "migrations"):
            for path in sorted((ROOT / package).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    archive.write(path, path.relative_to(ROOT))
    program = "from db.migrate import migrate; print(*migrate())"
    url = f"sqlite:///{tmp_path / 'egg.db'}"
    done = run_python("-c", program, url=url, cwd=tmp_path, PYTHONPATH=str(egg))
    assert done.stdout.split() == REVISIONS


def test_a_failing_revision_leaves_the_database_as_it_was(empty, empty_database_url, monkeypatch):
    monkeypatch.setenv("SCRAPER_DATABASE_URL", empty_database_url)
    with pytest.raises(DatabaseError):  # s001 needs the tables of 015
        main(["scraper", "upgrade", "head"])
    assert tables(empty) == set()


def test_an_unknown_history_is_refused_with_the_usage():
    with pytest.raises(SystemExit, match=r"main\|scraper"):
        main(["versions", "upgrade"])


def test_rows_survive_the_way_down_to_015_and_up_again(migrated, empty_database_url, monkeypatch):
    ids = add_rows(migrated)
    monkeypatch.setenv("SCRAPER_DATABASE_URL", empty_database_url)
    main(["scraper", "downgrade", "base"])
    assert migrate(empty_database_url) == REVISIONS[2:]
    with session_scope(migrated) as session:
        assert session.get_one(Run, ids.run_id).status == "running"
