"""What is to be cut out of raw texts, inferred from texts and the parts of them that the slow path took for values."""

from collections.abc import Sequence

from scraper.extraction.dayshapes import date_piece
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of
from scraper.extraction.likeness import MIN_LIKENESS, likeness, names_of
from scraper.extraction.locale import PageLocale
from scraper.extraction.words import label_key

Cut = tuple[str, ...]
_SEPARATORS = (" | ", "|", " – ", " — ", " - ", ": ", ":", " (", " / ", ", ", " · ", " • ", " » ", " by ", "\n")
_COLONS = (":", "：")
_MAX_FIXED = 40  # characters of a text that stands before or after every value


def cuts_of(pairs: Sequence[tuple[str, str]], locale: PageLocale, spec: FieldSpec) -> list[Cut]:
    """The cuts that lead from most of the whole texts to their parts, likeliest first; always the empty one too.

    A label of the field's before its value is always part of the cut: what stands behind another one is no value.
    """
    partial = [(whole, part) for whole, part in pairs if part and part != whole and part in whole]
    if not partial:
        return [()]
    found = [*_fixed(partial), *(_labelled(partial, spec) or _separated(partial))]
    if all(date_piece(whole, locale) == part for whole, part in partial):
        found.append(("date",))
    return [*dict.fromkeys(found), ()]


def _fixed(pairs: Sequence[tuple[str, str]]) -> list[Cut]:
    """A text before and a text after the part that are the same in all."""
    before = {whole[: whole.find(part)] for whole, part in pairs}
    after = {whole[whole.find(part) + len(part) :] for whole, part in pairs}
    if len(before) > 1 or len(after) > 1:
        return []
    head, tail = before.pop(), after.pop()
    return [("strip", head, tail)] if len(head) <= _MAX_FIXED and len(tail) <= _MAX_FIXED else []


def _labelled(pairs: Sequence[tuple[str, str]], spec: FieldSpec) -> list[Cut]:
    """The texts before the values, each a cut, where one of them is a label of the field's."""
    split = [(whole[: -len(part)], whole.endswith(part)) for whole, part in pairs]
    heads = dict.fromkeys(head for head, is_end in split if is_end and head.rstrip()[-1:] in _COLONS)
    return [("strip", head, "") for head in heads] if any(_is_label(head, spec) for head in heads) else []


def _is_label(head: str, spec: FieldSpec) -> bool:
    key = label_key(head)
    return key in labels_of(spec) or likeness(key, names_of(spec)) >= MIN_LIKENESS


def _separated(pairs: Sequence[tuple[str, str]]) -> list[Cut]:
    """A sign before which, or after which, all of the part stands."""
    found: list[Cut] = []
    for sign in _SEPARATORS:
        if all(whole.partition(sign)[0].strip() == part for whole, part in pairs):
            found.append(("before", sign))
        if all(whole.partition(sign)[2].strip() == part for whole, part in pairs):
            found.append(("after", sign))
    head = _common_head([whole[: whole.find(part)] for whole, part in pairs])
    if 0 < len(head) <= _MAX_FIXED and all(whole[len(head) :].strip() == part for whole, part in pairs):
        found.append(("strip", head, ""))
    return found


def _common_head(texts: Sequence[str]) -> str:
    shortest = min(texts, key=len)
    count = 0
    while count < len(shortest) and all(text[count] == shortest[count] for text in texts):
        count += 1
    return shortest[:count]
