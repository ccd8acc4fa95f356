"""Says for each field of labelled detail pages whether the right value is among the candidates, and whether it wins.

    python -m benchmarks.candidate_recall CORPUS_DIR SCORE_PY CORPUS [--stripped] [--every N] [--field F] [--errors]

CORPUS_DIR holds folders with pages.jsonl (id, url, file, schema, truth, site); SCORE_PY is the scorer whose rules say
what is right. --stripped removes JSON-LD scripts and microdata first, --every N takes each Nth page, --errors prints
the wrong values with their rivals.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from scraper.exceptions import UnusablePage
from scraper.extraction import FieldSpec, RecordSchema
from scraper.extraction.detail import field_choices
from scraper.extraction.document import Document
from scraper.extraction.ranker.ranking import Choice
from scraper.extraction.scope import Scope
from scraper.page import Page
from training.corpora import LabelledPage, pages_of, scorer_at, stripped

SHOWN = 6  # rivals of a wrong value
WIDTH = 110  # characters of a value
RIGHT = 0.999  # the scorer's


class FieldChoices(NamedTuple):
    """A labelled field of a page, the values proposed for it, best first, and how right each is (0..1)."""

    page: LabelledPage
    spec: FieldSpec
    choices: Sequence[Choice]
    matches: Sequence[float]

    @property
    def truth(self) -> Any:
        """What the page should give; None where it shows no such value."""
        return self.page.truth[self.spec.name]

    @property
    def first(self) -> float:
        """How right the value is that wins; 0 without any."""
        return self.matches[0] if self.matches else 0.0


def readings(asked: argparse.Namespace, scorer: ModuleType) -> Iterator[FieldChoices]:
    """Each labelled field of each page that has elements."""
    for page in islice(pages_of(asked.corpus, asked.name), 0, None, asked.every):
        body = stripped(page.body) if asked.stripped else page.body
        schema = RecordSchema.from_definition(page.definition)
        try:
            scope = Scope(Document(Page.from_bytes(page.url, body)), schema)
        except UnusablePage:
            continue
        for spec in schema.fields:
            if spec.name in page.truth and asked.field in (None, spec.name):
                choices = field_choices(scope, spec, [])
                yield FieldChoices(page, spec, choices, [match(page, spec, each, scorer) for each in choices])


def match(page: LabelledPage, spec: FieldSpec, choice: Choice, scorer: ModuleType) -> float:
    """How right the value is, 0..1, as the scorer sees it."""
    truth = page.truth[spec.name]
    if scorer.is_empty(truth):
        return 0.0
    agreed: float = scorer.value_f1(truth, choice.value, scorer.ftype(page.definition, spec.name), spec.name)
    return agreed


def shown(value: Any) -> str:
    """The value as JSON, cut."""
    return json.dumps(value, ensure_ascii=False)[:WIDTH]


def print_error(found: FieldChoices) -> None:
    """Prints a field that got a wrong value: the truth, the best values and the right one wherever it stands."""
    print(f"\n{found.spec.name} {found.page.id} {found.page.url[:120]}\n   truth {shown(found.truth)}")
    for rank, (choice, right) in enumerate(zip(found.choices, found.matches, strict=True)):
        if rank < SHOWN or right >= RIGHT:
            where = f"{','.join(choice.sources)} {choice.candidate.path[-60:]}"
            print(f"   {rank} {right:.2f} {choice.belief:.2f} {shown(choice.value)} {where}")


def print_row(name: str, count: Mapping[str, float]) -> None:
    """Prints the figures of one field."""
    f1 = 2 * count["right"] / max(1, count["wanted"] + count["given"])
    recall = count["among"] / max(1, count["wanted"])
    print(f"{name:18} wanted {count['wanted']:5} given {count['given']:5} F1 {f1:.3f} among candidates {recall:.3f}")


def print_stock(shares: Mapping[str, Sequence[int]]) -> None:
    """Prints the balanced accuracy of availabilities: the mean share of right values of each true value."""
    accuracy = sum(right / total for right, total in shares.values()) / len(shares)
    print(f"availability: balanced accuracy {accuracy:.3f}, right by truth {dict(sorted(shares.items()))}")


def main() -> None:
    """Prints a row per field, one of all, and the errors that are asked for."""
    asked = _asked()
    scorer = scorer_at(asked.scorer)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    stock: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for found in readings(asked, scorer):
        is_wanted = not scorer.is_empty(found.truth)
        totals[found.spec.name].update(_counts(found, is_wanted=is_wanted))
        if found.spec.concept == "availability" and is_wanted:
            share = stock[shown(found.truth[0] if isinstance(found.truth, list) else found.truth)]
            share[0] += found.first >= RIGHT
            share[1] += 1
        if asked.errors and found.first < RIGHT and (found.choices or is_wanted):
            print_error(found)
    for name, count in sorted(totals.items()):
        print_row(name, count)
    print_row("all", sum(totals.values(), Counter()))
    if stock:
        print_stock(stock)


def _counts(found: FieldChoices, *, is_wanted: bool) -> Mapping[str, Any]:
    among = max(found.matches, default=0.0)
    return {"wanted": int(is_wanted), "given": int(bool(found.choices)), "right": found.first, "among": among}


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("name")
    parser.add_argument("--stripped", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--field")
    parser.add_argument("--errors", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
