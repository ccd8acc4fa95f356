"""Makes scraper/extraction/models/content.json, which tells main texts from the rest, and its provenance beside it.

    python -m training.content CORPUS_DIR SCORE_PY [--write]

CORPUS_DIR holds articles, news and dates (folders with pages.jsonl), SCORE_PY is their scorer. Taught by the labelled
texts of articles and news; with less weight by the articleBody of dated pages' JSON-LD, and by what trafilatura takes
of the other dated pages. Prints figures on sites that were not fitted, beside trafilatura's on the
same pages. The same pages give the same bytes.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import trafilatura

from scraper.extraction.coercion.markup import without_markup
from scraper.extraction.document import Document
from scraper.extraction.forest import Forest
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.structured import Scalar
from scraper.extraction.text.block_features import FEATURES, Rows, rows
from scraper.extraction.text.blocks import TextBlock, blocks
from scraper.extraction.text.main_text import MODEL, block_odds, taken
from scraper.page import Page
from training.content_labels import shares_of
from training.corpora import LabelledPage, pages_of, scorer_at
from training.folds import CONTENT, FOLDS, fold_of, folds_text
from training.forests import fit, stored

MODEL_FILE = Path(str(files("scraper.extraction"))) / "models" / f"{MODEL}.json"
PROVENANCE = MODEL_FILE.with_name(f"{MODEL}.provenance.json")
TRUTH = {"articles": "articleBody", "news": "body"}
TAUGHT = "dates"
SETTINGS: dict[str, Any] = {
    "rounds": 140,
    "num_leaves": 8,
    "learning_rate": 0.1,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
}
STRUCTURED_WEIGHT, TEACHER_WEIGHT = 0.8, 0.8  # of a page, against 1 of one whose text people labelled
_BELONGS = 0.6  # share of a block's shingles that the truth has, from which on it belongs to the main text
_LEAST = 0.8  # of an articleBody must stand on the page, else it is another text
_PAGE_WEIGHT = 40.0  # of a page's blocks together: long pages do not count more


@dataclass(frozen=True, slots=True)
class Taught:
    """A page's blocks with their rows, and which of them belong to the main text. `truth` is "" where none is known."""

    page: LabelledPage
    found: Sequence[TextBlock]
    table: Rows
    labels: Mapping[int, bool]
    weight: float
    truth: str
    teacher: str


def taught(page: LabelledPage) -> Taught:
    """The page as training data; the labels are empty where nobody knows its main text."""
    parsed = Page.from_bytes(page.url, page.body)
    document = Document(parsed)
    found = blocks(document)
    table = rows(document, found)
    teacher = trafilatura.extract(trafilatura.load_html(parsed.text), include_comments=False) or ""
    truth = page.truth.get(TRUTH.get(page.corpus, "")) or ""
    text, weight = (truth, 1.0) if truth else _distant(document, found, teacher)
    labels = {}
    if text:
        shares = shares_of(text, [block.text for block in found])
        labels = {i: shares[i] > _BELONGS for i in table.rows}
    return Taught(page, found, table, labels, weight, truth, teacher)


def _distant(document: Document, found: Sequence[TextBlock], teacher: str) -> tuple[str, float]:
    """A text that is likely the page's main text, and how far to trust it."""
    stated = max(_stated(document), key=len, default="")
    if stated:
        shares = shares_of(stated, [block.text for block in found])
        if sum(len(block.text) for block, share in zip(found, shares, strict=True) if share > _BELONGS) > _LEAST * len(
            stated
        ):
            return stated, STRUCTURED_WEIGHT
    return teacher, TEACHER_WEIGHT


def _stated(document: Document) -> Iterable[str]:
    for node in json_ld_items(document):
        for value in node.properties.get("articlebody", ()):
            if isinstance(value, Scalar) and isinstance(value.value, str) and len(value.value) > 200:
                yield without_markup(value.value)


def fitted(pages: Iterable[Taught]) -> Forest:
    """The forest of these pages."""
    table: list[list[float]] = []
    labels: list[float] = []
    weights: list[float] = []
    for page in pages:
        own = [min(1000, len(page.found[i].text)) ** 0.5 + 2 for i in page.labels]
        total = sum(own)
        table.extend(page.table.rows[i] for i in page.labels)
        labels.extend(page.labels.values())
        weights.extend(page.weight * _PAGE_WEIGHT * each / total for each in own)
    return fit(FEATURES, table, labels, weights, SETTINGS)


def fold_forests(pages: Sequence[Taught]) -> list[Forest]:
    """By fold the forest that saw no page of its sites."""
    return [fitted(page for page in pages if fold_of(page.page.site) != fold) for fold in range(FOLDS)]


def held_out(pages: Sequence[Taught], forests: Sequence[Forest]) -> dict[str, str]:
    """Page id -> its main text by the forest that saw no page of its site."""
    texts = {}
    for fold, forest in enumerate(forests):
        for page in pages:
            if page.truth and fold_of(page.page.site) == fold:
                kept = taken(page.found, block_odds(page.table, forest))
                texts[page.page.id] = "\n".join(page.found[i].text for i in kept)
    return texts


def model_text(forest: Forest) -> str:
    """The forest as the text of content.json."""
    return json.dumps(stored(forest), separators=(",", ":")) + "\n"


def figures_of(pages: Sequence[Taught], text_of: Callable[[Taught], str], scorer: ModuleType) -> dict[str, Any]:
    """By corpus: the benchmark's article metric, and the share of pages whose body counts as right."""
    figures = {}
    for corpus in TRUTH:
        pairs = [(page.truth, text_of(page)) for page in pages if page.truth and page.page.corpus == corpus]
        metric = {name: round(value, 4) for name, value in scorer.article_metrics(pairs).items()}
        right = sum(scorer.same_str(truth, text, long=True) for truth, text in pairs if text)
        figures[corpus] = {"pages": len(pairs), **metric, "right": round(right / max(1, len(pairs)), 4)}
    return figures


def provenance(pages: Sequence[Taught], model: str, figures: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Where the model comes from: script, counts, settings, versions, figures on sites that were not fitted, date."""
    return {
        "script": "python -m training.content CORPUS_DIR SCORE_PY --write",
        "date": now.date().isoformat(),
        "sha256": hashlib.sha256(model.encode()).hexdigest(),
        "bytes": len(model),
        "pages": dict(sorted(Counter(page.page.corpus for page in pages if page.labels).items())),
        "sites": len({page.page.site for page in pages}),
        "blocks": sum(len(page.labels) for page in pages),
        "settings": {
            **SETTINGS,
            "structured_weight": STRUCTURED_WEIGHT,
            "teacher_weight": TEACHER_WEIGHT,
            "folds": FOLDS,
        },
        "versions": {name: version(name) for name in ("lightgbm", "numpy", "trafilatura")},
        **figures,
    }


def main() -> None:
    """Reads, fits, prints the figures, and with --write stores the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder of the labelled pages")
    parser.add_argument("score", type=Path, help="the scorer")
    parser.add_argument("--write", action="store_true", help="store the model, its provenance and the fold models")
    options = parser.parse_args()
    scorer = scorer_at(options.score)
    pages = [taught(page) for corpus in (*TRUTH, TAUGHT) for page in pages_of(options.corpus, corpus)]
    forests = fold_forests(pages)
    ours = held_out(pages, forests)
    figures = {
        "cross_validated": figures_of(pages, lambda page: ours[page.page.id], scorer),
        "trafilatura": figures_of(pages, lambda page: page.teacher, scorer),
    }
    print(json.dumps(figures, indent=1))
    if options.write:
        model = model_text(fitted(pages))
        MODEL_FILE.write_text(model, encoding="utf-8")
        CONTENT.write_text(folds_text(list(map(model_text, forests))), encoding="utf-8")
        stamp = provenance(pages, model, figures, datetime.now(UTC))
        PROVENANCE.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
