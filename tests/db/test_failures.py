"""db.failures: what the drivers' errors mean, by their codes. The errors are real ones where a test can cause them."""

import sqlite3

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from db.failures import cause_of, is_away, is_disk_full, is_passing
from db.models import User
from db.session import make_engine, session_scope


class _Said(Exception):
    """A driver's error with a code, for codes that no test can cause."""

    def __init__(self, **codes) -> None:
        super().__init__("the database said so")
        self.__dict__.update(codes)


def _meaning(error):
    return is_away(error), is_passing(error), is_disk_full(error)


AWAY, CONFLICT, FULL, FAULT = (True, True, False), (False, True, False), (False, False, True), (False, False, False)


@pytest.mark.parametrize(
    ("state", "meaning"),
    [
        pytest.param("08006", AWAY, id="connection_failure"),
        pytest.param("57P01", AWAY, id="admin_shutdown"),
        pytest.param("57P02", AWAY, id="crash_shutdown"),
        pytest.param("57P03", AWAY, id="cannot_connect_now"),
        pytest.param("25P03", AWAY, id="idle_in_transaction_session_timeout"),
        pytest.param("53300", AWAY, id="too_many_connections"),
        pytest.param("25006", AWAY, id="read_only_sql_transaction"),
        pytest.param("40001", CONFLICT, id="serialization_failure"),
        pytest.param("40P01", CONFLICT, id="deadlock_detected"),
        pytest.param("55P03", CONFLICT, id="lock_not_available"),
        pytest.param("53100", FULL, id="disk_full"),
        pytest.param("57014", CONFLICT, id="query_canceled"),
        pytest.param("53200", CONFLICT, id="out_of_memory"),
        pytest.param("42P01", FAULT, id="undefined_table"),
        pytest.param("22001", FAULT, id="string_data_right_truncation"),
    ],
)
def test_a_state_of_postgresql(state, meaning):
    assert _meaning(OperationalError("", {}, _Said(pgcode=state))) == meaning


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        pytest.param(sqlite3.SQLITE_BUSY_SNAPSHOT, CONFLICT, id="busy"),
        pytest.param(sqlite3.SQLITE_LOCKED_SHAREDCACHE, CONFLICT, id="locked"),
        pytest.param(sqlite3.SQLITE_PROTOCOL, CONFLICT, id="protocol"),
        pytest.param(sqlite3.SQLITE_FULL, FULL, id="full"),
        pytest.param(sqlite3.SQLITE_IOERR_WRITE, FULL, id="a write that failed"),
        pytest.param(sqlite3.SQLITE_IOERR_READ, FAULT, id="a read that failed"),
        pytest.param(sqlite3.SQLITE_CORRUPT, FAULT, id="corrupt"),
    ],
)
def test_a_code_of_sqlite(code, meaning):
    error = sqlite3.OperationalError("the database said so")
    error.sqlite_errorcode = code
    assert _meaning(OperationalError("", {}, error)) == meaning


def _error_of(work) -> DBAPIError:
    with pytest.raises(DBAPIError) as caught:
        work()
    return caught.value


def test_a_server_that_is_not_there():
    engine = make_engine("postgresql://nobody@127.0.0.1:1/nothing")
    assert _meaning(_error_of(engine.connect)) == AWAY


def test_a_file_that_cannot_be_opened_is_no_passing_trouble(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/no/such/folder/x.db")
    assert _meaning(_error_of(engine.connect)) == FAULT


@pytest.mark.postgres
def test_a_session_that_was_ended(postgres_url):
    engine = make_engine(postgres_url)

    def work():
        with session_scope(engine) as session, engine.connect() as other:
            pid = session.scalar(text("SELECT pg_backend_pid()"))
            other.execute(text(f"SELECT pg_terminate_backend({pid}, 10000)"))
            session.scalars(select(User.id)).all()

    error = _error_of(work)
    assert (_meaning(error), error.connection_invalidated) == (AWAY, True)
    engine.dispose()


@pytest.mark.postgres
def test_a_session_that_may_not_write_is_not_used_again(postgres_url):
    engine = make_engine(postgres_url)

    def work():
        with session_scope(engine) as session:
            session.execute(text("SET default_transaction_read_only = on"))
            session.execute(text("COMMIT"))
            session.execute(text("BEGIN"))
            session.add(User(email="a"))

    error = _error_of(work)
    assert (_meaning(error), error.connection_invalidated) == (AWAY, True)
    with session_scope(engine) as session:
        session.add(User(email="a"))
    engine.dispose()


@pytest.mark.postgres
def test_two_transactions_that_read_what_the_other_writes(postgres_url):
    engine = make_engine(postgres_url).execution_options(isolation_level="SERIALIZABLE")

    def work():
        with session_scope(engine) as one, session_scope(engine) as other:
            for session in (one, other):
                session.scalars(select(User.id)).all()
            for session in (one, other):
                session.add(User(email=str(id(session))))
                session.flush()

    assert _meaning(_error_of(work)) == CONFLICT
    engine.dispose()


@pytest.mark.postgres
def test_a_lock_that_stays_taken_on_postgresql(postgres_url):
    engine = make_engine(postgres_url)
    with session_scope(engine) as session:
        session.add(User(email="a"))

    def work():
        with session_scope(engine) as holder, session_scope(engine) as waiter:
            holder.scalars(select(User).with_for_update()).all()
            waiter.execute(text("SET LOCAL lock_timeout = 10"))
            waiter.scalars(select(User).with_for_update()).all()

    assert _meaning(_error_of(work)) == CONFLICT
    engine.dispose()


def test_a_lock_that_stays_taken_on_sqlite(sqlite_url):
    engine = make_engine(sqlite_url)

    def work():
        with session_scope(engine) as holder, engine.connect() as waiter:
            holder.scalars(select(User.id)).all()
            waiter.connection.dbapi_connection.execute("PRAGMA busy_timeout=10")
            waiter.execute(text("SELECT 1"))

    assert _meaning(_error_of(work)) == CONFLICT
    engine.dispose()


def test_a_file_that_may_not_grow(sqlite_url):
    engine = make_engine(sqlite_url)

    def work():
        with session_scope(engine) as session:
            session.execute(text("PRAGMA max_page_count = 1"))
            session.add_all([User(email=f"{number}" * 60) for number in range(1000, 2000)])

    assert _meaning(_error_of(work)) == FULL
    engine.dispose()


def test_a_row_that_is_refused_is_a_fault(engine):
    def work():
        with session_scope(engine) as session:
            session.execute(text("INSERT INTO users (id) VALUES (NULL)"))

    error = _error_of(work)
    assert (type(error), _meaning(error)) == (IntegrityError, FAULT)


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x"), OSError("x")])
def test_an_error_of_another_kind_is_a_fault(error):
    assert _meaning(error) == FAULT


def test_the_cause_is_one_line_without_the_statement_and_its_values():
    said = _Said()
    said.args = ('null value in column "url"\nDETAIL:  Failing row contains (hunter2).',)
    assert cause_of(IntegrityError("INSERT INTO t", {"body": "hunter2"}, said)) == 'null value in column "url"'
