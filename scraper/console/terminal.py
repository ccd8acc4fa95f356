"""What the commands share: exit codes, errors as one line, arguments, the database. Printing is `tables`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any, ClassVar, Protocol
from uuid import UUID

from alembic.util import CommandError as AlembicError
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from db.exceptions import DatabaseAway, DbError, DiskFull, InvalidValue, NotFound, NotMigrated
from db.migrate import is_migrated
from db.models import User
from db.models.jobs import MIN_INTERVAL_KEY
from db.session import make_engine, session_scope
from db.users import LOCAL_USER_ID, local_user
from scraper.config import Config
from scraper.exceptions import InvalidSetting, JobError, ScraperError

READING_ACTIONS = ("list", "show")
# A URL that is none, a driver that is not installed, a revision that nobody knows.
_DATABASE_ERRORS = (ArgumentError, NoSuchModuleError, AlembicError)


class ExitCode(IntEnum):
    """What a command tells the shell; docs/commands.md explains each."""

    OK = 0
    FAILED = 1
    INVALID = 2
    NOT_FOUND = 3
    NO_DATABASE = 4


class CommandError(ScraperError):
    """The command cannot do what it was asked; the message says why and what to do."""

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.INVALID) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Exiting(Protocol):
    """A command, as far as its exit code goes."""

    exitcode: int


Actions = argparse._SubParsersAction  # the type that add_subparsers gives has no public name


class ProjectCommand(ScrapyCommand):
    """A command of this project that needs no crawler process of Scrapy's and logs nothing."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}


def add_actions(parser: argparse.ArgumentParser, command: str, example: str) -> "Actions[argparse.ArgumentParser]":
    """What the actions of a command ("list", "add") are added to; --help ends with the example."""
    add_example(parser, example)
    return parser.add_subparsers(dest="action", required=True, metavar="ACTION", prog=f"scrapy {command}")


def add_example(parser: argparse.ArgumentParser, example: str) -> None:
    """End --help with an example."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"example:\n  {example}"


def add_action(
    actions: "Actions[argparse.ArgumentParser]", name: str, meaning: str, example: str
) -> argparse.ArgumentParser:
    """The parser of one action, with --json, --user and Scrapy's -s; --help ends with the example."""
    parser = actions.add_parser(name, help=meaning, description=meaning)
    add_example(parser, example)
    add_shared_options(parser)
    parser.add_argument(
        "-s", "--set", action="append", default=argparse.SUPPRESS, metavar="NAME=VALUE", help="set a setting"
    )
    return parser


def add_shared_options(parser: argparse.ArgumentParser) -> None:
    """--json and --user, which every command that reads the database has."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of a table")
    parser.add_argument("--user", type=UUID, metavar="UUID", help="whose rows (default: the local user's)")


def run_action(
    command: ScrapyCommand,
    actions: Mapping[str, Callable[[Session, argparse.Namespace], None]],
    args: list[str],
    opts: argparse.Namespace,
) -> None:
    """Does the action that was asked for in one transaction of the migrated database, and sets the exit code."""
    if args:
        raise UsageError(f"unknown argument: {args[0]}")
    assert command.settings is not None
    with exit_codes(command), opened(command.settings, is_read_only=opts.action in READING_ACTIONS) as session:
        actions[opts.action](session, opts)


def reading_user(opts: argparse.Namespace) -> UUID:
    """Whose rows are read: --user, or the local user, who is not made for that."""
    user_id: UUID | None = opts.user
    return user_id or LOCAL_USER_ID


def writing_user(session: Session, opts: argparse.Namespace) -> UUID:
    """Whose rows are written: --user, or the local user, made when missing. Raises NotFound for an unknown --user."""
    user_id: UUID | None = opts.user
    if user_id is None:
        return local_user(session).id
    if session.get(User, user_id) is None:
        raise NotFound("users", user_id)
    return user_id


def positive(text: str) -> int:
    """The whole number above zero in an argument, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number


@contextmanager
def exit_codes(command: Exiting) -> Iterator[None]:
    """Turns the errors of the block into one line on stderr and the command's exit code."""
    try:
        yield
    except BrokenPipeError:
        # The reader has gone (`| head`): no more output, and no complaint when Python flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        command.exitcode = ExitCode.FAILED
    except (ScraperError, DbError, DBAPIError, *_DATABASE_ERRORS) as error:
        print(f"error: {one_line(error)}", file=sys.stderr)
        command.exitcode = exit_code(error)


def exit_code(error: Exception) -> ExitCode:
    """The exit code that stands for the error."""
    if isinstance(error, CommandError):
        return error.exit_code
    if isinstance(error, NotFound):
        return ExitCode.NOT_FOUND
    if isinstance(error, JobError | InvalidValue | InvalidSetting):
        return ExitCode.INVALID
    if isinstance(error, (NotMigrated, DatabaseAway, DiskFull, *_DATABASE_ERRORS)) or _is_unusable(error):
        return ExitCode.NO_DATABASE
    return ExitCode.FAILED


def _is_unusable(error: Exception) -> bool:
    """Whether the database is not there, is locked or breaks off; the driver's other errors are about a statement."""
    # SQLite says of a file that is no database, or a broken one, nothing but DatabaseError.
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def one_line(error: Exception) -> str:
    """The error's message without the SQL and the parameters that SQLAlchemy adds."""
    if isinstance(error, DBAPIError):
        said = "the database cannot be used" if _is_unusable(error) else "the database refused a statement"
        return f"{said}: {' '.join(str(error.orig).split())}"
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return "SCRAPER_DATABASE_URL is not a database URL; write sqlite:///FILE or postgresql://USER@HOST/NAME"
    return " ".join(str(error).split())


def engine_of(settings: BaseSettings) -> Engine:
    """An engine for the database that the settings name. Raises InvalidSetting."""
    try:
        return make_engine(Config.from_settings(settings).database_url)
    except DbError as error:
        raise CommandError(str(error), ExitCode.NO_DATABASE) from error


def ready_engine(settings: BaseSettings) -> Engine:
    """An engine for the database that the settings name, which has its tables. Raises NotMigrated."""
    engine = engine_of(settings)
    if not is_migrated(engine):
        raise NotMigrated("the database has no tables of this version yet; run: scrapy migrate")
    return engine


@contextmanager
def opened(settings: BaseSettings, *, is_read_only: bool = False) -> Iterator[Session]:
    """A session of the migrated database, committed at the end of the block. Raises NotMigrated."""
    engine = ready_engine(settings)
    try:
        with session_scope(engine, is_read_only=is_read_only) as session:
            session.info[MIN_INTERVAL_KEY] = Config.from_settings(settings).cron_min_interval_seconds
            yield session
    finally:
        engine.dispose()


def read_json(file: Path) -> Any:
    """The JSON document in a file. Raises CommandError with the line where it is broken."""
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 text: {error.reason} at byte {error.start}") from error
    except ValueError as error:
        raise CommandError(f"{file} is not JSON: {error}") from error


def read_options(text: str | None) -> dict[str, Any]:
    """The options of a job in a JSON text, or in the file of that name; none for None. Raises CommandError."""
    if text is None:
        return {}
    if not text.lstrip().startswith(("{", "[")):
        options = read_json(Path(text))
    else:
        try:
            options = json.loads(text)
        except ValueError as error:
            raise CommandError(f"--options is not JSON: {error}") from error
    if not isinstance(options, dict):
        raise CommandError('--options must be a JSON object such as {"max_pages": 5}')
    return options
