"""How near an element is to what the page is about: its distance from the main heading, and what encloses it."""

from scraper.extraction.document import Document
from scraper.extraction.headings import main_heading
from scraper.extraction.marks import Flag

_OFF = int(Flag.NAV | Flag.FOOTER | Flag.SILENT)
_SIDE = int(Flag.ASIDE | Flag.RELATED | Flag.COMMENTS)
_HIDDEN = int(Flag.HIDDEN)
_CHOICES = frozenset(("option", "select"))  # what could be chosen, not what is
_NEAR_SHARE = 0.25  # of the page's elements


def place_weight(document: Document, index: int) -> float:
    """0..1: how likely the element speaks of the page's own subject, by its place alone."""
    flags = document.flags[index]
    weight = 0.25 if flags & _OFF else 0.35 if flags & _SIDE else 0.8 if flags & _HIDDEN else 1.0
    if document.tags[index] in _CHOICES:
        weight *= 0.4
    heading = document.once(main_heading)
    if heading is None:
        return weight * 0.85
    distance = (index - heading) / max(1, len(document))
    if -0.02 <= distance <= _NEAR_SHARE:
        return weight
    return weight * (0.8 if distance < 0 else 0.75)
