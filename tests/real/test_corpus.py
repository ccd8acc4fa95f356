"""Whole corpora of labelled real pages as `url_list` jobs: every page is fetched and committed, nothing raises."""

import json
import subprocess
import sys
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from tests.crawls import ROOT

SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The base URL of the server that comes with the corpora."""
    command = [sys.executable, str(SHARED / "tools" / "serve_corpus.py"), "--root", str(SHARED / "corpus")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.mark.parametrize("corpus", ["products", "recipes"])
def test_every_page_of_a_corpus_is_fetched_and_committed(served, crawls, corpus):
    with urlopen(f"{served}/{corpus}/index.json") as answer:
        pages = json.load(answer)
    schema_id = crawls.schema(pages[0]["schema"])
    urls = [page["url"] for page in pages]
    crawled = crawls.crawl(
        urls[0], "url_list", schema_id=schema_id, pagination={"urls": urls}, extract={"mode": "detail"}
    )
    assert crawled.end[0] == "completed"
    assert sorted(request.url for request in crawled.requests if request.state == "done") == sorted(urls)
    assert crawled.counters == crawled.counted
    assert "Traceback" not in crawled.log
    assert " ERROR: " not in crawled.log
