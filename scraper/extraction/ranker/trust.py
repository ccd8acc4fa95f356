"""How far readers of a page's own words about itself are believed: markup, head, headings, sections, main text.

One number a source, others where a concept differs; sources that look for cues know their belief from the cue. Set by
hand from the error lists of the development corpora (docs/extraction.md). The ranker is told these beliefs and weighs
them against all else that it knows (`group_features`).
"""

_TRUST: dict[str, float] = {
    "json_ld": 0.92,
    "microdata": 0.9,
    "meta": 0.75,
    "headings": 0.88,
    "content": 0.88,
    "paragraphs": 0.5,
    "sections": 0.8,
}
_BY_CONCEPT: dict[tuple[str, str], float] = {
    # The picture that a page gives to social networks is the main one more often than the first of its JSON-LD list
    # (128 of 170 recipe pages).
    ("meta", "image"): 0.97,
    ("json_ld", "image"): 0.85,
    ("microdata", "image"): 0.8,
    # The item's own name is what databases made from such pages hold; the heading is often worded for readers.
    ("json_ld", "title"): 0.985,
    ("microdata", "title"): 0.95,
    ("meta", "title"): 0.6,
}


def trust(source: str, concept: str | None) -> float:
    """0..1: the belief in the source for fields of the concept (None: of no known concept)."""
    return _BY_CONCEPT.get((source, concept or ""), _TRUST[source])
