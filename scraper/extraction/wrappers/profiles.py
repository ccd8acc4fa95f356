"""What the values of a field look like, learnt from those that were right, and whether another one looks like them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from scraper.extraction.wrappers.wrapper import Profile

_LENGTH_ROOM = 3.0  # times longer or shorter than any known text, plus some characters
_LENGTH_SPARE = 12
_NUMBER_ROOM = 20.0  # times greater or smaller than any known number
_ENOUGH = 4  # values from which "always" and "never" are believed


def profile_of(values: Sequence[tuple[str, Any]], *, is_varied: bool) -> Profile:
    """The profile of (text, value) pairs."""
    if not values:
        return Profile()
    lengths = [len(text) for text, _ in values]
    numbers = [number for _, value in values if (number := _number(value)) is not None]
    shapes = [_shape(text[:200]) for text, _ in values]
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


def fits(profile: Profile, text: str, value: Any) -> bool:
    """Whether the text and its value look like the known ones."""
    if not profile.shortest <= len(text) <= profile.longest:
        return False
    number = _number(value)
    if number is not None:
        if profile.lowest is not None and number < profile.lowest:
            return False
        if profile.highest is not None and number > profile.highest:
            return False
    if profile.has_digits is None and profile.has_letters is None:
        return True
    digits, letters = _shape(text[:200])
    return profile.has_digits in (None, digits) and profile.has_letters in (None, letters)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@lru_cache(maxsize=4096)
def _shape(text: str) -> tuple[bool, bool]:
    """Whether the text has digits, and letters."""
    return any(map(str.isdigit, text)), any(map(str.isalpha, text))


def _common(flags: Iterable[bool]) -> bool | None:
    """What all flags say, None where they differ."""
    found = set(flags)
    return found.pop() if len(found) == 1 else None
