"""Prints the next link that is found on each page of a labelled corpus, one JSON line {"id", "next"} a page.

Usage: python -m benchmarks.next_links CORPUS/pagination > predictions.jsonl

CORPUS/pagination/pages.jsonl holds one page a line (id, url, file); files are gzipped HTML below CORPUS.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from scraper.page import Page
from scraper.pagination.next_link import find_next


def predictions(corpus: Path) -> Iterator[dict[str, str | None]]:
    """One prediction a page of `corpus`."""
    for line in (corpus / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        body = gzip.decompress((corpus.parent / entry["file"]).read_bytes())
        yield {"id": entry["id"], "next": find_next(Page.from_bytes(entry["url"], body))}


if __name__ == "__main__":
    for prediction in predictions(Path(sys.argv[1])):
        print(json.dumps(prediction))
