"""What the values of a field look like, learnt from those that were right, and whether another one looks like them."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from scraper.extraction.coercion.money import SHOWN_AMOUNT
from scraper.extraction.wrappers.wrapper import Profile

_LENGTH_ROOM = 3.0  # times longer or shorter than any known text, plus some characters
_LENGTH_SPARE = 12
_NUMBER_ROOM = 20.0  # times greater or smaller than any known number
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
_ENOUGH = 4  # values from which "always" and "never" are believed


def profile_of(values: Sequence[tuple[str, Any]], *, is_varied: bool) -> Profile:
    """The profile of (text, value) pairs."""
    if not values:
        return Profile()
    lengths = [len(text) for text, _ in values]
    numbers = [number for _, value in values if (number := _number(value)) is not None]
    shapes = [_shape(text) for text, _ in values]
    is_enough = len(values) >= _ENOUGH
    return Profile(
        shortest=int(min(lengths) / _LENGTH_ROOM) - _LENGTH_SPARE,
        longest=int(max(lengths) * _LENGTH_ROOM) + _LENGTH_SPARE,
        lowest=min(numbers) / _NUMBER_ROOM if numbers and min(numbers) > 0 else None,
        highest=max(numbers) * _NUMBER_ROOM if numbers and max(numbers) > 0 else None,
        has_digits=_common(digits for digits, _ in shapes) if is_enough else None,
        has_letters=_common(letters for _, letters in shapes) if is_enough else None,
        is_varied=is_varied,
    )


def odd_ones(profile: Profile, texts: Sequence[str], values: Sequence[Any]) -> int:
    """How many of the texts and their values do not look like the known ones; one may count for several oddities."""
    if not texts:
        return 0
    odd = 0
    lengths = list(map(len, texts))
    if min(lengths) < profile.shortest or max(lengths) > profile.longest:
        odd += sum(not profile.shortest <= length <= profile.longest for length in lengths)
    for search, wanted in ((_DIGIT.search, profile.has_digits), (_LETTER.search, profile.has_letters)):
        if wanted is not None:
            without = list(map(search, texts)).count(None)
            odd += without if wanted else len(texts) - without
    if profile.lowest is not None or profile.highest is not None:
        # "$289.00 $245.00": the first of two amounts is the old price.
        odd += sum(len(SHOWN_AMOUNT.findall(text)) > 1 for text in texts)
        numbers = [value for value in values if value.__class__ is float or value.__class__ is int]
        lowest, highest = profile.lowest, profile.highest
        if numbers and lowest is not None and min(numbers) < lowest:
            odd += sum(number < lowest for number in numbers)
        if numbers and highest is not None and max(numbers) > highest:
            odd += sum(number > highest for number in numbers)
    return odd


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _shape(text: str) -> tuple[bool, bool]:
    """Whether the text has digits, and letters."""
    return _DIGIT.search(text) is not None, _LETTER.search(text) is not None


def _common(flags: Iterable[bool]) -> bool | None:
    """What all flags say, None where they differ."""
    found = set(flags)
    return found.pop() if len(found) == 1 else None
