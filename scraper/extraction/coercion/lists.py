"""One text that holds several values, split into them."""

import re

from scraper.extraction.coercion.markup import without_markup
from scraper.extraction.fields import FieldSpec

_LINES = re.compile(r"\s*(?:\r?\n|<br\s*/?>|•|·|\u2022)\s*")
_SHORT = re.compile(r"\s*[,;|、]\s*")
# Between names; what is only a letter or could be a word of a name must stand before a capital one.
_NAMES = re.compile(
    r"\s*[,;|&、•]\s*|\s*/\s*(?=[^\W\d_a-z])|\s+(?:and|und|et)\s+|\s+(?:y|e|og|och|en|ve|oraz|i|ja)\s+(?=[^\W\d_a-z])"
)
_LONG_CONCEPTS = frozenset(("ingredients", "instructions", "body", "description"))
_NAME_CONCEPTS = frozenset(("author",))


def split_list(text: str, field: FieldSpec) -> list[str]:
    """The parts of the text: its lines if it has several, else for short values its comma-separated parts."""
    lines = [line for line in _LINES.split(without_markup(text)) if line.strip()]
    if len(lines) > 1:
        return lines
    if field.concept in _LONG_CONCEPTS or field.is_uri or field.type == "object":
        return [text.strip()] if text.strip() else []
    pattern = _NAMES if field.concept in _NAME_CONCEPTS else _SHORT
    return [part.strip() for part in pattern.split(text) if part.strip()]
