"""Candidates for authors and topics from links to pages of people and topics, and from lines that are bylines."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import main_heading
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.sitenames import is_site
from scraper.extraction.text.blocks import TextBlock, each_block
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import split_words, word_set

_PEOPLE = word_set(
    "author authors autor autoren autorin autores auteur auteurs autore autori redakteur redakteure journalist "
    "journalists journaliste reporter reporters team people person profile profil staff contributor contributors "
    "writer writers by forfatter skribent byline"
)
_TOPICS = word_set(
    "tag tags topic topics thema themen theme themes keyword keywords schlagwort schlagworte stichwort tema temas "
    "dossier etiqueta etiquetas temat tematy label hashtag subject subjects amne emne"
)
_OFF = Flag.NAV | Flag.FOOTER | Flag.COMMENTS | Flag.RELATED | Flag.SILENT
_REL_TRUST, _PATH_TRUST, _LINE_TRUST, _BOLD_TRUST = 0.82, 0.76, 0.72, 0.5
_OF_TOPICS = 0.85  # links to topics say less: pages have lists of them that are not about the page
_MAX_BESIDE = 30  # characters beside links in their element, from which on they stand in prose
_MAX_NAME, _MAX_TOPIC, _MAX_LINE = 50, 60, 90  # characters
_MAX_WORDS = 6
_MAX_GROUP = 30
_MAX_CANDIDATES = 4
_REACH = 25  # blocks below the heading in which a byline is sought
_BYLINE = re.compile(
    r"^(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|POR|[Dd]oor|[Aa]v|[Aa]f|[Pp]rzez|Text|Tekst)\s*:?\s+(?=[^\W\d_])"
)
_CAPITAL = re.compile(r"^[^\W\d_a-zà-ÿ][\w.'’-]*$")

_MAX_LINKS = 4_000  # of a page that are looked at, the first ones

Found = list[tuple[tuple[int, ...], float]]
"""Groups of elements that name the values together, and the belief in each group."""


def linked(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Authors or topics of the page, for fields that ask for them; nothing inside a part of a page."""
    finder = _FINDERS.get(spec.concept or "")
    if finder is None or not scope.is_page or spec.type not in ("string", "any"):
        return []
    document = scope.document
    found = [_candidate(document, spec, group, belief) for group, belief in document.once(finder)]
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def authors(document: Document) -> Found:
    """Who wrote the page by its links to people, and by lines below the heading that are bylines."""
    groups = _grouped(document, _PEOPLE, _is_name, "author")
    return groups + [((block.owner,), belief) for block, belief in _bylines(document)]


def topics(document: Document) -> Found:
    """What the page is about by its links to pages of topics."""
    groups = _grouped(document, _TOPICS, _is_topic, "tag")
    return [(group, belief * _OF_TOPICS) for group, belief in groups if len(group) > 1 or belief == _REL_TRUST]


_FINDERS: dict[str, Callable[[Document], Found]] = {"author": authors, "topics": topics}


def _candidate(document: Document, spec: FieldSpec, group: tuple[int, ...], belief: float) -> Candidate:
    parts = tuple(Part(document.path(index), document.text(index)) for index in group)
    score = belief * place_weight(document, group[0])
    cues = {"agreement": belief, "number": float(len(group))}
    first = parts[0]
    if not spec.is_array:
        return Candidate(first.text, "dom", first.path, first.text, score, cues)
    return Candidate([part.text for part in parts], "dom", first.path, first.text, score, cues, parts)


def _grouped(document: Document, segments: frozenset[str], fits: Callable[[Document, int], bool], rel: str) -> Found:
    groups: dict[int, dict[str, tuple[int, float]]] = {}
    for index in document.by_tag.get("a", ())[:_MAX_LINKS]:
        if document.flags[index] & _OFF or document.text_length(index, _MAX_TOPIC + 1) > _MAX_TOPIC:
            continue
        belief = _belief(document, index, segments, rel)
        if belief and fits(document, index) and not _is_in_prose(document, index):
            holder = max(0, document.parents[max(0, document.parents[index])])
            groups.setdefault(holder, {}).setdefault(document.text(index), (index, belief))
    found: Found = []
    for members in groups.values():
        if len(members) <= _MAX_GROUP:
            found.append((tuple(index for index, _ in members.values()), max(b for _, b in members.values())))
    return found


def _is_in_prose(document: Document, index: int) -> bool:
    return sum(map(len, document.own_pieces(max(0, document.parents[index])))) > _MAX_BESIDE


def _belief(document: Document, index: int, segments: frozenset[str], rel: str) -> float:
    """How surely the link leads to a page of the kind; 0 where it does not."""
    said, words = document.once(_Links)[index]
    if rel in said:
        return _REL_TRUST
    return 0.0 if words.isdisjoint(segments) else _PATH_TRUST


class _Links(dict[int, tuple[list[str], frozenset[str]]]):
    """Link -> what its rel attribute says, and the words of its path but those of the last step."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words: dict[str, frozenset[str]] = {}

    def __missing__(self, index: int) -> tuple[list[str], frozenset[str]]:
        said = (self._document.attribute(index, "rel") or "").lower().split()
        above = _path(self._document.attribute(index, "href") or "").rstrip("/").rpartition("/")[0]
        words = self._words.get(above)
        if words is None:
            steps = (step for step in above.lower().split("/") if step)
            words = self._words[above] = frozenset(word for step in steps for word in split_words(step[:60]))
        found = self[index] = said, words
        return found


def _path(href: str) -> str:
    """The path of a link without what stands before it; in a fraction of the time that urlsplit takes."""
    plain = href.partition("#")[0].partition("?")[0]
    start = plain.find("//")
    is_absolute = start == 0 or (start > 0 and plain[start - 1] == ":")
    return plain[start + 2 :].partition("/")[2] if is_absolute else plain


def _is_name(document: Document, index: int) -> bool:
    text = document.text(index)
    is_short = 1 < len(text) <= _MAX_NAME and text.count(" ") < _MAX_WORDS
    return is_short and not any(map(str.isdigit, text)) and not is_site(document, text)


def _is_topic(document: Document, index: int) -> bool:
    text = document.text(index)
    return 1 < len(text) <= _MAX_TOPIC and text.count(" ") < _MAX_WORDS and "#" not in text[1:]


def _bylines(document: Document) -> Iterator[tuple[TextBlock, float]]:
    """Lines below the heading that say who wrote the page, and how surely."""
    heading = document.once(main_heading)
    if heading is None:
        return
    below = (
        block for block in each_block(document) if block.owner > heading and not document.flags[block.owner] & _OFF
    )
    for block in islice(below, _REACH):
        if len(block.text) > _MAX_LINE:
            continue
        if _BYLINE.match(block.text) and block.text.count(" ") < 2 * _MAX_WORDS:
            yield block, _LINE_TRUST
        elif _is_bold_name(document, block):
            yield block, _BOLD_TRUST


def _is_bold_name(document: Document, block: TextBlock) -> bool:
    """Whether the paragraph is nothing but a name in bold letters."""
    words = block.text.split()
    if document.tags[block.owner] != "p" or not 2 <= len(words) <= 4 or len(block.text) > _MAX_NAME:
        return False
    bold = next((at for at in document.children(block.owner) if document.tags[at] in ("strong", "b")), None)
    return bold is not None and document.text(bold) == block.text and all(map(_CAPITAL.match, words))
