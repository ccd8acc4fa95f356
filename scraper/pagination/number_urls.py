"""How the URLs of page numbers are made, told from some of them: the numbers in them that grow with the page's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class NumberedUrls:
    """Texts and counters in turn; a counter's value on page n is `slope * n + base`, in `width` digits at least."""

    parts: tuple[str | tuple[int, int, int], ...]

    @classmethod
    def of(cls, urls: Mapping[int, str]) -> Self | None:
        """What the URLs of these numbers have in common; None where fewer than two fit one rule.

        Page 1 often has a URL without a number, so the rule is that of the later ones.
        """
        numbers = sorted(number for number in urls if number != 1) if len(urls) > 2 else sorted(urls)
        for low, high in pairwise(numbers):
            made = cls._between(low, urls[low], high, urls[high])
            if made is not None and all(made.url(number) == urls[number] for number in numbers):
                return made
        return None

    @classmethod
    def _between(cls, low: int, first: str, high: int, second: str) -> Self | None:
        one, other = _DIGITS.split(first), _DIGITS.split(second)
        if one[::2] != other[::2]:
            return None
        parts: list[str | tuple[int, int, int]] = []
        for index, (here, there) in enumerate(zip(one, other, strict=True)):
            if index % 2 == 0 or here == there:
                parts.append(here)
                continue
            slope, rest = divmod(int(there) - int(here), high - low)
            if rest or slope <= 0:
                return None
            parts.append((slope, int(here) - slope * low, len(here) if here.startswith("0") else 0))
        return cls(tuple(parts)) if any(isinstance(part, tuple) for part in parts) else None

    def url(self, number: int) -> str:
        """The URL of page `number`."""
        return "".join(part if isinstance(part, str) else _counted(part, number) for part in self.parts)

    def as_json(self) -> list[Any]:
        """The same as JSON."""
        return [part if isinstance(part, str) else list(part) for part in self.parts]

    @classmethod
    def from_json(cls, value: Any) -> Self | None:
        """What `as_json` gave; None for nothing."""
        return cls(tuple(part if isinstance(part, str) else tuple(part) for part in value)) if value else None


def _counted(counter: tuple[int, int, int], number: int) -> str:
    slope, base, width = counter
    return f"{slope * number + base:0{width}d}"
