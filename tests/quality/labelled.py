"""The labelled pages of a corpus as pages, for checks that need them; they stand beside the project, never in it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.page import Page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def labelled_pages(corpus: str, *, every: int = 1) -> Iterator[tuple[Page, dict[str, Any]]]:
    """Each page (one in `every`) of a corpus with its line: id, url, file, schema."""
    lines = (CORPUS / corpus / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[::every]:
        entry = json.loads(line)
        yield Page.from_bytes(entry["url"], gzip.decompress((CORPUS / entry["file"]).read_bytes())), entry
