"""What is to be cut out of raw texts, inferred from texts and the parts of them that the slow path took for values."""

from collections.abc import Sequence

from scraper.extraction.dayshapes import date_piece
from scraper.extraction.locale import PageLocale

Cut = tuple[str, ...]
_SEPARATORS = (" | ", "|", " – ", " — ", " - ", ": ", ":", " (", " / ", ", ", " · ", " • ", " » ", " by ", "\n")
_MAX_FIXED = 40  # characters of a text that stands before or after every value


def cuts_of(pairs: Sequence[tuple[str, str]], locale: PageLocale) -> list[Cut]:
    """The cuts that lead from most of the whole texts to their parts, likeliest first; always the empty one too."""
    partial = [(whole, part) for whole, part in pairs if part and part != whole and part in whole]
    if not partial:
        return [()]
    found = [*_fixed(partial), *_separated(partial)]
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
