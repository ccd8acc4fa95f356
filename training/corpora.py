"""Labelled pages as values: read from a corpus folder, as they are or with their structured data taken out."""

import gzip
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

DETAIL_CORPORA = ("products", "recipes", "news", "articles", "dates")
"""The corpora whose pages are about one thing each."""
_LD = re.compile(rb"<script[^>]*ld\+json[^>]*>.*?</script>", re.IGNORECASE | re.DOTALL)
_MICRODATA = re.compile(
    rb"\s(?:itemprop|itemscope|itemtype|typeof)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?(?=[\s>/])"
)
_NAMES = re.compile(rb"\s(?:class|id|data-[\w-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')(?=[\s>/])")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with what a record of it should hold. `definition` is its JSON Schema; a field that `truth` lacks is
    unknown, one that is null there is not on the page."""

    corpus: str
    id: str
    site: str
    url: str
    body: bytes
    definition: dict[str, Any]
    truth: dict[str, Any]


def pages_of(folder: Path, corpus: str) -> Iterator[LabelledPage]:
    """The corpus's pages in their order. `folder` holds a folder per corpus, each with pages.jsonl."""
    for line in (folder / corpus / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        body = gzip.decompress((folder / entry["file"]).read_bytes())
        yield LabelledPage(
            corpus, entry["id"], entry["site"], entry["url"], body, entry["schema"], entry.get("truth", {})
        )


def stripped(body: bytes) -> bytes:
    """The page without its JSON-LD scripts and the attributes of microdata and RDFa."""
    return _MICRODATA.sub(b"", _LD.sub(b"", body))


def unnamed(body: bytes) -> bytes:
    """The page without structured data and without the names that its authors gave to elements: what drift leaves."""
    return _NAMES.sub(b"", stripped(body))


def scorer_at(path: Path) -> ModuleType:
    """The scorer (`score.py` of the corpora) as a module: its rules say what is right."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer
