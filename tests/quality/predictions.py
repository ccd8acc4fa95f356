"""What extraction gives for labelled pages, in the scorer's format: each page read by models that never saw its site.

The pages of `CROSS_VALIDATED` are read with the models of their fold (`training.folds`), everything else as shipped.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scraper.extraction import Extraction, RecordSchema, extract
from scraper.extraction.resources import Resources
from scraper.page import Page
from scraper.pagination.next_link import find_next
from training.corpora import stripped
from training.folds import fold_of, fold_resources

Line = dict[str, Any]
CROSS_VALIDATED = ("products", "recipes", "news", "articles", "dates")
STRIPPED = ("products", "recipes", "news", "dates")
"""The corpora that are read a second time without JSON-LD, microdata and RDFa."""
WRONG_KINDS = (
    ("news", "products"), ("articles", "products"), ("recipes", "products"), ("products", "news"), ("recipes", "news"),
    ("products", "articles"), ("recipes", "articles"), ("products", "recipes"), ("news", "recipes"),
)  # fmt: skip
"""(corpus of the schema, corpus of the pages) of pages that are no such thing."""
_EVERY_WRONG = {"recipes": 5}  # of these pages one in so many is read for a wrong schema
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Task:
    """One run over a corpus: `name` is its key among the figures, `schema` that of another corpus for wrong kinds."""

    name: str
    corpus: str
    is_stripped: bool = False
    schema: str | None = None


def tasks(corpora: Sequence[str]) -> list[Task]:
    """All runs over these corpora."""
    found = [Task(corpus, corpus) for corpus in corpora]
    found += [Task(f"{corpus}.stripped", corpus, is_stripped=True) for corpus in STRIPPED if corpus in corpora]
    return found + [
        Task(f"{schema} on {corpus}", corpus, schema=schema)
        for schema, corpus in WRONG_KINDS
        if corpus in corpora and schema in corpora
    ]


def predicted(folder: Path, task: Task, processes: int) -> list[Line]:
    """One line a page of the task's corpus: id, mode, records, next, and for pages that raised an error."""
    entries = entries_of(folder, task.corpus)
    if task.schema is not None:
        asked = entries_of(folder, task.schema)[0]["schema"]
        entries = [{**entry, "schema": asked} for entry in entries[:: _EVERY_WRONG.get(task.corpus, 1)]]
    read = partial(line_of, folder, task)
    if processes == 1:
        return list(map(read, entries))
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return list(pool.map(read, entries, chunksize=8))


def entries_of(folder: Path, corpus: str) -> list[Line]:
    """The lines of the corpus's pages.jsonl."""
    return [json.loads(line) for line in (folder / corpus / "pages.jsonl").read_text(encoding="utf-8").splitlines()]


def line_of(folder: Path, task: Task, entry: Line) -> Line:
    """The prediction for one page."""
    body = gzip.decompress((folder / entry["file"]).read_bytes())
    resources = fold_resources()[fold_of(entry["site"])] if task.corpus in CROSS_VALIDATED else None
    line: Line = {"id": entry["id"]}
    try:
        page = Page.from_bytes(entry["url"], stripped(body) if task.is_stripped else body)
        if "schema" in entry:
            line |= _records(page, entry["schema"], resources)
        if "next" in entry:
            line["next"] = find_next(page)
    except Exception as error:
        line["error"] = f"{type(error).__name__}: {error}"
    return line


def _records(page: Page, definition: Line, resources: Resources | None) -> Line:
    extraction: Extraction = extract(page, RecordSchema.from_definition(definition), resources=resources)
    records = [
        {"data": each.data, "confidence": each.confidence, "field_confidence": each.field_confidence}
        for each in extraction.records
    ]
    return {"mode": extraction.mode, "records": records, "fields": len(definition["properties"])}


def sure_share(lines: Sequence[Line]) -> float:
    """The share of the schema's fields on these pages that come with a confidence above one half."""
    given = [max(each, key=len) if (each := list(_confidences(line))) else {} for line in lines]
    asked = sum(line.get("fields", 0) for line in lines)
    return sum(value > SURE for each in given for value in each.values()) / asked if asked else 0.0


def _confidences(line: Line) -> Iterator[dict[str, float]]:
    yield from (record["field_confidence"] for record in line.get("records", ()))
