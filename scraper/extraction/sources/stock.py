"""Candidates for availability: what buttons and short texts near the heading say about buying the thing."""

from scraper.extraction.cards import in_cards
from scraper.extraction.coercion.meanings import may_mean, meaning_of
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import clean, split_words

_TEXT_TRUST = 0.6
_BUTTON_TRUST = 0.55
_DISABLED = 0.5  # a button that cannot be pressed; pages also disable it until a size is chosen
_MAX_TEXT = 45
_MAX_CANDIDATES = 6
_BUTTONS, _NAMED = frozenset(("button", "input", "a")), frozenset(("img", "form"))
_NAMING = frozenset(("class", "id", "name", "action"))
_CARTS = frozenset(("cart", "basket", "bag", "buy", "koszyk", "warenkorb", "panier", "carrito", "carrello"))
_SILENT = int(Flag.SILENT | Flag.HEAD | Flag.NAV | Flag.FOOTER)
_HIDDEN = int(Flag.HIDDEN)

Cues = list[tuple[int, str, str, float]]


def stock(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Texts that mean in or out of stock, for availability fields; nothing for others."""
    if spec.concept != "availability" or spec.is_array or spec.type == "object":
        return []
    cues = scope.document.once(stock_cues)
    others = in_cards(scope.document, [cue[0] for cue in cues]) if scope.is_page else frozenset()
    found = [
        Candidate(text, "stock", path, text, score)
        for index, path, text, score in cues
        if index in scope and index not in others
    ]
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def stock_cues(document: Document) -> Cues:
    """(element, path, text, belief) of the short texts that say whether something can be bought."""
    found: Cues = []
    buttons = document.buttons
    columns = zip(document.tags, document.lengths, document.flags, document.is_innermost, strict=True)
    for index, (tag, length, flags, is_innermost) in enumerate(columns):
        if length >= _MAX_TEXT or flags & _SILENT or tag == "option":
            continue
        is_button = tag in _BUTTONS or index in buttons
        if not ((is_innermost and may_mean(document.text(index))) or is_button or tag in _NAMED):
            continue
        name, text = _text(document, index, tag, is_button=is_button)
        if not text or len(text) > _MAX_TEXT or meaning_of(text) is None:
            continue
        score = (_BUTTON_TRUST if is_button else _TEXT_TRUST) * place_weight(document, index)
        if is_button and _is_disabled(document, index):
            score *= _DISABLED
        path = f"{document.path(index)}/@{name}" if name else document.path(index)
        found.append((index, path, text, score * (0.4 if flags & _HIDDEN else 1.0)))
    return found


def _is_disabled(document: Document, index: int) -> bool:
    element = document.elements[index]
    return "disabled" in element.attrib or element.get("aria-disabled") == "true"


def _text(document: Document, index: int, tag: str, *, is_button: bool) -> tuple[str, str]:
    """(attribute or "", text) of what the element says: its text, its label, or for buttons the words of its names."""
    if document.is_innermost[index] and (shown := document.text(index)):
        pieces = map(clean, document.own_pieces(index)) if may_mean(shown) else ()
        return "", next((each for each in pieces if meaning_of(each) is not None), "")
    names = ["value"] if tag == "input" and document.attribute(index, "type") in ("submit", "button", "image") else []
    if tag == "img" or is_button:
        names += ["alt", "title", "aria-label"]
    if is_button or tag == "form":
        names += ["class", "id", "name", "action"]
    for name in names:
        text = document.attribute(index, name) or ""
        if name not in _NAMING or not _CARTS.isdisjoint(split_words(text)):
            spaced = " ".join(split_words(text))
            if text and meaning_of(spaced) is not None:
                return name, text
    return "", ""
