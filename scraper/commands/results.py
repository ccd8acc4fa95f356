"""`scrapy results`: the records that a run stored."""

import argparse
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from scrapy.exceptions import UsageError
from sqlalchemy.orm import Session

from db.models import Result
from db.results import iter_results
from scraper.console.references import named_run
from scraper.console.tables import print_records
from scraper.console.terminal import (
    CommandError,
    ProjectCommand,
    add_example,
    add_shared_options,
    exit_codes,
    opened,
    positive,
    reading_user,
)

_TABLE_ROWS = 20


class Command(ProjectCommand):
    """The records of a run as a table, as JSON lines or as a file."""

    def syntax(self) -> str:
        return "RUN|last [options]"

    def short_desc(self) -> str:
        return "Show the records that a run stored, with their confidence"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, "scrapy results last -o records.jsonl")
        add_shared_options(parser)
        parser.add_argument("run", metavar="ID|last")
        parser.add_argument(
            "--limit", type=positive, metavar="N", help=f"how many (default: {_TABLE_ROWS} in a table, else all)"
        )
        parser.add_argument(
            "-o", "--output", type=Path, metavar="FILE.jsonl", help="write JSON lines to a file instead"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError(f"unknown argument: {args[0]}")
        assert self.settings is not None
        with exit_codes(self), opened(self.settings, is_read_only=True) as session:
            _show(session, opts)


def _show(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    run = named_run(session, opts.run, user_id=user_id)
    limit = opts.limit if opts.limit is not None or opts.json or opts.output else _TABLE_ROWS
    results = islice(iter_results(session, run.id, user_id=user_id), limit)
    if opts.output:
        print(f"{_write(results, opts.output)} results written to {opts.output}")
    elif opts.json:
        for result in results:
            print(_line(result))
    else:
        shown = [(result.data, result.confidence_score) for result in results]
        print_records(shown, title=f"run {run.id}: {len(shown)} of {run.items_extracted} results")


def _write(results: Iterator[Result], file: Path) -> int:
    """The number of lines written."""
    count = 0
    try:
        with file.open("w", encoding="utf-8") as output:
            for result in results:
                output.write(f"{_line(result)}\n")
                count += 1
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
    return count


def _line(result: Result) -> str:
    """One result as one line of JSON."""
    names = ("id", "data", "confidence_score", "source_url", "record_url", "content_hash", "violations", "evidence")
    return json.dumps({name: getattr(result, name) for name in names}, ensure_ascii=False, default=str)
