"""The shape of a value in numbers: how long, which characters, what size. It knows no field and no page."""

import math
import re
from typing import Any

SHAPES = (
    "length",
    "words",
    "digits",
    "capitals",
    "is_capital",
    "is_sentence",
    "has_currency",
    "magnitude",
    "is_whole",
    "has_time",
    "items",
    "item_length",
    "is_url",
    "parameters",
)
"""What `shape_of` gives, in order."""
_CURRENCY = re.compile(r"[$€£¥₹₽₺₩]|\b[A-Z]{3}\b")
_TIME = re.compile(r"\d[T ]\d\d:\d\d|\d:\d\d")
_MAX_LOOKED_AT = 300  # characters whose kinds are counted


def shape_of(value: Any, text: str) -> tuple[float, ...]:
    """The shape of the value that was read from `text`: see SHAPES; lengths and sizes are logarithms."""
    items = value if isinstance(value, list) else [value]
    first = items[0] if items else ""
    shown = first if isinstance(first, str) else text
    looked_at = shown[:_MAX_LOOKED_AT]
    count = max(1, len(looked_at))
    number = float(first) if isinstance(first, int | float) else None
    is_url = isinstance(first, str) and first.startswith("http")
    return (
        math.log1p(len(shown)),
        math.log1p(shown.count(" ")),
        sum(map(str.isdigit, looked_at)) / count,
        sum(map(str.isupper, looked_at)) / count,
        float(looked_at[:1].isupper()),
        float(shown.rstrip()[-1:] in (".", "!", "?", "…", "。")),
        float(_CURRENCY.search(text[:_MAX_LOOKED_AT]) is not None),
        math.log10(1.0 + min(abs(number), 1e15)) if number is not None else -1.0,
        float(number is not None and number.is_integer()),
        float(_TIME.search(text[:_MAX_LOOKED_AT]) is not None),
        math.log1p(len(items)),
        math.log1p(sum(len(str(each)) for each in items) / max(1, len(items))),
        float(is_url),
        math.log1p(shown.count("?") + shown.count("&") + shown.count("=")) if is_url else 0.0,
    )
