"""How alike a label on a page and the names of a field are: stems, abbreviations, words that say little, units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of
from scraper.extraction.units import unit_named
from scraper.extraction.words import singular, word_set

# Words that a label may have or lack without meaning another thing, and their weight beside that of others, 1.
_WEAK = word_set(
    "number count total of the a an type name value level amount is has code kind quantity info detail details in per "
    "product item article and or for to by de du des la le el del di der die das von no total overall main current"
)
_WEAK_WEIGHT = 0.25
_HINTED_WEIGHT = 0.4  # of a label's word that only the description of the field has
_CONTAINED = 0.55  # likeness of a label that is a part of the name, or the other way round
_HINTED = 0.6  # likeness of a label of two words and more that the description has
_LIKE_CONCEPT = 0.85
_ENDS_LIKE_CONCEPT = 0.6
MIN_LIKENESS = 0.5

_SAME_AS: dict[str, str] = {
    "number": "no nr num nbr",
    "quantity": "qty",
    "maximum": "max",
    "minimum": "min",
    "temperature": "temp",
    "diameter": "dia diam",
    "year": "yr",
    "length overall": "loa",
    "length waterline": "lwl",
    "weight": "wt",
    "height": "ht",
    "volume": "vol",
    "manufacturer": "mfr mfg",
    "language": "lang",
    "average": "avg",
    "department": "dept",
    "address": "addr",
    "telephone": "tel",
    "description": "desc",
    "category": "cat",
    "location": "loc",
    "registration": "reg",
    "license": "lic licence",
    "reference": "ref",
    "date birth": "dob",
    "date issue": "doi",
    "build": "built",
    "bedroom": "bed",
    "bathroom": "bath",
    "area": "sqft",
    "power": "hp",
    "experience": "exp",
    "specification": "spec",
    "dimension": "dim",
    "requirement": "req",
    "version": "ver",
    "repository": "repo",
    "color": "colour",
    "fiber": "fibre",
    "tire": "tyre",
    "draft": "draught",
    "aluminum": "aluminium",
    "organization": "organisation",
    "meter": "metre",
    "judgment": "judgement",
    "": "approx ca",
}
_SAME = {word: tuple(meaning.split()) for meaning, words in _SAME_AS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Names:
    """What a field may be called, as stems: its name and title and synonyms, and the words of its description."""

    variants: tuple[frozenset[str], ...]
    joined: frozenset[str]
    hints: frozenset[str]
    concept: frozenset[str]


def names_of(spec: FieldSpec) -> Names:
    """The field's names, made ready to be compared with many labels."""
    return _names(spec.words, (spec.title_label, *spec.synonyms), spec.hint_words, labels_of(spec), bool(spec.concept))


@lru_cache(maxsize=1024)
def _names(
    own: tuple[str, ...], more: tuple[str, ...], hints: frozenset[str], labels: frozenset[str], is_concept: bool
) -> Names:
    words = own[:-1] if len(own) > 1 and _is_unit(own[-1]) else own
    named = [own, words, *(label.split() for label in more if label)]
    variants = tuple(dict.fromkeys(stems for each in named if (stems := _stems(each))))
    joined = frozenset("".join(singular(word) for word in each) for each in named)
    return Names(variants, joined, _stems(sorted(hints)), labels if is_concept else frozenset())


def likeness(key: str, names: Names) -> float:
    """0..1: how likely a label with that key names the field; below MIN_LIKENESS it rather does not."""
    words, joined, stems, strong = _parts(key)
    if joined in names.joined:
        return 1.0
    if not stems:
        return 0.0
    best = 0.0
    for variant in names.variants:
        if not strong.isdisjoint(variant):
            best = max(best, _overlap(stems, variant, names.hints))
    if len(strong) > 1 and strong <= names.hints:
        best = max(best, _HINTED)
    return max(best, _like_concept(words, names.concept)) if names.concept else best


class LabelIndex:
    """The label keys of a page by their words: those like a field are found without comparing each with it."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = list(keys)
        self._by_word: dict[str, list[int]] = {}
        self._by_phrase: dict[str, list[int]] = {}
        for number, key in enumerate(self._keys):
            words, joined, _, strong = _parts(key)
            for word in {*strong, *words[-1:]}:
                self._by_word.setdefault(word, []).append(number)
            for phrase in {joined, _telling(words)}:
                self._by_phrase.setdefault(phrase, []).append(number)

    def like(self, names: Names) -> list[tuple[float, str]]:
        """(likeness, key) of the keys that are anyhow like the names, in the order in which they came."""
        words = names.hints.union(names.concept, *names.variants)
        numbers = {number for word in words for number in self._by_word.get(word, ())}
        numbers.update(number for phrase in names.joined | names.concept for number in self._by_phrase.get(phrase, ()))
        scored = ((likeness(self._keys[number], names), self._keys[number]) for number in sorted(numbers))
        return [each for each in scored if each[0] > 0.0]


@lru_cache(maxsize=8192)
def _parts(key: str) -> tuple[tuple[str, ...], str, frozenset[str], frozenset[str]]:
    """The label's words without units, joined, as stems, and those of the stems that say something."""
    words = tuple(word for word in key.split() if not _is_unit(word)) or tuple(key.split())
    stems = _stems(words)
    return words, "".join(map(singular, words)), stems, stems - _WEAK


def _overlap(label: frozenset[str], name: frozenset[str], hints: frozenset[str]) -> float:
    shared = _weight(label & name)
    if not shared or not (label & name) - _WEAK:
        return 0.0
    extra = label - name
    more = _weight(extra - hints) + _HINTED_WEIGHT * _weight(extra & hints)
    union = _weight(name) + more
    part = shared / min(_weight(label), _weight(name))
    return max(shared / union, _CONTAINED * part if part > 0.99 else 0.0)


def _weight(words: Iterable[str]) -> float:
    return sum(_WEAK_WEIGHT if word in _WEAK else 1.0 for word in words)


def _like_concept(words: Sequence[str], labels: frozenset[str]) -> float:
    """A label of the concept among words that say little, or at a label's end: "product brand", "see all of brand"."""
    if _telling(words) in labels:
        return _LIKE_CONCEPT
    return _ENDS_LIKE_CONCEPT if len(words) > 2 and len(words[-1]) > 3 and words[-1] in labels else 0.0


def _telling(words: Sequence[str]) -> str:
    """The words that say something, as a label key."""
    return " ".join(word for word in words if word not in _WEAK)


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in _SAME.get(word, (singular(word),)))


def _is_unit(word: str) -> bool:
    return unit_named(word) is not None
