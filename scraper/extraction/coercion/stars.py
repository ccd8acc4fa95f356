"""Ratings that are drawn with characters: "★★★★☆" is 4."""

_FULL, _HALF, _EMPTY = "★⭐🌟", "½⯨", "☆✩"


def star_rating(text: str) -> float | None:
    """The number of full stars, a half one counted so; None where the text has no stars, or digits that say more."""
    full = sum(text.count(sign) for sign in _FULL)
    if not full + sum(text.count(sign) for sign in _EMPTY) or any(c.isdecimal() for c in text):
        return None
    return full + 0.5 * sum(text.count(sign) for sign in _HALF)
