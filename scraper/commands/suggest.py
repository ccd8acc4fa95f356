"""`scrapy suggest`: proposes a schema from a page, ready to edit."""

import argparse
import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from db.schemas import add_schema, find_schema
from scraper.console.fetching import is_url, page_of
from scraper.console.tables import cell, print_json, print_table
from scraper.console.terminal import (
    CommandError,
    ExitCode,
    ProjectCommand,
    add_example,
    add_shared_options,
    exit_codes,
    opened,
    writing_user,
)
from scraper.extraction.suggest.proposals import Proposal
from scraper.extraction.suggest.suggestion import Suggestion, suggest

_SAMPLE_CHARACTERS = 40


class Command(ProjectCommand):
    """Looks at a page and proposes a JSON Schema of what it shows: names, types, samples, shares of records."""

    def syntax(self) -> str:
        return "URL|FILE [-o SCHEMA.json] [--store]"

    def short_desc(self) -> str:
        return "Propose a schema from a page"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", metavar="URL", help="where a FILE is from, for its links")
        parser.add_argument("--mode", choices=("auto", "list", "detail"), default="auto", help="how to read the page")
        parser.add_argument("--field", action="append", metavar="NAME", help="only this field; may be repeated")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the schema to FILE")
        parser.add_argument("--store", action="store_true", help="store the schema, as scrapy schemas add does")
        parser.add_argument("--name", metavar="NAME", help="the stored schema's name (default: the page's host)")
        add_shared_options(parser)
        add_example(parser, "scrapy suggest https://example.com/shop -o product.json")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one page: scrapy suggest URL|FILE", print_help=False)
        assert self.settings is not None
        with exit_codes(self):
            suggestion = _suggested(args[0], self.settings, opts)
            if opts.json:
                print_json(_facts(suggestion))
            else:
                _print(suggestion)
            if opts.output:
                _write(opts.output, suggestion.definition)
            stored = _store(args[0], suggestion, self.settings, opts) if opts.store else None
            if not opts.json:
                print(_next_command(args[0], suggestion, opts, stored))


def _suggested(target: str, settings: Settings, opts: argparse.Namespace) -> Suggestion:
    """The suggestion, with the fields that --field names. Raises CommandError where the page shows none."""
    suggestion = suggest(page_of(target, settings, url=opts.url), opts.mode)
    if not suggestion.fields:
        raise CommandError("this page shows no fields that could be named; try --mode list or --mode detail")
    names = [each.name for each in suggestion.fields]
    if unknown := [name for name in opts.field or () if name not in names]:
        raise CommandError(f"{unknown[0]!r} was not found on the page; found: {', '.join(names)}")
    return suggestion.only(opts.field) if opts.field else suggestion


def _facts(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "mode": suggestion.mode,
        "records": suggestion.records,
        "needs_mode": suggestion.needs_mode,
        "schema": suggestion.definition,
        "fields": [asdict(each) for each in suggestion.fields],
    }


def _print(suggestion: Suggestion) -> None:
    """The fields as a table: name, type, how many records have it, samples."""
    what = f"a list of {suggestion.records} records" if suggestion.mode == "list" else "one record"
    print(f"read as {what}")
    rows = [
        (each.name, _type(each), f"{each.fill:.0%}", _samples(each.samples), each.seen) for each in suggestion.fields
    ]
    print_table(("field", "type", "filled", "samples", "seen in"), rows)


def _type(field: Proposal) -> str:
    items = field.definition.get("items")
    known = items if isinstance(items, dict) else field.definition
    name = "enum" if "enum" in known else str(known.get("format") or known.get("type"))
    return f"{name}[]" if isinstance(items, dict) else name


def _samples(samples: Sequence[Any]) -> str:
    return "; ".join(cell(value, limit=_SAMPLE_CHARACTERS) for value in samples[:2])


def _write(file: Path, definition: dict[str, Any]) -> None:
    try:
        file.write_text(json.dumps(definition, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error


def _store(target: str, suggestion: Suggestion, settings: Settings, opts: argparse.Namespace) -> str:
    """The name of the stored schema."""
    name: str = opts.name or (urlsplit(opts.url or target).netloc if is_url(opts.url or target) else Path(target).stem)
    with opened(settings) as session:
        user_id = writing_user(session, opts)
        if find_schema(session, user_id=user_id, name=name):
            raise CommandError(f"there is a schema {name!r} already; give another --name", ExitCode.INVALID)
        add_schema(session, user_id=user_id, name=name, schema_definition=suggestion.definition)
    return name


def _next_command(target: str, suggestion: Suggestion, opts: argparse.Namespace, stored: str | None) -> str:
    """What to type next: store a job for the schema, scrape with the file, or write the file first."""
    url = opts.url or (target if is_url(target) else "URL")
    options = {"extract": {"mode": suggestion.mode}} if suggestion.needs_mode else None
    more = ["--options", json.dumps(options)] if options else []
    if stored is not None:
        command = ["scrapy", "jobs", "add", url, "--schema", stored, *more]
    elif opts.output:
        command = ["scrapy", "scrape", url, "--schema", str(opts.output), *more]
    else:
        command = ["scrapy", "suggest", target, "-o", "schema.json"]
    return f"next: {shlex.join(command)}"
