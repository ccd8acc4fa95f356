"""The pinned floors of the next link on labelled pages; they only move up."""

import gzip
import json
from pathlib import Path

import pytest
from w3lib.url import canonicalize_url

from scraper.page import Page
from scraper.pagination.links import url_key
from scraper.pagination.next_link import find_next

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"the labelled pages are not here: {CORPUS} is missing, so no floor was checked"
)


def key(url):
    return url and url_key(canonicalize_url(url))


@pytest.fixture(scope="module")
def verdicts():
    """For each labelled page ("right", "stops wrongly", "goes on wrongly" or "wrong link")."""
    return [verdict(json.loads(line)) for line in (CORPUS / "pagination/pages.jsonl").read_text().splitlines()]


def verdict(entry):
    body = gzip.decompress((CORPUS / entry["file"]).read_bytes())
    found, wanted = key(find_next(Page.from_bytes(entry["url"], body))), {key(url) for url in entry["next"] or [None]}
    if found in wanted:
        return "right"
    if found is None:
        return "stops wrongly"
    return "goes on wrongly" if None in wanted else "wrong link"


@pytest.mark.parametrize(
    ("kind", "most"), [("stops wrongly", 0), ("wrong link", 0), ("goes on wrongly", 3)], ids=lambda value: str(value)
)
def test_wrong_answers_stay_below_the_floor(verdicts, kind, most):
    assert len(verdicts) == 107
    assert verdicts.count(kind) <= most
