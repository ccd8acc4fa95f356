"""`scrapy extract`: reads the records of stored pages, without network or database."""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, TextIO

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from scraper.exceptions import ScraperError, UnusablePage
from scraper.extraction import Extraction, ExtractOptions, Record, RecordSchema, extract
from scraper.page import Page
from scraper.pagination.next_link import find_next
from scraper.terminal import CommandError, ExitCode, add_example, exit_codes

_GZIP_MAGIC = b"\x1f\x8b"
_MAX_BYTES = 64 * 1024 * 1024  # of one page, unpacked


class Command(ScrapyCommand):
    """Reads a file of JSON lines (id, url, file, schema) and writes one line a page (id, records, next, pages).

    `file` is HTML or JSON below --root, gzipped or not. A page without a schema gets no records but still a next link.
    A line that cannot be read is named on stderr and counted; the others are done all the same.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "PAGES.jsonl [--root DIR] [-o OUT.jsonl]"

    def short_desc(self) -> str:
        return "Extract the records of stored pages, without network or database"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--root", type=Path, metavar="DIR", help="where the pages' files are (default: beside PAGES)"
        )
        parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="write here, not to the standard output")
        parser.add_argument("--mode", choices=("auto", "list", "detail"), default="auto", help="how to read the pages")
        add_example(parser, "scrapy extract pages.jsonl --root pages -o records.jsonl")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
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
    page = Page.from_bytes(asked["url"], _body(file))
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
        "evidence": {name: asdict(evidence) for name, evidence in record.evidence.items()},
        "extra": record.extra,
        "url": record.url,
    }


def _body(file: Path) -> bytes:
    """The page's bytes, unpacked if they are gzipped. Raises UnusablePage above the limit."""
    body = file.read_bytes()
    if body.startswith(_GZIP_MAGIC):
        with gzip.open(file) as packed:
            body = packed.read(_MAX_BYTES + 1)
    if len(body) > _MAX_BYTES:
        raise UnusablePage(f"{file.name} is larger than {_MAX_BYTES >> 20} MB")
    return body


@contextmanager
def _opened(file: Path) -> Iterator[TextIO]:
    """The lines of a file, gzipped or not. Raises CommandError if it cannot be read."""
    try:
        with file.open("rb") as opened:
            is_packed = opened.read(2) == _GZIP_MAGIC
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
