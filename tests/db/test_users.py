"""The standalone user is made once, and never in the main server's table."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from db.exceptions import DbError
from db.migrate import migrate
from db.models import User
from db.session import make_engine, session_scope
from db.users import LOCAL_USER_ID, local_user


def test_the_local_user_has_a_fixed_id(engine):
    with session_scope(engine) as session:
        assert local_user(session).id == LOCAL_USER_ID


def test_the_local_user_is_made_once(engine):
    def ask(_: int) -> None:
        with session_scope(engine) as session:
            local_user(session)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(8)))
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ("login VARCHAR(80) NOT NULL, email VARCHAR(80), created_at TIMESTAMP", "login"),
        ("login VARCHAR(80)", "created_at"),
    ],
)
def test_a_users_table_of_the_main_server_gets_no_local_user(empty_database_url, columns, named):
    engine = make_engine(empty_database_url)
    uuid = "UUID" if engine.dialect.name == "postgresql" else "CHAR(32)"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE users (id {uuid} PRIMARY KEY, {columns})"))
    migrate(empty_database_url)
    with pytest.raises(DbError, match=named), session_scope(engine) as session:
        local_user(session)
    engine.dispose()
