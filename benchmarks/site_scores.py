"""Figures of a scorer with 90 % intervals from a bootstrap over sites: pages of one site are right or wrong together.

Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13: percentile intervals. Sites are drawn, not
pages, as they are what a figure on unseen sites varies with.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

ROUNDS = 1000
SEED = 7
_TAIL = 0.05  # left out at either end
_PRECISION = 0.95

Figures = dict[str, float]
Pair = tuple[float, int]


@dataclass
class SiteScore:
    """What one site's pages add to the figures: sums, and lists that are put together before a figure is made of them.

    `counts` has true positives, false positives and misses by name ("micro", "fields.price", "records", "next");
    `pairs` (confidence, is right) of the values given; `wanted` how many the truth has; `articles` precision and recall
    of each page's main text (None where it has none); `stock` (truth, given) of the availabilities.
    """

    counts: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    hits: int = 0
    asked: int = 0
    pairs: list[Pair] = field(default_factory=list)
    wanted: int = 0
    articles: list[tuple[float | None, float | None]] = field(default_factory=list)
    stock: Counter[tuple[str, str]] = field(default_factory=Counter)


def site_scores(
    scorer: ModuleType, corpus: str, entries: Iterable[Mapping[str, Any]], lines: Iterable[Mapping[str, Any]]
) -> list[SiteScore]:
    """The scores of each site. `entries` are the lines of pages.jsonl, `lines` the predictions; `scorer` is changed."""
    predictions: dict[str, dict[str, Any]] = {}
    for line in lines:
        predictions.setdefault(line["id"], {}).update(line)
    by_site: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entry in entries:
        by_site[str(entry.get("site") or entry["id"])].append(entry)
    return [_site(scorer, corpus, pages, predictions) for pages in by_site.values()]


def _site(
    scorer: ModuleType, corpus: str, pages: Sequence[Mapping[str, Any]], predictions: Mapping[str, dict[str, Any]]
) -> SiteScore:
    score = SiteScore()

    def caught(pairs: list[Pair], precision: float = _PRECISION, wanted: int | None = None) -> float:
        score.pairs, score.wanted = list(pairs), wanted or len(pairs)
        return 0.0

    whole = scorer.pages, scorer.coverage_at
    scorer.pages, scorer.coverage_at = (lambda *_: ((corpus, page) for page in pages)), caught
    try:
        lines = [predictions[page["id"]] for page in pages if page["id"] in predictions]
        report = scorer.score("", lines)[corpus]
    finally:
        scorer.pages, scorer.coverage_at = whole
    counted = {"micro": report.get("micro"), "records": report.get("records")}
    counted["records_all_fields_right"] = report.get("records_all_fields_right")
    counted |= {f"fields.{name}": each for name, each in report.get("fields", {}).items()}
    score.counts = {name: (each["tp"], each["fp"], each["fn"]) for name, each in counted.items() if each}
    if "next" in report:
        score.asked = report["next"]["n"]
        score.hits = round(report["next"]["accuracy"] * score.asked)
    for page in pages:
        _add_page(score, scorer, page, predictions.get(page["id"], {}))
    return score


def _add_page(score: SiteScore, scorer: ModuleType, page: Mapping[str, Any], line: Mapping[str, Any]) -> None:
    records = line.get("records") or [{}]
    given = records[0].get("data", {})
    truth = page.get("truth", {})
    if "articleBody" in truth:
        right, extra, missed = scorer.shingle(truth["articleBody"], str(given.get("articleBody") or ""))
        precision = right / (right + extra) if right + extra else None
        score.articles.append((precision, right / (right + missed) if right + missed else None))
    if truth.get("availability"):
        score.stock[truth["availability"][0], str(given.get("availability"))] += 1


def figures_of(scores: Sequence[SiteScore], scorer: ModuleType) -> Figures:
    """The figures of these sites together."""
    found: Figures = {}
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for score in scores:
        for name, counts in score.counts.items():
            totals[name] = [total + count for total, count in zip(totals[name], counts, strict=True)]
    for name, (right, wrong, missed) in totals.items():
        found[f"{name}.f1"] = _f1(right, wrong, missed)
    asked = sum(score.asked for score in scores)
    if asked:
        found["next.accuracy"] = sum(score.hits for score in scores) / asked
    articles = [each for score in scores for each in score.articles]
    if articles:
        found["article_metric.f1"] = _article_f1(articles)
    pairs = [pair for score in scores for pair in score.pairs]
    if pairs:
        found["ece"] = scorer.ece(pairs)
        found["coverage_at_95"] = scorer.coverage_at(pairs, _PRECISION, sum(score.wanted for score in scores))
    return found | _stock_figures(scores)


def _f1(right: float, wrong: float, missed: float) -> float:
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0


def _article_f1(articles: Sequence[tuple[float | None, float | None]]) -> float:
    """As the article extraction benchmark: means over the pages of precision and recall, and their harmonic mean."""
    sides = ([each[side] for each in articles if each[side] is not None] for side in (0, 1))
    precision, recall = (sum(side) / len(side) if side else 0.0 for side in sides)  # type: ignore[arg-type]
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _stock_figures(scores: Sequence[SiteScore]) -> Figures:
    """Recall of OutOfStock and the mean of both recalls: F1 alone rewards to say InStock always."""
    stock: Counter[tuple[str, str]] = Counter()
    for score in scores:
        stock.update(score.stock)
    recalls = {}
    for kind in ("InStock", "OutOfStock"):
        total = sum(count for (truth, _), count in stock.items() if truth == kind)
        if total:
            recalls[kind] = stock[kind, kind] / total
    if len(recalls) < 2:
        return {}
    return {
        "fields.availability.balanced_accuracy": sum(recalls.values()) / 2,
        "fields.availability.recall_out_of_stock": recalls["OutOfStock"],
    }


def intervals(
    scores: Sequence[SiteScore],
    figures: Callable[[Sequence[SiteScore]], Figures],
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> dict[str, tuple[float, float]]:
    """The 90 % interval of each figure: its 5th and 95th percentile over sites drawn with replacement, `rounds` times.

    The same scores and seed give the same intervals. A figure that a draw does not have is left out of that draw.
    """
    chance = random.Random(seed)  # noqa: S311  draws of a bootstrap, no secret
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, value in figures(chance.choices(scores, k=len(scores))).items():
            drawn[name].append(value)
    found = {}
    for name, values in drawn.items():
        values.sort()
        found[name] = (values[int(_TAIL * len(values))], values[min(len(values) - 1, int((1 - _TAIL) * len(values)))])
    return found
