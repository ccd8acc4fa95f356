"""What is known of pages on which a field has no value: elsewhere a value that is missing may have been missed.

The slow path says on which pages a field is absent. Their traits together are what its absence looks like. Where a
wrapper finds no value and the page has a trait that was never seen with the absence, the value may stand there, and the
slow path is asked. What it says is learnt: a layout is asked about once. Traits that come from the content of pages
(ids made of titles, headings) are always new; so the more questions of a sort were in vain, the fewer are asked: of N
pages about the square root of N.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of
from scraper.extraction.likeness import MIN_LIKENESS, Names, likeness, names_of
from scraper.extraction.words import singular, split_words
from scraper.extraction.wrappers.traits import Traits

_MAX_KNOWN = 2000  # traits of a field; more come from content
_PATIENCE = {"names": 8, "own": 4, "labels": 4, "ids": 2}  # questions in vain after which every second one is left out
_MAX_COUNT = 1_000_000
_TALLIES = ("vain", "found")
SORTS = ("names", "ids", "labels", "label", "own")
"""Sorts of traits that may mean a value: four that are new, "label" if like the field's, and known ones of its own."""


@dataclass(slots=True)
class Absence:
    """What is known of one field: the traits of pages without it, and how many questions of each sort were in vain.

    `own` are those of the traits that bear the field's name: the slow path may find it there on another page.
    """

    spec: FieldSpec
    names: Names
    known: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)
    vain: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)

    def sorts(self, traits: Traits) -> list[str]:
        """The sorts of traits for which the page may have the field: those never seen without it, and its own."""
        sorts = [] if traits.names.keys() <= self.known else ["names"]
        if not traits.ids <= self.known:
            sorts.append("ids")
        fresh = traits.labels.keys() - self.known
        if fresh:
            sorts.append("label" if any(self._is_like(traits.labels[each]) for each in fresh) else "labels")
        if not self.own.isdisjoint(traits.names) or not self.own.isdisjoint(traits.labels):
            sorts.append("own")
        return sorts

    def _is_like(self, label: str) -> bool:
        return label in labels_of(self.spec) or likeness(label, self.names) >= MIN_LIKENESS

    def is_asked(self, sort: str, chance: int) -> bool:
        """Whether a page with such a trait is to be read by the slow path."""
        if sort == "label":
            return True
        return chance % (1 + self.vain.get(sort, 0) // (_PATIENCE[sort] * (1 + self.found.get(sort, 0)))) == 0

    def learn(self, traits: Traits, *, is_there: bool, is_missed: bool) -> None:
        """Take the slow path's word for a page; `is_missed` says that a wrapper found nothing."""
        if is_missed:
            tally = self.found if is_there else self.vain
            for sort in self.sorts(traits):
                tally[sort] = tally.get(sort, 0) + 1
        if not is_there and len(self.known) < _MAX_KNOWN:
            texts = {**traits.names, **traits.labels}
            self.own.update(each for each in texts.keys() - self.known if self._is_own(texts[each]))
            self.known.update(texts, traits.ids)

    def _is_own(self, text: str) -> bool:
        """Whether a name or label has all words of one of the field's names in one of its own."""
        for token in text.split(".") if text else ():
            words = frozenset(map(singular, split_words(token)))
            if any(variant <= words for variant in self.names.variants):
                return True
        return False


class Absences:
    """What is known of the absence of each of a schema's fields in one template."""

    def __init__(self, specs: Iterable[FieldSpec]) -> None:
        self._fields = {spec.name: Absence(spec, names_of(spec)) for spec in specs}

    def possible(self, missing: Collection[str], traits: Traits) -> list[str]:
        """Of the fields without a value those that the page may have."""
        return [name for name in missing if self._fields[name].sorts(traits)]

    def unexplained(self, missing: Collection[str], traits: Traits, chance: int) -> list[str]:
        """Of the fields without a value those that the slow path is to be asked about."""
        found = []
        for name in missing:
            known = self._fields[name]
            if any(known.is_asked(sort, chance) for sort in known.sorts(traits)):
                found.append(name)
        return found

    def learn(self, traits: Traits, there: Collection[str], missing: Collection[str]) -> None:
        """Take the slow path's word for a page: which fields are there, and which of them a wrapper had missed."""
        for name, known in self._fields.items():
            known.learn(traits, is_there=name in there, is_missed=name in missing)

    def as_json(self) -> dict[str, Any]:
        """What is known, as plain JSON; traits that are known of the same fields stand together."""
        owners: dict[int, list[str]] = {}
        for name, known in self._fields.items():
            for trait in known.known:
                owners.setdefault(trait, []).append(name)
        grouped: dict[tuple[str, ...], list[int]] = {}
        for trait in sorted(owners):
            grouped.setdefault(tuple(owners[trait]), []).append(trait)
        return {
            "traits": [[list(names), traits] for names, traits in grouped.items()],
            "own": {name: sorted(known.own) for name, known in self._fields.items() if known.own},
            "vain": {name: dict(known.vain) for name, known in self._fields.items() if known.vain},
            "found": {name: dict(known.found) for name, known in self._fields.items() if known.found},
        }

    def restore(self, stored: Any) -> None:
        """Go on from what `as_json` gave; of what anyone may have written instead nothing is taken."""
        try:
            groups = [
                ([str(name) for name in names], frozenset(map(int, traits))) for names, traits in stored["traits"]
            ]
            own = {str(name): frozenset(map(int, traits)) for name, traits in stored["own"].items()}
            tallies = [(kind, name, _tally(each)) for kind in _TALLIES for name, each in stored[kind].items()]
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return
        for names, traits in groups:
            for name in names:
                if name in self._fields and len(self._fields[name].known) + len(traits) <= 2 * _MAX_KNOWN:
                    self._fields[name].known.update(traits)
        for name, known in self._fields.items():
            known.own.update(own.get(name, frozenset()) & known.known)
        for kind, name, tally in tallies:
            if name in self._fields:
                getattr(self._fields[name], kind).update(tally)


def _tally(stored: Mapping[str, Any]) -> dict[str, int]:
    return {sort: min(max(int(stored[sort]), 0), _MAX_COUNT) for sort in SORTS if sort in stored}
