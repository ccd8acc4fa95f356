"""Candidates for brands that nothing labels: links to a brand's page, logos, and the first words of the heading."""

import re
from urllib.parse import unquote

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import main_heading
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.sources.money import amounts
from scraper.extraction.sources.sections import short_texts
from scraper.extraction.values import Candidate
from scraper.extraction.words import clean, label_key

_LINK_TRUST, _LOGO_TRUST, _TITLE_TRUST = 0.55, 0.42, 0.5
_MAX_NAME = 40
_MAX_WORDS = 3
_MAX_LINKS = 1500
_MAX_CANDIDATES = 6
_OFF = int(Flag.FOOTER | Flag.HEADER | Flag.RELATED)
_MENU = int(Flag.NAV | Flag.FOOTER | Flag.HEADER)
_BRAND_LINK = re.compile(
    r"/(?:brands?|marken?|marcas?|marques?|hersteller|manufacturers?|producers?|vendors?|merken?|merk|producent|producenci|"
    r"vyrobc[ei]|vyrobca|znack[ay]|varumarken?|maerker|marki|designers?|stores|fabricantes?|brend|brendy)[/-][^/?#]+"
    r"|[?&](?:[\w\[\]]*(?:vendor|brand|manufacturer|marca|marke|marque))=[^&#]+",
    re.IGNORECASE,
)
# One of these stands in every such link; they spare most links the pattern.
_BRAND_PARTS = (
    "brand", "mark", "marca", "marque", "hersteller", "manufacturer", "produce", "vendor", "merk", "vyrobc", "znack",
    "maerker", "designer", "stores", "fabricante", "brend",
)  # fmt: skip
# "Visit the X Store", "Ver mais artigos da Marca: X", "More from X", "Alle Produkte von X"
_AROUND = re.compile(
    r"^(?:visit the|visiter la boutique|besuche den|besuchen sie den|visita lo store di|visita la tienda de|"
    r"bezoek de|shop all|shop|more from|more by|more products from|see all|view all|all products (?:by|from)|"
    r"alle (?:produkte|artikel) (?:von|der marke)|mehr von|tous les produits|plus de produits|voir tous les produits|"
    r"ver (?:mais|más) (?:artigos|productos) da? marca|brand|by|marke|marca|marque|von|par|di)\b\s*:?\s*"
    r"|[\s-]*(?:store|-store|shop|besuchen|logo|brand|official)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,|/()–—]+")


def brands(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Brands of a page that shows a price, best first; nothing for other fields."""
    if spec.concept != "brand" or spec.is_array or spec.type == "object" or not scope.is_page:
        return []
    document = scope.document
    if not document.once(amounts):  # articles have first words too
        return []
    found = [*_links(document), *_logos(document), *_first_words(document)]
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def _links(document: Document) -> list[Candidate]:
    """The texts of links to a brand's page, those near the heading before those of menus."""
    found = []
    for index in document.by_tag.get("a", ())[:_MAX_LINKS]:
        href = document.attribute(index, "href") or ""
        if document.flags[index] & _OFF or not _is_brand_link(href):
            continue
        text, path = document.text(index), document.path(index)
        if not text:
            image = next((at for at in document.subtree(index) if document.tags[at] == "img"), None)
            text = clean(document.attribute(image, "alt") or "") if image is not None else ""
            path = f"{document.path(image)}/@alt" if image is not None and text else path
        name = _name(text)
        if name:
            is_named = label_key(name) in label_key(unquote(href).replace("+", " "))
            score = _LINK_TRUST * place_weight(document, index) * (1.0 if is_named else 0.75)
            found.append(Candidate(name, "brands", path, name, score))
    return found


def _is_brand_link(href: str) -> bool:
    lower = href.lower()
    return any(part in lower for part in _BRAND_PARTS) and _BRAND_LINK.search(href) is not None


def _logos(document: Document) -> list[Candidate]:
    """The names of pictures in elements that are called brand."""
    found = []
    for token in ("brand", "manufacturer", "marke", "hersteller", "marca", "marque"):
        for owner in document.by_token[token][:20]:
            if document.flags[owner] & _MENU or document.ends[owner] - owner > 12:
                continue
            for index in document.subtree(owner):
                name = _name(document.attribute(index, "alt") or "") if document.tags[index] == "img" else ""
                if name:
                    score = _LOGO_TRUST * place_weight(document, index)
                    found.append(Candidate(name, "brands", f"{document.path(index)}/@alt", name, score))
    return found


def _first_words(document: Document) -> list[Candidate]:
    """The most first words of the main heading that stand by themselves elsewhere: in a text or a picture's name."""
    heading = document.once(main_heading)
    if heading is None:
        return []
    text = document.text(heading)
    words = [match for _, match in zip(range(_MAX_WORDS), _WORD.finditer(text), strict=False)]
    known = document.once(short_texts)
    names = document.once(picture_names)
    for match in reversed(words):
        name = text[: match.end()].strip(" -–:,®™")
        key = label_key(name)
        places = [index for index in known.get(key, ()) if index != heading]
        if len(name) < 2 or name.isdigit() or not (places or key in names):
            continue
        score = _TITLE_TRUST * (1.0 if places else 0.8)
        return [Candidate(name, "brands", document.path(heading), name, score)]
    return []


def picture_names(document: Document) -> frozenset[str]:
    """Label keys of the names of the page's pictures."""
    return frozenset(
        label_key(alt) for index in document.by_tag.get("img", ()) if (alt := document.attribute(index, "alt"))
    )


def _name(text: str) -> str:
    """The brand in a text that may say more: "Visit the Acme Store" -> "Acme"; "" where it is no name."""
    name = clean(_AROUND.sub("", _AROUND.sub("", clean(text)))).strip(" :®™-")
    return name if 1 < len(name) <= _MAX_NAME and any(map(str.isalpha, name)) else ""
