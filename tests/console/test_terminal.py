"""What the commands share: exit codes, errors as one line, arguments."""

import argparse
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from scrapy.settings import Settings
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, OperationalError

from db.exceptions import DbError, InvalidValue, NotFound, NotMigrated
from db.models import User
from db.session import session_scope
from db.users import LOCAL_USER_ID
from scraper.console.terminal import (
    CommandError,
    ExitCode,
    engine_of,
    exit_code,
    exit_codes,
    one_line,
    positive,
    read_json,
    reading_user,
    ready_engine,
    writing_user,
)
from scraper.exceptions import InvalidSchema, InvalidSetting, ScraperError

UNREACHABLE = OperationalError("SELECT secret", {"password": "secret"}, Exception("could not\nconnect"))
CLASHING = IntegrityError("INSERT", {"password": "secret"}, Exception("UNIQUE constraint\nfailed"))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CommandError("no"), ExitCode.INVALID),
        (CommandError("no", ExitCode.NOT_FOUND), ExitCode.NOT_FOUND),
        (InvalidSchema("/type", "no"), ExitCode.INVALID),
        (InvalidValue("options", "/max_pages", "no"), ExitCode.INVALID),
        (InvalidSetting("SCRAPER_X", "no"), ExitCode.INVALID),
        (NotFound("runs", 1), ExitCode.NOT_FOUND),
        (NotMigrated("no tables"), ExitCode.NO_DATABASE),
        (UNREACHABLE, ExitCode.NO_DATABASE),
        (InterfaceError("SELECT", {}, Exception("connection already closed")), ExitCode.NO_DATABASE),
        (DatabaseError("SELECT", {}, Exception("file is not a database")), ExitCode.NO_DATABASE),
        (CLASHING, ExitCode.FAILED),
        (DbError("other"), ExitCode.FAILED),
        (ScraperError("other"), ExitCode.FAILED),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.name,
)
def test_each_error_has_its_exit_code(error, code):
    assert exit_code(error) == code


def test_an_error_of_the_database_is_one_line_without_its_statement():
    assert one_line(UNREACHABLE) == "the database cannot be used: could not connect"


def test_a_row_that_breaks_a_rule_is_no_missing_database():
    assert one_line(CLASHING) == "the database refused a statement: UNIQUE constraint failed"


def test_an_error_becomes_one_line_and_the_exit_code(capsys):
    command = SimpleNamespace(exitcode=0)
    with exit_codes(command):
        raise NotFound("runs", 7)
    assert command.exitcode == 3
    assert capsys.readouterr().err == "error: runs: there is no row 7; check the id and whose it is\n"


def test_an_error_that_nobody_expects_is_not_hidden():
    with pytest.raises(KeyError), exit_codes(SimpleNamespace(exitcode=0)):
        raise KeyError("bug")


@pytest.mark.parametrize("text", ["0", "-3", "many"])
def test_a_count_is_a_whole_number_above_zero(text):
    with pytest.raises((ValueError, argparse.ArgumentTypeError)):
        positive(text)


def test_json_may_begin_with_a_byte_order_mark(tmp_path):
    file = tmp_path / "schema.json"
    file.write_bytes(b"\xef\xbb\xbf[1]")
    assert read_json(file) == [1]


@pytest.mark.parametrize(
    ("content", "reason"), [(b"{", "is not JSON"), (b'"\xff"', "is not UTF-8")], ids=["broken", "latin"]
)
def test_a_file_without_json_is_refused_with_the_reason(tmp_path, content, reason):
    file = tmp_path / "schema.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        read_json(file)


def test_a_setting_of_a_wrong_type_is_refused():
    with pytest.raises(InvalidSetting, match="SCRAPER_WRITE_QUEUE_PAGES"):
        engine_of(Settings({"SCRAPER_WRITE_QUEUE_PAGES": "many"}))


def test_a_database_without_tables_is_not_ready(tmp_path):
    with pytest.raises(NotMigrated, match="scrapy migrate"):
        ready_engine(Settings({"SCRAPER_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"}))


def test_reading_is_for_the_local_user_unless_another_is_named():
    other = uuid4()
    users = [reading_user(argparse.Namespace(user=None)), reading_user(argparse.Namespace(user=other))]
    assert users == [LOCAL_USER_ID, other]


def test_writing_makes_the_local_user(engine):
    with session_scope(engine) as session:
        assert writing_user(session, argparse.Namespace(user=None)) == LOCAL_USER_ID
        assert session.get(User, LOCAL_USER_ID) is not None


def test_writing_for_an_unknown_user_is_refused(engine):
    unknown = UUID(int=7)
    with session_scope(engine) as session, pytest.raises(NotFound):
        writing_user(session, argparse.Namespace(user=unknown))
