"""Where else on a page a known value stands: other elements, meta contents and JSON-LD that may bear witness to it."""

from collections.abc import Iterator

from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import SILENT_TAGS
from scraper.extraction.wrappers.agreement import is_same
from scraper.extraction.wrappers.examples import Example, Known, Spot
from scraper.extraction.wrappers.readers import Reader
from scraper.extraction.wrappers.texts import visible_text

_MAX_TEXT = 300  # characters; longer texts are found in one place only
_MAX_SIGHTINGS = 8
_MAX_CHILDREN = 4
_ATTRIBUTES = ("content", "datetime", "value", "data-price", "data-value", "href", "src")


def sightings(example: Example, known: Known, how: tuple[FieldSpec, Reader]) -> list[Spot]:
    """Other places of the page that say the value, in page order, at most a handful."""
    spec, reader = how
    if len(known.text) > _MAX_TEXT or spec.type in ("object", "boolean"):
        return []
    needle = _needle(known)
    found: list[Spot] = []
    for spot, text in _texts(example):
        if needle not in _folded(text):
            continue
        read = reader.read(text, example.locale)
        is_other = known.spot is None or spot.element is not known.spot.element or spot.part != known.spot.part
        if read is not None and is_other and is_same(read[0], known.value):
            found.append(spot)
            if len(found) >= _MAX_SIGHTINGS:
                break
    return found


def _needle(known: Known) -> str:
    """What a text must hold to say the value: the first digits of a number, the beginning of a text."""
    if isinstance(known.value, int | float):
        return str(int(abs(known.value)))[:1]
    return _folded(known.text)[:6]


def _folded(text: str) -> str:
    return "".join(text.split()).lower()


def _texts(example: Example) -> Iterator[tuple[Spot, str]]:
    for element in example.page.root.iter():
        if not isinstance(element.tag, str) or element.tag in SILENT_TAGS:
            continue
        for name in _ATTRIBUTES:
            value = element.get(name)
            if value and len(value) <= _MAX_TEXT:
                yield Spot(element, f"@{name}"), value
        if len(element) <= _MAX_CHILDREN:
            text = visible_text(element)
            if 0 < len(text) <= _MAX_TEXT:
                yield Spot(element, ""), text
