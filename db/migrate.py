"""Brings a database to the revision that this code needs: the specification's history, then our own.

`python -m db.migrate main|scraper COMMAND` runs any Alembic command on one of them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import CommandLine, Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from db.exceptions import NotMigrated
from db.session import make_engine

# History -> folder of its revisions in migrations/, table that keeps its revision. The first is numbered on by the main
# server, which owns `alembic_version`.
HISTORIES = {"main": ("versions", "alembic_version"), "scraper": ("scraper", "scraper_alembic_version")}
SPECIFIED_TABLES = {"extractor_schemas", "scraping_jobs", "runs", "results", "exports"}


def migrate(url: str | None = None) -> list[str]:
    """Bring both histories to their newest revision; returns the revisions that were run, in order.

    Safe to repeat and to run in several processes at once. Raises NotMigrated where the main server's numbering has
    gone on without revision 015.
    """
    return [*_run("main", url, is_upward=True), *_run("scraper", url, is_upward=True)]


def downgrade(url: str | None = None) -> list[str]:
    """Take everything back, our own history first; returns the revisions that were undone. All scraped data is lost."""
    return [*_run("scraper", url, is_upward=False), *_run("main", url, is_upward=False)]


def is_migrated(engine: Engine) -> bool:
    """Whether the database is at the newest revision of both histories (the main server's may be further on)."""
    with _folder() as folder, engine.execution_options(is_read_only=True).connect() as connection:
        is_main_done = _is_numbered_on(connection, folder) or _pending(connection, folder, "main") == []
        return is_main_done and _pending(connection, folder, "scraper") == []


def configuration(history: str, folder: Path) -> Config:
    """Alembic's configuration of one history; `folder` is that of `migrations`."""
    revisions, version_table = HISTORIES[history]
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("version_locations", str(folder / revisions).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["version_table"] = version_table
    return config


def _run(history: str, url: str | None, *, is_upward: bool) -> list[str]:
    engine = make_engine(url)
    try:
        with _folder() as folder, engine.connect() as connection:
            if history == "main" and _is_numbered_on(connection, folder):
                return []
            before = _current(connection, history)
            connection.rollback()
            config = configuration(history, folder)
            config.attributes["connection"] = connection
            (command.upgrade if is_upward else command.downgrade)(config, "head" if is_upward else "base")
            return _between(folder, history, before, _current(connection, history))
    finally:
        engine.dispose()


def _is_numbered_on(connection: Connection, folder: Path) -> bool:
    """Whether the main server's own revisions stand after ours; they may not stand instead of ours."""
    known = {script.revision for script in _scripts(folder, "main").walk_revisions()}
    if _current(connection, "main") <= known:
        return False
    if missing := SPECIFIED_TABLES - set(inspect(connection).get_table_names()):
        raise NotMigrated(
            f"the main server's revision is newer than 015, but the tables {', '.join(sorted(missing))} are missing; "
            "add revision 015 (migrations/versions/015_scraper_tables.py) to its history and upgrade again"
        )
    return True


def _current(connection: Connection, history: str) -> set[str]:
    context = MigrationContext.configure(connection, opts={"version_table": HISTORIES[history][1]})
    return set(context.get_current_heads())


def _scripts(folder: Path, history: str) -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration(history, folder))


def _pending(connection: Connection, folder: Path, history: str) -> list[str]:
    scripts = _scripts(folder, history)
    return _between(folder, history, _current(connection, history), set(scripts.get_heads()))


def _between(folder: Path, history: str, before: set[str], after: set[str]) -> list[str]:
    """The revisions by which one state differs from the other, oldest first on the way up."""
    order = [script.revision for script in reversed(list(_scripts(folder, history).walk_revisions()))]
    place = {revision: index + 1 for index, revision in enumerate(order)}
    start, end = (max((place[revision] for revision in state), default=0) for state in (before, after))
    return order[start:end] if start <= end else order[end:start][::-1]


@contextmanager
def _folder() -> Iterator[Path]:
    """The folder `migrations`, wherever the package is installed; out of an egg it is unpacked for the while."""
    package = resources.files("migrations")
    if isinstance(package, Path):
        yield package
        return
    with TemporaryDirectory() as folder:
        _unpack(package, Path(folder))
        yield Path(folder)


def _unpack(source: Traversable, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for child in source.iterdir():
        if child.is_dir():
            _unpack(child, target / child.name)
        else:
            (target / child.name).write_bytes(child.read_bytes())


def main(arguments: list[str]) -> None:
    """Run an Alembic command on one history: `python -m db.migrate scraper upgrade head`."""
    if not arguments or arguments[0] not in HISTORIES:
        raise SystemExit(f"usage: python -m db.migrate {'|'.join(HISTORIES)} COMMAND ...   (as alembic: upgrade head)")
    command_line = CommandLine(prog=f"python -m db.migrate {arguments[0]}")
    options = command_line.parser.parse_args(arguments[1:])
    if not hasattr(options, "cmd"):
        command_line.parser.error("too few arguments")
    with _folder() as folder:
        config = configuration(arguments[0], folder)
        config.cmd_opts = options
        command_line.run_cmd(config, options)


if __name__ == "__main__":
    main(sys.argv[1:])
