"""What the ranker is trained on: for a page and a schema the groups of each field as numbers, and which are right.

A page is read for its own schema, for the same without descriptions and without known concepts, for the properties of
its own markup (hidden), and for the schemas of other kinds of pages, where nothing is right.
"""

import json
import pickle
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy

from scraper.exceptions import UnusablePage
from scraper.extraction.detail import all_candidates
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.ranker.calibration import kind_of
from scraper.extraction.ranker.group_features import group_rows
from scraper.extraction.ranker.groups import groups_of
from scraper.extraction.ranker.page_fit import fit_features
from scraper.extraction.ranker.ranking import MAX_GROUPS
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.page import Page
from training.corpora import DETAIL_CORPORA, LabelledPage, pages_of, stripped, unnamed
from training.distant import distant_task
from training.folds import fold_of, fold_resources

UNNAMED = 3  # of so many pages one is read without the names of its elements too
UNSTRUCTURED = ("articles",)  # corpora whose truth does not come from markup: read as they are only
_KINDS = {"products": "product", "recipes": "recipe", "news": "article", "articles": "article", "dates": "article"}
# A schema that asks for what any page has: no kind can be told from it.
_GENERIC = {
    "products": ("price", {"title": {"type": "string"}}),
    "recipes": ("description", {"title": {"type": "string"}}),
    "news": ("body", {"title": {"type": "string"}}),
    "articles": ("articleBody", {"title": {"type": "string"}}),
    "dates": ("date", {"title": {"type": "string"}}),
}


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field of one reading: `rows` of its groups, most believed first, and how right each is (`labels`, 0..1).

    `is_known` is False where the truth says nothing of the field; `is_wanted` says that the page has a value.
    """

    name: str
    concept: str | None
    kind: str
    is_known: bool
    is_wanted: bool
    rows: Any
    labels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One page read for one schema. `task` is own, unnamed (own without class names), bare, generic, unknown, distant
    or cross; `corpus` is the page's, `asked` the schema's; `fit` is `page_fit.fit_features`."""

    corpus: str
    asked: str
    id: str
    site: str
    is_stripped: bool
    task: str
    definition: str
    fit: tuple[float, ...]
    fields: tuple[FieldReading, ...]

    @property
    def schema(self) -> RecordSchema:
        """The schema that the page was read for."""
        return parsed(self.definition, has_concepts=self.task != "unknown")


@lru_cache(maxsize=4096)
def parsed(definition: str, *, has_concepts: bool = True) -> RecordSchema:
    """The schema of a definition's JSON text; without concepts every field is one that was never seen."""
    schema = RecordSchema.from_definition(json.loads(definition))
    if has_concepts:
        return schema
    return replace(schema, fields=tuple(_without_concept(spec) for spec in schema.fields))


def _without_concept(spec: FieldSpec) -> FieldSpec:
    items = replace(spec.items, concept=None) if spec.items else None
    return replace(spec, concept=None, items=items)


def readings_of(folder: Path, scorer: ModuleType, every: Mapping[str, int]) -> Iterator[Reading]:
    """The readings of all corpora; of a corpus in `every` only one page in so many."""
    schemas = {name: next(pages_of(folder, name)).definition for name in DETAIL_CORPORA}
    for corpus in DETAIL_CORPORA:
        for number, page in enumerate(pages_of(folder, corpus)):
            if number % every.get(corpus, 1) == 0:
                yield from page_readings(page, schemas, scorer)


def page_readings(page: LabelledPage, schemas: Mapping[str, dict[str, Any]], scorer: ModuleType) -> Iterator[Reading]:
    """The readings of one page, as it is and stripped of markup; none where it has no elements."""
    try:
        document = Document(Page.from_bytes(page.url, page.body))
    except UnusablePage:
        return
    distant = distant_task(document)
    yield from _variant(page, document, (schemas, None), scorer)
    if page.corpus not in UNSTRUCTURED:
        document = Document(Page.from_bytes(page.url, stripped(page.body)))
        yield from _variant(page, document, (schemas, distant), scorer, is_stripped=True)
    if zlib.crc32(page.id.encode()) % UNNAMED == 0:
        document = Document(Page.from_bytes(page.url, unnamed(page.body)))
        yield from _variant(page, document, (schemas, None), scorer, is_stripped=True, is_unnamed=True)


def _variant(
    page: LabelledPage,
    document: Document,
    asked: tuple[Mapping[str, dict[str, Any]], tuple[dict[str, Any], dict[str, Any]] | None],
    scorer: ModuleType,
    *,
    is_stripped: bool = False,
    is_unnamed: bool = False,
) -> Iterator[Reading]:
    schemas, distant = asked
    turn = zlib.crc32(page.id.encode()) + is_stripped
    resources = fold_resources()[fold_of(page.site)]  # for the main text: no model may have seen the page's site
    for task, corpus, definition, truth in _tasks(page, schemas, distant, turn):
        text = json.dumps(definition, sort_keys=True)
        schema = parsed(text, has_concepts=task != "unknown")
        task = "unnamed" if is_unnamed and task == "own" else task
        scope = Scope(document, schema, resources=resources)
        fields = tuple(_field(scope, spec, (definition, truth), scorer) for spec in schema.fields)
        yield Reading(page.corpus, corpus, page.id, page.site, is_stripped, task, text, fit_features(scope), fields)


def _tasks(
    page: LabelledPage,
    schemas: Mapping[str, dict[str, Any]],
    distant: tuple[dict[str, Any], dict[str, Any]] | None,
    turn: int,
) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """(task, corpus of the schema, definition, truth) of what the page is read for."""
    yield "own", page.corpus, page.definition, page.truth
    bare = _bare(page.definition)
    if turn % 2:
        yield "bare", page.corpus, bare, page.truth
    else:
        yield "unknown", page.corpus, page.definition, page.truth
    name, others = _GENERIC[page.corpus]
    yield "generic", page.corpus, {"properties": {**others, name: bare["properties"][name]}}, page.truth
    if distant is not None:
        yield "distant", page.corpus, *distant
    wrong = [name for name in ("products", "recipes", "news") if _KINDS[name] != _KINDS[page.corpus]]
    for number, name in enumerate(wrong):
        definition = schemas[name]
        yield "cross", name, definition if (turn + number) % 3 else _bare(definition), {}
    if page.corpus == "products":
        yield "cross", "articles", schemas["articles"], {}


def _bare(definition: dict[str, Any]) -> dict[str, Any]:
    """The definition as its author would write it in a hurry: without descriptions and titles."""
    properties = {
        name: {key: value for key, value in each.items() if key not in ("description", "title")}
        for name, each in definition["properties"].items()
    }
    return {"type": "object", "properties": properties}


def _field(
    scope: Scope,
    spec: FieldSpec,
    asked: tuple[dict[str, Any], dict[str, Any]],
    scorer: ModuleType,
) -> FieldReading:
    definition, truth = asked
    groups = groups_of(all_candidates(scope, spec, []), spec, scope.locale)[:MAX_GROUPS]
    values = tuple(group.best.read.value for group in groups)
    wanted = truth.get(spec.name)
    is_wanted = not scorer.is_empty(wanted)
    kind = scorer.ftype(definition, spec.name)
    labels = tuple(scorer.value_f1(wanted, value, kind, spec.name) if is_wanted else 0.0 for value in values)
    rows = numpy.array(group_rows(groups, spec, scope), dtype=numpy.float32)
    return FieldReading(spec.name, spec.concept, kind_of(spec), spec.name in truth, is_wanted, rows, labels)


def dump(readings: Iterator[Reading], path: Path) -> int:
    """Writes the readings, one pickle after the other; how many there were."""
    count = 0
    with path.open("wb") as out:
        for reading in readings:
            pickle.dump(reading, out, protocol=pickle.HIGHEST_PROTOCOL)
            count += 1
    return count


def load(path: Path) -> list[Reading]:
    """The readings of a file that `dump` wrote: our own, so unpickling runs nothing foreign."""
    found = []
    with path.open("rb") as source:
        while source.peek(1):
            found.append(pickle.load(source))  # noqa: S301
    return found
