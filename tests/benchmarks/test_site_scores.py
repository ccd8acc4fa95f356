"""Figures with intervals from a bootstrap over sites."""

from types import SimpleNamespace

import pytest

from benchmarks.site_scores import SiteScore, figures_of, intervals, site_scores

SCORER = SimpleNamespace(
    ece=lambda pairs: abs(sum(c - y for c, y in pairs)) / len(pairs),
    coverage_at=lambda pairs, precision=0.95, wanted=None: sum(c >= 0.9 for c, _ in pairs) / wanted,
)


def figures(scores):
    return figures_of(scores, SCORER)


def score(right, wrong, **more):
    return SiteScore(counts={"micro": (right, wrong, wrong)}, **more)


def test_a_figure_is_that_of_all_sites_together_not_their_mean():
    assert figures([score(9, 1), score(0, 2)])["micro.f1"] == pytest.approx(9 / 12)


def test_the_same_seed_gives_the_same_intervals_and_they_hold_the_figure():
    scores = [score(n, 10 - n) for n in range(3, 11)]
    first, second = intervals(scores, figures, rounds=200), intervals(scores, figures, rounds=200)
    low, high = first["micro.f1"]
    assert first == second
    assert low < figures(scores)["micro.f1"] < high


def test_pages_of_one_site_do_not_make_the_interval_narrow():
    many, one = [score(1, 0), score(0, 1)] * 20, [score(20, 0), score(0, 20)]
    wide, narrow = (intervals(scores, figures, rounds=300)["micro.f1"] for scores in (one, many))
    assert narrow[1] - narrow[0] < 0.4
    assert wide == (0.0, 1.0)


def test_always_in_stock_has_half_the_balanced_accuracy():
    found = figures([SiteScore(stock={("InStock", "InStock"): 9, ("OutOfStock", "InStock"): 1})])
    assert found["fields.availability.balanced_accuracy"] == 0.5
    assert found["fields.availability.recall_out_of_stock"] == 0.0


def test_confidences_of_all_sites_are_put_together():
    found = figures([SiteScore(pairs=[(0.9, 1)], wanted=2), SiteScore(pairs=[(0.3, 0)], wanted=2)])
    assert (found["ece"], found["coverage_at_95"]) == (pytest.approx(0.1), 0.25)


def test_articles_count_as_the_benchmark_counts_them():
    found = figures([SiteScore(articles=[(1.0, 0.5), (None, 0.0)])])
    assert found["article_metric.f1"] == pytest.approx(2 * 1.0 * 0.25 / 1.25)


def report_of(root, lines):
    pages = [page for _, page in SCORER.pages("", None, None)]
    hits = sum(line["next"] == "/2" for line in lines)
    SCORER.coverage_at([(0.8, 1)], 0.95, wanted=len(pages))
    prf = {"tp": hits, "fp": len(pages) - hits, "fn": 0}
    return {"c": {"micro": prf, "fields": {"f": prf}, "next": {"n": len(pages), "accuracy": hits / len(pages)}}}


def test_each_site_is_scored_by_the_scorer_on_its_own_pages():
    entries = [{"id": "1", "site": "a"}, {"id": "2", "site": "a"}, {"id": "3", "site": "b"}]
    lines = [{"id": "1", "next": "/2"}, {"id": "2", "next": "/9"}, {"id": "3", "next": "/2"}]
    SCORER.pages, SCORER.score = None, report_of
    scores = site_scores(SCORER, "c", entries, lines)
    assert [(each.hits, each.asked, each.wanted) for each in scores] == [(1, 2, 2), (1, 1, 1)]
    assert [each.counts["micro"] for each in scores] == [(1, 1, 0), (1, 0, 0)]
