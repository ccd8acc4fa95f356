"""One way to a field, tried on the pages that are learnt from: what it finds, and where that is right."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from scraper.extraction.wrappers.findings import Finding
from scraper.extraction.wrappers.names import stable_classes
from scraper.extraction.wrappers.wrapper import MAX_UP, Place

_TELLING = frozenset(("explicit", "markup", "label", "url", "content"))

At = tuple[int, int]
"""Number of the example and of the record in it."""


@dataclass(slots=True)
class Vote:
    """What a place gives on the examples: findings, and where they are right, wrong, or where nothing is known."""

    place: Place
    findings: dict[At, Finding] = field(default_factory=dict)
    right: set[At] = field(default_factory=set)
    wrong: set[At] = field(default_factory=set)
    extra: set[At] = field(default_factory=set)
    most: int = 1
    is_named: bool = False
    classes: list[set[str]] = field(default_factory=list)

    @property
    def names(self) -> tuple[tuple[str, ...], int]:
        """The lasting class names that all elements have, or those around them, and how many levels up that is."""
        for up, classes in enumerate(self.classes):
            if classes:
                return tuple(sorted(classes))[:4], up
        return (), 0

    @property
    def is_telling(self) -> bool:
        """Whether the way says what the value is: by markup, a label, or a name of the element itself."""
        kind, last = self.place.kind, self.place.xpath.rpartition("/")[2]
        return kind in _TELLING or (kind == "name" and ("@" in last or "'" in last))

    def add_names(self, element: HtmlElement, root: HtmlElement) -> None:
        """Keep of the class names those that this element has too."""
        own: list[set[str]] = []
        at: HtmlElement | None = element
        while at is not None and at is not root and len(own) <= MAX_UP:
            own.append(set(stable_classes(at.get("class"))))
            at = at.getparent()
        self.classes = [a & b for a, b in zip(self.classes, own, strict=False)] if self.is_named else own
        self.is_named = True


def ease_of(vote: Vote) -> int:
    """Of ways that agree alike: without cuts, to one element, named, without search through the tree, and short."""
    place = vote.place
    named = 2 - vote.names[1] if vote.names[0] else 0
    length = 40 * place.xpath.count("//") + len(place.xpath) // 20
    return 60 * named - length - 500 * bool(place.cut) - 200 * (vote.most > 1)
