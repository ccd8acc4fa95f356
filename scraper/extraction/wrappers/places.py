"""Ways to an element: XPaths on labels, attributes, lasting names and structure, from which learning picks by vote.

The forms follow what the literature found to last: text and attributes near the value before positions (Dalvi, Bohannon
and Sha, "Robust Web Extraction: an Approach Based on a Probabilistic Tree-Edit Model", SIGMOD 2009), and several
enumerated alternatives among which agreement on more pages decides (Dalvi, Kumar and Soliman, "Automatic Wrappers for
Large Scale Web Extraction", VLDB 2011). Other than there, the pages' labels come from the slow path, noise and all, so
a way that disagrees with them is dropped rather than modelled.
"""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from scraper.extraction.words import clean
from scraper.extraction.wrappers.names import is_stable, stable_classes
from scraper.extraction.wrappers.wrapper import PlaceKind

Way = tuple[PlaceKind, str]

MAX_LABEL = 40
"""Characters of a text that may be a label."""

_CLIMB = 3  # ancestors whose names and labels may lead to an element
_NAMING = ("itemprop", "property", "data-testid", "data-test", "data-qa", "data-hook", "name", "rel", "data-field")
_NO_LABELS = frozenset(("a", "script", "style", "img", "button", "option"))


def ways_to(element: HtmlElement, root: HtmlElement) -> list[Way]:
    """Expressions relative to `root` that find the element, among others perhaps, each once."""
    trail = trail_of(element, root)
    if trail is None:
        return []
    if not trail:
        return [("structure", ".")]
    found = dict.fromkeys(
        [*_structural(trail), *_named(trail), *_labelled(trail), *_tagged(trail), *_anchored_by_id(trail)]
    )
    return list(found)


def ways_to_all(element: HtmlElement, root: HtmlElement) -> list[Way]:
    """The same with one position left open: they find the element's like, for arrays of which it is the first."""
    found: dict[Way, None] = {}
    for kind, xpath in ways_to(element, root):
        steps = xpath.split("/")
        found.setdefault((kind, xpath))
        for at in range(len(steps) - 1, max(0, len(steps) - 5), -1):
            if steps[at].endswith("[1]") or steps[at].rpartition("[")[2][:-1].isdigit():
                opened = [*steps[:at], steps[at].rpartition("[")[0], *steps[at + 1 :]]
                found.setdefault((kind, "/".join(opened)))
    return list(found)


def trail_of(element: HtmlElement, root: HtmlElement) -> list[HtmlElement] | None:
    """The elements from below the root down to the element; None if it does not stand below, or cannot be named."""
    trail: list[HtmlElement] = []
    at = element
    while at is not None and at is not root:
        if not isinstance(at.tag, str) or not _is_plain(at.tag):
            return None
        trail.append(at)
        at = at.getparent()
    return trail[::-1] if at is not None else None


def _is_plain(tag: str) -> bool:
    return tag.isascii() and tag[:1].isalpha() and tag.replace("-", "").isalnum()


def position(element: HtmlElement) -> int:
    """The element's number among siblings of its tag, from 1."""
    return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))


def _steps(trail: Sequence[HtmlElement], *, numbered: bool = True) -> str:
    return "".join(f"/{each.tag}[{position(each)}]" if numbered else f"/{each.tag}" for each in trail)


def _structural(trail: Sequence[HtmlElement]) -> Iterator[Way]:
    yield "structure", "." + _steps(trail, numbered=False)
    yield "structure", "." + _steps(trail)
    if len(trail) > 1:
        yield "structure", f".{_steps(trail[:-1], numbered=False)}{_steps(trail[-1:])}"
        yield "structure", f".{_steps(trail[:-1])}{_steps(trail[-1:], numbered=False)}"


def _named(trail: Sequence[HtmlElement]) -> Iterator[Way]:
    for predicate in predicates(trail[-1]):
        yield "name", f".{_steps(trail[:-1], numbered=False)}/{trail[-1].tag}{predicate}"
        yield "name", f".//{trail[-1].tag}{predicate}"
    for up in range(2, min(_CLIMB + 2, len(trail) + 1)):
        ancestor, below = trail[-up], trail[len(trail) - up + 1 :]
        for predicate in predicates(ancestor)[:2]:
            yield "name", f".//{ancestor.tag}{predicate}{_steps(below, numbered=False)}"
            yield "name", f".//{ancestor.tag}{predicate}{_steps(below)}"
            yield "name", f".//{ancestor.tag}{predicate}//{trail[-1].tag}"


def predicates(element: HtmlElement) -> list[str]:
    """Conditions on attributes that last and that the element fulfils, the most telling first."""
    found = []
    for name in _NAMING:
        value = element.get(name)
        quoted = literal(value) if value and len(value) <= 60 else None
        if quoted is not None and not any(map(str.isdigit, value or "")):
            found.append(f"[@{name}={quoted}]")
    classes = stable_classes(element.get("class"))
    if len(classes) > 1:
        found.append("".join(map(_class_predicate, classes[:4])))
    found.extend(map(_class_predicate, classes[:4]))
    return found


def _class_predicate(token: str) -> str:
    return f"[contains(concat(' ',normalize-space(@class),' '),' {token} ')]"


def _anchored_by_id(trail: Sequence[HtmlElement]) -> Iterator[Way]:
    for at in range(len(trail) - 1, -1, -1):
        identifier = trail[at].get("id")
        if identifier and is_stable(identifier):
            below = trail[at + 1 :]
            yield "name", f"id('{identifier}'){_steps(below)}"
            yield "name", f"id('{identifier}'){_steps(below, numbered=False)}"
            return


def _labelled(trail: Sequence[HtmlElement]) -> Iterator[Way]:
    """Ways over a short text that stands before the element or one around it, or at its own beginning."""
    for up in range(1, min(_CLIMB, len(trail)) + 1):
        at, below = trail[-up], trail[len(trail) - up + 1 :]
        before = at.getprevious()
        text = _label_text(before)
        if text is not None:
            assert before is not None
            siblings = list(before.itersiblings(at.tag))
            number = siblings.index(at) + 1
            path = f".//{before.tag}[normalize-space()={text}]/following-sibling::{at.tag}[{number}]"
            yield "label", path + _steps(below)
            if below:
                yield "label", path + _steps(below, numbered=False)
    own = clean("".join(trail[-1].itertext(with_tail=False))) if len(trail[-1]) < 4 else ""
    label, colon, _ = own.partition(":")
    quoted = literal(label + colon) if colon and 0 < len(label) <= MAX_LABEL and not label[-1:].isdigit() else None
    if quoted is not None:
        yield "label", f".//{trail[-1].tag}[starts-with(normalize-space(),{quoted})]"


def _label_text(element: HtmlElement | None) -> str | None:
    """The element's text as a literal if it may be a label."""
    if element is None or not isinstance(element.tag, str) or element.tag in _NO_LABELS or not _is_plain(element.tag):
        return None
    if len(element) > 3:
        return None
    text = clean("".join(element.itertext(with_tail=False)))
    is_label = 1 < len(text) <= MAX_LABEL and any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
    return literal(text) if is_label else None


def _tagged(trail: Sequence[HtmlElement]) -> Iterator[Way]:
    yield "tag", f".//{trail[-1].tag}"
    if len(trail) > 1:
        yield "tag", f".//{trail[-2].tag}/{trail[-1].tag}"


def literal(text: str) -> str | None:
    """The text as an XPath literal, or None where it has both kinds of quotes or is long."""
    if len(text) > 200 or "\n" in text:
        return None
    if "'" not in text:
        return f"'{text}'"
    return None if '"' in text else f'"{text}"'
