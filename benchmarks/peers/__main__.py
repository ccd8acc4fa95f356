"""Measures other extractors on labelled pages: `python -m benchmarks.peers CORPUS_DIR SCORE_PY [--ours DIR]`.

Prints a line of figures with 90 % intervals over sites per corpus and peer, and the CPU time it took a page (median,
parse included). --ours names a folder of our own predictions (`python -m tests.quality.floors --predictions DIR`), to
be scored in the same way. "stripped" pages lack JSON-LD and the attributes of microdata and RDFa. Needs the extra
`benchmarks`.
"""

import argparse
import gzip
import json
import signal
import statistics
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.peers import examples, markup, pagers, texts
from benchmarks.site_scores import SiteScore, figures_of, intervals, site_scores
from scraper.page import Page
from training.corpora import scorer_at, stripped
from training.folds import fold_of

Line = dict[str, Any]
Read = list[tuple[Line, Page]]
RECORD_PEERS: dict[str, tuple[tuple[str, ...], Callable[[str, str, str], Line]]] = {
    "extruct": (("products", "recipes", "news", "dates"), markup.extruct_record),
    "recipe-scrapers, schema.org mode": (("recipes",), lambda _, url, html: markup.recipe_record(url, html)),
    "trafilatura": (("articles", "news"), texts.trafilatura_record),
    "htmldate": (("dates", "news"), texts.htmldate_record),
}
LIMIT_SECONDS = 20  # of CPU a page: AutoScraper takes minutes on large ones
LISTS = ("lists", "court_lists", "events", "shops")
STRIPPED = ("products", "recipes", "news", "dates")
_HIDDEN = ("ece", "coverage_at_95")  # of peers, which give no confidences


def main() -> None:
    """Prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--ours", type=Path, help="our own predictions: a JSONL file per corpus and variant")
    parser.add_argument("--peer", action="append", help="a peer, may be given again; all of them without it")
    parser.add_argument("--only", action="append", help="a corpus, may be given again; all of them without it")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    scorer = scorer_at(asked.scorer)
    corpora = asked.only or sorted(each.parent.name for each in asked.corpus.glob("*/pages.jsonl"))
    for corpus in corpora:
        for variant in ("", ".stripped") if corpus in STRIPPED else ("",):
            read = pages(asked.corpus, corpus, is_stripped=bool(variant))
            own = asked.ours / f"{corpus}{variant}.jsonl" if asked.ours else None
            if own is not None and own.exists():
                lines = list(map(json.loads, own.read_text(encoding="utf-8").splitlines()))
                show(scorer, (f"{corpus}{variant}", "ours"), read, lines)
            for peer, lines, seconds in peers_on(corpus, read, scorer, asked.peer):
                show(scorer, (f"{corpus}{variant}", peer), read, lines, seconds)


def pages(folder: Path, corpus: str, *, is_stripped: bool = False) -> Read:
    """The corpus's entries with their pages, decoded as we decode them."""
    found = []
    for entry in map(json.loads, (folder / corpus / "pages.jsonl").read_text(encoding="utf-8").splitlines()):
        body = gzip.decompress((folder / entry["file"]).read_bytes())
        found.append((entry, Page.from_bytes(entry["url"], stripped(body) if is_stripped else body)))
    return found


def peers_on(
    corpus: str, read: Read, scorer: ModuleType, wanted: Sequence[str] | None
) -> Iterator[tuple[str, list[Line], list[float]]]:
    """(peer, its predictions, its seconds of each page) of every wanted peer that reads such a corpus."""
    for peer, (corpora, record) in RECORD_PEERS.items():
        if corpus in corpora and (wanted is None or peer in wanted):
            yield (peer, *timed(read, lambda entry, page, record=record: _detail(corpus, entry, page, record)))
    if corpus == "pagination" and (wanted is None or "autopager" in wanted):
        yield from pager_lines(read, scorer.url_key)
    if corpus in LISTS and (wanted is None or "autoscraper" in wanted):
        yield ("autoscraper, same page", *timed(read, _same_page))
        several = [pair for pair in pairwise(read) if pair[0][0]["site"] == pair[1][0]["site"]]
        if several:
            before = {own["id"]: first for first, (own, _) in several}
            yield ("autoscraper, next page", *timed([own for _, own in several], _next_page(before)))


def timed(read: Read, predict: Callable[[Line, Page], Line]) -> tuple[list[Line], list[float]]:
    """The predictions for the pages, and the CPU seconds of each."""
    lines, seconds = [], []
    for entry, page in read:
        start = time.process_time()
        lines.append({"id": entry["id"], **_tried(predict, entry, page)})
        seconds.append(time.process_time() - start)
    return lines, seconds


def _tried(predict: Callable[[Line, Page], Line], entry: Line, page: Page) -> Line:
    """The prediction; a page that the peer breaks on, or sits over for too long, is one that it has not read."""
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
    try:
        return predict(entry, page)
    except Exception as error:
        return {"records": [], "error": f"{type(error).__name__}: {error}"}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"over {LIMIT_SECONDS} s of CPU")


def _detail(corpus: str, entry: Line, page: Page, record: Callable[[str, str, str], Line]) -> Line:
    return {"records": [{"data": record(corpus, entry["url"], page.text)}]}


def _same_page(entry: Line, page: Page) -> Line:
    scraper = examples.learnt(entry["url"], page.text, entry["truth_records"][0])
    return {
        "records": [{"data": each} for each in examples.applied(scraper, entry["url"], page.text)] if scraper else []
    }


def _next_page(before: dict[str, tuple[Line, Page]]) -> Callable[[Line, Page], Line]:
    def predict(entry: Line, page: Page) -> Line:
        first, learnt_on = before[entry["id"]]
        scraper = examples.learnt(first["url"], learnt_on.text, first["truth_records"][0])
        records = examples.applied(scraper, entry["url"], page.text) if scraper else []
        return {"records": [{"data": each} for each in records]}

    return predict


def pager_lines(read: Read, key: Callable[[str], Any]) -> Iterator[tuple[str, list[Line], list[float]]]:
    """Autopager's next links: with the model of its package, and with one trained on the other sites."""
    ready = pagers.shipped()
    yield ("autopager", *timed(read, lambda entry, page: {"next": pagers.next_url(ready, entry["url"], page.text)}))
    lines, seconds = [], []
    for fold, pager in pagers.cross_validated([(entry, page.text) for entry, page in read], fold_of, key):
        held = [(entry, page) for entry, page in read if fold_of(entry["site"]) == fold]
        found = timed(held, lambda e, page, pager=pager: {"next": pagers.next_url(pager, e["url"], page.text)})
        lines, seconds = lines + found[0], seconds + found[1]
    yield "autopager, retrained", lines, seconds


def show(
    scorer: ModuleType, names: tuple[str, str], read: Read, lines: list[Line], seconds: list[float] | None = None
) -> None:
    """Prints one line: the figures of these predictions with their intervals; pages without one are left out."""
    known = {line["id"] for line in lines}
    entries = [entry for entry, _ in read if entry["id"] in known]
    scores = site_scores(scorer, names[0].partition(".")[0], entries, lines)

    def figures(drawn: Sequence[SiteScore]) -> dict[str, float]:
        found = figures_of(drawn, scorer)
        return {name: value for name, value in found.items() if names[1] == "ours" or name not in _HIDDEN}

    ranges = intervals(scores, figures, rounds=400)
    shown = ", ".join(
        f"{name} {value:.3f} [{ranges[name][0]:.3f}, {ranges[name][1]:.3f}]" for name, value in figures(scores).items()
    )
    failed = sum("error" in line for line in lines)
    cost = f", {1000 * statistics.median(seconds):.0f} ms a page" if seconds else ""
    print(f"{names[0]} | {names[1]} | {len(entries)} pages, {failed} failed{cost} | {shown}", flush=True)


if __name__ == "__main__":
    main()
