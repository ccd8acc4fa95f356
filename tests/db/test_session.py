"""The database is the same one from every directory; transactions are whole; writers on SQLite wait for each other."""

import sqlite3
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from db.exceptions import DbError, DiskFull
from db.models import Run, User
from db.session import check_room, database_url, make_engine, reuse_log, session_scope
from tests.db.rows import add_rows

IDLE = "idle_in_transaction_session_timeout"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A user's directory without a database, and no variable that names another one."""
    monkeypatch.delenv("SCRAPER_DATABASE_URL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_the_variable_names_the_database(monkeypatch):
    monkeypatch.setenv("SCRAPER_DATABASE_URL", " postgresql://db.example/scraper ")
    assert database_url() == "postgresql://db.example/scraper"


def test_without_the_variable_it_is_a_file_of_the_users(home):
    assert database_url() == f"sqlite:///{home}/data/scraper/scraper.db"


def test_its_folder_is_made_for_the_user_alone(home):
    database_url()
    assert (home / "data/scraper").stat().st_mode & 0o777 == 0o700


def test_the_file_is_the_same_in_every_directory(home, monkeypatch):
    first = database_url()
    monkeypatch.chdir(home / "data")
    assert database_url() == first


def test_an_engine_is_of_that_database_by_default(home):
    engine = make_engine()
    assert engine.url.database == f"{home}/data/scraper/scraper.db"
    engine.dispose()


@pytest.mark.parametrize("url", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg2://h/d"])
def test_the_spellings_of_postgresql_are_one(url):
    assert make_engine(url).url.drivername == "postgresql+psycopg2"


@pytest.mark.parametrize("url", ["mysql://h/d", "postgresql+asyncpg://h/d"])
def test_other_databases_are_refused(url):
    with pytest.raises(DbError, match="use postgresql:// or sqlite:///"):
        make_engine(url)


def test_sqlite_is_set_up_for_several_writers(sqlite_url):
    engine = make_engine(sqlite_url)
    with engine.connect() as connection:
        pragmas = ("journal_mode", "foreign_keys", "busy_timeout")
        assert [connection.scalar(text(f"PRAGMA {name}")) for name in pragmas] == ["wal", 1, 30_000]
    engine.dispose()


def test_a_scope_commits_once_at_its_end(engine):
    with session_scope(engine) as session:
        session.add(User(email="a"))
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(User)) == 1


def test_the_text_of_an_error_holds_no_value(engine):
    ids = add_rows(engine)
    secret = {"options": {"headers": {"Authorization": "s3cret"}}}

    def insert(status: str) -> None:
        with session_scope(engine) as session:
            session.add(Run(user_id=ids.user_id, job_id=ids.job_id, job_snapshot=secret, status=status))

    with pytest.raises(IntegrityError) as failed:
        insert("no status")
    said = "".join(traceback.format_exception(failed.value))
    assert "INSERT INTO runs" in said
    assert "s3cret" not in said


def test_an_exception_takes_everything_back(engine):
    def fail() -> None:
        with session_scope(engine) as session:
            session.add(User(email="a"))
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0


def test_a_long_read_does_not_hold_up_a_writer(engine):
    with session_scope(engine, is_read_only=True) as reader:
        reader.scalars(select(User.id)).all()
        with session_scope(engine) as writer:
            writer.add(User(email="a"))


def test_eight_writers_lose_no_transaction(engine):
    def write(_: int) -> None:
        for _ in range(10):
            with session_scope(engine) as session:
                count = session.scalar(select(func.count()).select_from(User))
                session.add(User(email=f"{count}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(User)) == 80


def test_a_writer_takes_the_lock_at_the_start_of_its_transaction(sqlite_url):
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        session.scalar(select(func.count()).select_from(User))
        other = sqlite3.connect(engine.url.database, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    engine.dispose()


def test_a_disk_with_room_is_fine(sqlite_url):
    assert check_room(make_engine(sqlite_url), reserve_mb=1) is None


def test_a_disk_with_too_little_room_is_named_with_the_cure(sqlite_url, tmp_path):
    with pytest.raises(DiskFull, match=rf"MB are free in {tmp_path} and 1000000000 must be left .* make room"):
        check_room(make_engine(sqlite_url), reserve_mb=1_000_000_000)


@pytest.mark.parametrize("url", ["sqlite://", "postgresql://h/d"])
def test_a_database_without_a_file_here_has_no_room_to_check(url):
    assert check_room(make_engine(url), reserve_mb=1_000_000_000) is None


@pytest.mark.postgres
def test_nothing_waits_for_ever_on_postgresql(postgres_url):
    engine = make_engine(postgres_url)
    with session_scope(engine) as session:
        shown = [session.scalar(text(f"SHOW {name}")) for name in ("lock_timeout", IDLE)]
    with session_scope(engine, is_read_only=True) as session:
        shown.append(session.scalar(text(f"SHOW {IDLE}")))
    engine.dispose()
    assert shown == ["30s", "1min", "0"]


def test_what_the_url_says_of_the_network_holds():
    engine = make_engine("postgresql://h/d?connect_timeout=3")
    _, given = engine.dialect.create_connect_args(engine.url)
    assert given["connect_timeout"] == "3"


def test_a_log_that_may_not_grow_is_written_from_its_beginning_again(sqlite_url):
    engine = make_engine(sqlite_url)

    def add(count):
        with session_scope(engine) as session:
            session.add_all([User(email="a" * 300) for _ in range(count)])

    add(1000)
    log = Path(f"{engine.url.database}-wal")
    size = log.stat().st_size
    reuse_log(engine)
    add(500)
    assert log.stat().st_size == size
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_keeps_its_log_itself(postgres_url):
    engine = make_engine(postgres_url)
    assert reuse_log(engine) is None
    engine.dispose()
