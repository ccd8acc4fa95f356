"""`scrapy extract`: reads the records of stored pages; with --explain, says of one page why its values were chosen."""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from scraper.console.fetching import GZIP_MAGIC, page_of, unpacked
from scraper.console.references import definition_named
from scraper.console.stories import explanation_facts, print_explanation
from scraper.console.tables import print_json
from scraper.console.terminal import (
    CommandError,
    ExitCode,
    ProjectCommand,
    add_example,
    add_shared_options,
    exit_codes,
    positive,
    reading_user,
)
from scraper.exceptions import ScraperError
from scraper.extraction import Extraction, ExtractOptions, Record, RecordSchema, extract
from scraper.extraction.explain.explanation import explain
from scraper.extraction.suggest.suggestion import suggest
from scraper.extraction.values import Mode
from scraper.page import Page
from scraper.pagination.next_link import find_next


class Command(ProjectCommand):
    """Reads a file of JSON lines (id, url, file, schema) and writes one line a page (id, records, next, pages).

    `file` is HTML or JSON below --root, gzipped or not. A page without a schema gets no records but still a next link.
    A line that cannot be read is named on stderr and counted; the others are done all the same. With --explain it
    takes one page, a URL or a file, and says for each field what was chosen from what, and why.
    """

    def syntax(self) -> str:
        return "PAGES.jsonl [--root DIR] [-o OUT.jsonl] | --explain URL|FILE --schema FILE|NAME|ID|JSON"

    def short_desc(self) -> str:
        return "Extract the records of stored pages, or explain how one page is read"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--root", type=Path, metavar="DIR", help="where the pages' files are (default: beside PAGES)"
        )
        parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="write here, not to the standard output")
        parser.add_argument("--mode", choices=("auto", "list", "detail"), default="auto", help="how to read the pages")
        _add_options_of_explain(parser)
        add_example(parser, "scrapy extract pages.jsonl --root pages -o records.jsonl")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.explain is not None:
            if args:
                raise UsageError(f"--explain takes one page and nothing else: {args[0]}", print_help=False)
            with exit_codes(self):
                assert self.settings is not None
                _explain(self.settings, opts)
            return
        if len(args) != 1:
            raise UsageError("give the file of pages: scrapy extract PAGES.jsonl")
        with exit_codes(self), ExitStack() as stack:
            pages = Path(args[0])
            lines = stack.enter_context(_opened(pages))
            out = stack.enter_context(_created(opts.output)) if opts.output else sys.stdout
            failed = 0
            options = ExtractOptions(mode=opts.mode)
            for line in _readings(lines, opts.root or pages.parent, options):
                failed += "error" in line
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
            if failed:
                raise CommandError(f"{failed} of the lines failed; they are named above", ExitCode.FAILED)


def _add_options_of_explain(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("explaining one page")
    group.add_argument("--explain", metavar="URL|FILE", help="say why each value of this page was chosen")
    schema_help = (
        "a JSON Schema: a file, the name or id of a stored one, or JSON (default: what scrapy suggest proposes)"
    )
    group.add_argument("--schema", metavar="FILE|NAME|ID|JSON", help=schema_help)
    group.add_argument("--url", metavar="URL", help="where a FILE is from, for its links")
    group.add_argument("--field", action="append", metavar="NAME", help="only this field; may be repeated")
    group.add_argument(
        "--record", type=positive, action="append", metavar="N", help="of a list, the N-th record (default: the first)"
    )
    group.add_argument("--min-confidence", type=float, default=0.0, metavar="0..1", help="leave out values below it")
    add_shared_options(parser)


def _explain(settings: Settings, opts: argparse.Namespace) -> None:
    """Print the explanation of one page. Raises CommandError, JobError and UnusablePage."""
    if opts.schema is not None:  # a schema that is not there is told before anything is fetched
        definition = definition_named(opts.schema, settings, user_id=reading_user(opts))
        schema = RecordSchema.from_definition(definition)
        page = page_of(opts.explain, settings, url=opts.url)
    else:
        page = page_of(opts.explain, settings, url=opts.url)
        schema = RecordSchema.from_definition(_suggested(page, opts.mode))
    fields = opts.field or [spec.name for spec in schema.fields]
    if unknown := [name for name in fields if schema.field(name) is None]:
        known = ", ".join(spec.name for spec in schema.fields)
        raise CommandError(f"{unknown[0]!r} is no field of the schema; its fields are: {known}")
    options = ExtractOptions(mode=opts.mode, min_confidence=opts.min_confidence)
    numbers = [number - 1 for number in opts.record or (1,)]
    explanation = explain(page, schema, options, records=numbers)
    count = len(explanation.extraction.records)
    if count and (beyond := [number + 1 for number in numbers if number >= count]):
        raise CommandError(f"there is no record {beyond[0]}: the page has {count}", ExitCode.NOT_FOUND)
    if opts.json:
        print_json(explanation_facts(explanation, fields))
    else:
        print_explanation(explanation, fields)


def _suggested(page: Page, mode: Mode) -> dict[str, Any]:
    """The schema that `scrapy suggest` proposes for the page. Raises CommandError where it shows no fields."""
    suggestion = suggest(page, mode)
    if not suggestion.fields:
        raise CommandError("this page shows no fields that could be named; say what to extract: --schema …")
    return suggestion.definition


def _readings(lines: TextIO, root: Path, options: ExtractOptions) -> Iterator[dict[str, Any]]:
    """One answer a line, in order; a line that failed has an `error` and is named on stderr."""
    schemas: dict[str, RecordSchema] = {}
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        asked: Any = None
        try:
            asked = json.loads(text)
            yield _answer(asked, root, (schemas, options))
        except (ScraperError, OSError, ValueError, TypeError, EOFError) as error:
            print(f"line {number}: {error}", file=sys.stderr)
            identifier = asked.get("id") if isinstance(asked, dict) else None
            yield {"id": identifier, "records": [], "next": None, "pages": [], "line": number, "error": str(error)}


def _answer(
    asked: Mapping[str, Any], root: Path, how: tuple[dict[str, RecordSchema], ExtractOptions]
) -> dict[str, Any]:
    if not isinstance(asked, dict) or not isinstance(asked.get("file"), str) or not isinstance(asked.get("url"), str):
        raise ValueError('is no page: {"id": …, "url": …, "file": …, "schema": …} is wanted')
    file = (root / asked["file"]).resolve()
    if not file.is_relative_to(root.resolve()):
        raise ValueError(f"{asked['file']!r} is not below --root")
    page = Page.from_bytes(asked["url"], unpacked(file))
    following = None if page.is_json else find_next(page)
    answer = {"id": asked.get("id"), "records": [], "next": following, "pages": [following] if following else []}
    if asked.get("schema") is None:
        return answer
    extraction = extract(page, _schema(asked["schema"], how[0]), how[1])
    return answer | _read(extraction)


def _schema(definition: Any, known: dict[str, RecordSchema]) -> RecordSchema:
    """The parsed schema; pages of one job share it."""
    key = json.dumps(definition, sort_keys=True)
    if key not in known:
        known[key] = RecordSchema.from_definition(definition)
    return known[key]


def _read(extraction: Extraction) -> dict[str, Any]:
    return {
        "mode": extraction.mode,
        "records": [_record(record) for record in extraction.records],
        "warnings": list(extraction.warnings),
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "data": record.data,
        "confidence": record.confidence,
        "field_confidence": record.field_confidence,
        "evidence": {name: evidence.as_dict() for name, evidence in record.evidence.items()},
        "extra": record.extra,
        "url": record.url,
    }


@contextmanager
def _opened(file: Path) -> Iterator[TextIO]:
    """The lines of a file, gzipped or not. Raises CommandError if it cannot be read."""
    try:
        with file.open("rb") as opened:
            is_packed = opened.read(2) == GZIP_MAGIC
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}", ExitCode.NOT_FOUND) from error
    with gzip.open(file, "rt", encoding="utf-8") if is_packed else file.open(encoding="utf-8") as lines:
        yield lines


@contextmanager
def _created(file: Path) -> Iterator[TextIO]:
    try:
        out = file.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
    with out:
        yield out
