"""Names of people as bylines write them, made plain: without "By", shorthands in brackets and signs at the ends."""

import re

_LEAD = re.compile(
    r"^\s*(?:(?:(?:written|posted|words|story|text|texte|texto|tekst|interview|reported|reviewed|recipe|rezept|published)\s+)?"
    r"(?:by|von|par|por|door|av|af|przez|di)\b|autor(?:en|in|es|a)?\b|authors?\b|text\b|tekst\b)\s*[:：]?\s+(?=\S)",
    re.IGNORECASE,
)
_SHORTHAND = re.compile(r"\s*\((?:[a-z.]{1,6}|[a-z]+@[\w.-]+)\)\s*$")
_EDGES = " \t\n|,;:·•–—-/"


def person_name(text: str) -> str:
    """The name in a byline: "Von Ada Beispiel (abe)" -> "Ada Beispiel"; texts that are only a name stay."""
    bare = _SHORTHAND.sub("", _LEAD.sub("", text, count=1)).strip(_EDGES)
    return bare or text
