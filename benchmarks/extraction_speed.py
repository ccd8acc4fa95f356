"""Measures the slow path of extraction: its CPU time in units of lxml's parse of the same page, and its memory.

    PYTHONPATH=. python benchmarks/extraction_speed.py [CORPUS_DIR] [--pages N] [--repeat N] [--json FILE]

CORPUS_DIR holds folders with pages.jsonl (id, url, file, schema); without it made-up pages are measured alone. The unit
is what `Page.root` costs: lxml.html parses the decoded page's UTF-8 bytes. What is measured is all from the body in
bytes to the records: decoding, parsing, reading. Both are CPU time of this process, the least of `--repeat` runs, the
runs of the two in turns. Memory is by how much a child process, which has read a small page and loaded dateparser
before, grows at its highest, in bytes per byte of HTML.
"""

import argparse
import gzip
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.synthetic_pages import synthetic_pages
from scraper.exceptions import UnusablePage
from scraper.extraction import RecordSchema, extract
from scraper.extraction.coercion.dates import find_date
from scraper.extraction.locale import PageLocale
from scraper.page import Page

CORPORA = ("products", "recipes", "news", "articles", "dates", "lists", "court_lists", "events", "shops")
MIN_WEIGHED = 100_000  # bytes of a page from which its memory is more than the noise of the allocator
KIB = 1024  # getrusage counts in them on Linux
_SMALL = b"<title>Lamp</title><h1>Lamp</h1><p>Price: 3,50 EUR</p><p>5. Mai 2024</p><p>In stock, made by hand.</p>"
_IN_NO_LANGUAGE = "7. Blumenmond 2024"


@dataclass(frozen=True)
class Measured:
    """One page: its size in bytes, seconds of CPU for the parse and for everything, bytes of memory per byte."""

    name: str
    size: int
    parse: float
    whole: float
    memory: float | None

    @property
    def ratio(self) -> float:
        """The whole in units of the parse."""
        return self.whole / self.parse


Asked = tuple[str, str, bytes, RecordSchema]
"""A page's name, URL, body, and the schema it is read with."""


def corpus_pages(corpus: Path, limit: int) -> Iterator[Asked]:
    """At most `limit` pages of one corpus, evenly spread; those without a schema or elements are left out."""
    lines = (corpus / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    step = max(1, -(-len(lines) // limit))
    for line in lines[::step]:
        asked = json.loads(line)
        body = gzip.decompress((corpus.parent / asked["file"]).read_bytes())
        try:
            is_html = bool(asked.get("schema")) and Page.from_bytes(asked["url"], body).root is not None
        except UnusablePage:
            continue
        if is_html:
            yield asked["id"], asked["url"], body, RecordSchema.from_definition(asked["schema"])


def made_up_pages() -> Iterator[Asked]:
    """The synthetic pages."""
    for page in synthetic_pages():
        schema = RecordSchema.from_definition(page.definition)
        yield page.name, "https://shop.example/lamps/lamp-4711", page.body, schema


def measured(asked: Asked, repeat: int) -> Measured:
    """The page's figures; parse and whole are measured in turns so that a busy machine slows both."""
    name, url, body, schema = asked
    parse = whole = float("inf")
    for _ in range(repeat):
        whole = min(whole, seconds(lambda: extract(Page.from_bytes(url, body), schema)))
        page = Page.from_bytes(url, body)
        parse = min(parse, seconds(lambda page=page: page.root))
    memory = growth(asked) if len(body) >= MIN_WEIGHED else None
    return Measured(name, len(body), parse, whole, memory)


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of this process that the work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def growth(asked: Asked) -> float:
    """By how many bytes per byte of HTML a fresh process that has read a small page grows while it reads this one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__spec__.name if __spec__ else "benchmarks.extraction_speed"])
    with context.Pool(1) as pool:
        return pool.apply(_grown, (asked,)) / len(asked[2])


def _grown(asked: Asked) -> int:
    _, url, body, schema = asked
    extract(Page.from_bytes(url, _SMALL), schema)
    find_date(_IN_NO_LANGUAGE, PageLocale())  # dateparser and its languages: 10 to 25 MB, once a process
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    extract(Page.from_bytes(url, body), schema)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * KIB


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies; the nearest rank, NaN without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def row(name: str, pages: Sequence[Measured]) -> str:
    """One line of the table."""
    ratios = [page.ratio for page in pages]
    memory = [page.memory for page in pages if page.memory is not None]
    cells = [
        f"{len(pages)}",
        f"{statistics.median(page.size for page in pages) / 1000:.0f}",
        f"{1000 * statistics.median(page.parse for page in pages):.1f}",
        f"{1000 * statistics.median(page.whole for page in pages):.1f}",
        *(f"{quantile(ratios, share):.1f}" for share in (0.5, 0.9, 0.99)),
        f"{max(page.whole for page in pages):.2f}",
        *(f"{quantile(memory, share):.0f}" for share in (0.5, 0.99)),
    ]
    return f"| {name} | {' | '.join(cells)} |"


def start_up() -> str:
    """What the library costs before the first page, in CPU time of fresh processes, the least of five each."""
    first = "extract(Page.from_bytes('https://a.example', b'<h1>x</h1><p>y'), s)"
    schema = "s = RecordSchema.from_definition({'properties': {'title': {'type': 'string'}}})"
    imports = "from scraper.page import Page; from scraper.extraction import RecordSchema, extract"
    programs = ("pass", imports, f"{imports}; {schema}; {first}")
    nothing, imported, read = (min(_process_seconds(program) for _ in range(5)) for program in programs)
    return f"import {1000 * (imported - nothing):.0f} ms, first page {1000 * (read - imported):.0f} ms more"


def _process_seconds(program: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=60, help="of each corpus at most (default: 60)")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write every page's figures here")
    asked = parser.parse_args()
    print(f"Start-up: {start_up()}.\n")
    print("| pages | number | kB | parse, ms | whole, ms | ratio p50 | p90 | p99 | slowest, s | memory p50 | p99 |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    everything: list[Measured] = []
    for name in CORPORA if asked.corpus else ():
        pages = [measured(each, asked.repeat) for each in corpus_pages(asked.corpus / name, asked.pages)]
        everything += pages
        print(row(name, pages), flush=True)
    if everything:
        print(row("all of them", everything), flush=True)
    for each in made_up_pages():
        everything.append(measured(each, asked.repeat))
        print(row(each[0], everything[-1:]), flush=True)
    if asked.json:
        lines = (json.dumps(asdict(page) | {"ratio": page.ratio}) for page in everything)
        asked.json.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
