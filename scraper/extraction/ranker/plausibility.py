"""How likely a value is of its field's kind by its shape alone: identifiers, names, ratings, times, prices."""

import re
from collections.abc import Callable
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.words import word_set

Judge = Callable[[Any], float]

_DIGIT = re.compile(r"\d")
_GTIN = re.compile(r"^\d{8}$|^\d{12,14}$|^\d{9}[\dX]$")
_NOT_AUTHORS = word_set("admin administrator editor editors redaktion staff webmaster author anonymous guest null none")
_UNLIKELY, _DOUBTFUL = 0.2, 0.5


def plausibility(value: Any, spec: FieldSpec) -> float:
    """0..1: 1.0 where nothing speaks against the value."""
    judge = _JUDGES.get(spec.concept or "")
    if judge is None or isinstance(value, dict | bool):
        return 1.0
    if isinstance(value, list):
        return max((judge(each) for each in value if not isinstance(each, dict)), default=1.0)
    return judge(value)


def _identifier(value: Any) -> float:
    text = str(value)
    if len(text) > 40 or text.count(" ") > 3 or len(text) < 2:
        return _UNLIKELY
    if not _DIGIT.search(text):
        return _UNLIKELY if " " in text or text.islower() else _DOUBTFUL
    if len(set(filter(str.isalnum, text))) == 1:  # 0000
        return _DOUBTFUL
    return 0.8 if text.count(" ") > 1 else 1.0


def _gtin(value: Any) -> float:
    return 1.0 if _GTIN.match(re.sub(r"[\s-]", "", str(value))) else 0.05


def _brand(value: Any) -> float:
    text = str(value)
    return _UNLIKELY if len(text) > 40 or not re.search(r"\w", text) else 0.8 if text.count(" ") > 3 else 1.0


def _person(value: Any) -> float:
    text = str(value)
    if len(text) > 70 or text.startswith(("http", "@")) or not re.search(r"[^\W\d_]", text):
        return 0.1
    if text.lower() in _NOT_AUTHORS:
        return _DOUBTFUL
    return _DOUBTFUL if _DIGIT.search(text) or text.count(" ") > 6 else 1.0


def _title(value: Any) -> float:
    length = len(str(value))
    return 1.0 if 2 < length <= 300 else _UNLIKELY if length > 300 else 0.75


def _between(low: float, high: float, outside: float = _UNLIKELY) -> Judge:
    def judge(value: Any) -> float:
        if not isinstance(value, int | float):
            return 1.0
        return 1.0 if low <= value <= high else outside

    return judge


def _picture(value: Any) -> float:
    text = str(value).lower()
    return (
        _UNLIKELY if any(word in text for word in ("placeholder", "blank.gif", "spacer", "/logo", "favicon")) else 1.0
    )


_MINUTES = _between(0.5, 60 * 24 * 31)
_JUDGES: dict[str, Judge] = {
    "sku": _identifier,
    "mpn": _identifier,
    "gtin": _gtin,
    "docket_number": _identifier,
    "brand": _brand,
    "author": _person,
    "title": _title,
    "image": _picture,
    "price": _between(0.01, 1e7, 0.3),
    "old_price": _between(0.01, 1e7, 0.3),
    "rating": _between(0.01, 100, 0.15),
    "review_count": _between(1, 1e7, 0.15),
    "servings": _between(1, 500, 0.3),
    "prep_time": _MINUTES,
    "cook_time": _MINUTES,
    "total_time": _MINUTES,
}
