"""How the reader of main texts is taught: by labels, by structured data, by a teacher; the same bytes each time."""

import json
from datetime import UTC, datetime

import pytest

from training.content import FOLDS, figures_of, fitted, fold_of, provenance, taught
from training.content_labels import shares_of
from training.corpora import LabelledPage
from training.forests import stored

SENTENCE = "The council of the town decided after hours of debate to build a new bridge over the river, number {}. "
PARAGRAPHS = [SENTENCE.format(n) * 2 for n in range(5)]
TEXT = "\n".join(PARAGRAPHS)


def page_of(corpus, *, truth=None, stated="", site="a.example"):
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    data = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "articleBody": stated})}</script>'
    html = (
        f"<html><head>{data if stated else ''}</head><body><nav><a href='/'>Home</a></nav><article>{body}</article>"
        "<div class='comments'><p>I do not like this at all, said a reader of the paper.</p></div></body></html>"
    )
    field = {"articles": "articleBody", "news": "body"}.get(corpus, "date")
    return LabelledPage(corpus, f"{corpus}/{site}", site, f"https://{site}/", html.encode(), {}, {field: truth})


@pytest.mark.parametrize(
    ("page", "weight"),
    [
        (page_of("articles", truth=TEXT), 1.0),
        (page_of("dates", stated=TEXT), 0.8),
        (page_of("dates", stated="Quite another text that does not stand on the page at all. " * 8), 0.8),
        (page_of("dates"), 0.8),
    ],
    ids=["labelled", "structured", "structured-of-another-text", "teacher"],
)
def test_the_surest_teacher_teaches(page, weight):
    found = taught(page)
    assert (found.weight, sum(found.labels.values())) == (weight, 5)


def test_equal_pages_give_equal_forests():
    pages = [taught(page_of("news", truth=TEXT, site=f"{n}.example")) for n in range(12)]
    assert json.dumps(stored(fitted(pages))) == json.dumps(stored(fitted(pages)))


def test_a_site_is_always_in_the_same_fold():
    assert fold_of("a.example") == fold_of("a.example") < FOLDS


def test_the_provenance_says_what_was_read():
    pages = [taught(page_of("news", truth=TEXT)), taught(page_of("dates"))]
    assert provenance(pages, "{}", {}, datetime(2026, 1, 2, tzinfo=UTC))["pages"] == {"dates": 1, "news": 1}


class Scorer:
    """A scorer of our own, as the corpora's."""

    @staticmethod
    def article_metrics(pairs):
        return {"f1": sum(shares_of(truth, [text])[0] for truth, text in pairs) / max(1, len(pairs))}

    @staticmethod
    def same_str(truth, text, *, long):
        return truth == text


def test_figures_are_those_of_the_labelled_pages_of_a_corpus():
    pages = [taught(page_of("news", truth=TEXT)), taught(page_of("dates"))]
    assert figures_of(pages, lambda page: page.truth, Scorer())["news"] == {"pages": 1, "f1": 1.0, "right": 1.0}
