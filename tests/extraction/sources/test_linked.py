"""Authors and topics by links and bylines."""

import pytest

from scraper.extraction.document import Document
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.sources.linked import linked
from scraper.page import Page

NAMES = {"type": "array", "items": {"type": "string"}}
BRIDGE = (
    "<p>The council decided to build a new bridge over the river, as the mayor said on Monday in the town hall.</p>"
)


def found(field, html, kind=NAMES):
    definition = {"type": "object", "properties": {field: kind}}
    schema = RecordSchema.from_definition(definition)
    page = Page.from_bytes("https://a.example/news/1", f"<body><h1>A bridge</h1>{html}{BRIDGE}</body>".encode())
    return [candidate.raw for candidate in linked(Scope(Document(page), schema), schema.fields[0])]


@pytest.mark.parametrize(
    "html",
    [
        '<p>By <a rel="author" href="/1">Ada Example</a> and <a rel="author" href="/2">Bo Sample</a></p>',
        '<ul><li><a href="/autoren/ada">Ada Example</a></li><li><a href="/autoren/bo">Bo Sample</a></li></ul>',
    ],
    ids=["rel", "path"],
)
def test_links_to_people_name_the_authors(html):
    assert ["Ada Example", "Bo Sample"] in found("authors", html)


@pytest.mark.parametrize("line", ["<p>Von Ada Beispiel</p>", "<div>By Ada Beispiel and Bo</div>"])
def test_a_line_below_the_heading_may_be_a_byline(line):
    assert "Ada Beispiel" in found("authors", line)[0][0]


def test_a_paragraph_that_is_a_bold_name_may_be_a_byline():
    assert found("author", "<p><strong>Ada Example</strong></p>", {"type": "string"}) == ["Ada Example"]


@pytest.mark.parametrize(
    "html",
    [
        '<nav><a rel="author" href="/1">Ada Example</a></nav>',
        f'{BRIDGE[:-4]} <a href="/people/ada">Ada Example</a> was there too, and said something.</p>',
        '<p><a rel="author" href="/1">Issue 17</a></p>',
        "<p>Yesterday it rained.</p>",
    ],
    ids=["menu", "prose", "number", "no-byline"],
)
def test_other_links_and_lines_name_no_authors(html):
    assert found("authors", html) == []


def test_links_to_topics_are_topics():
    html = '<ul><li><a href="/thema/bruecken">Brücken</a></li><li><a href="/thema/rat">Rat</a></li></ul>'
    assert found("topics", html) == [["Brücken", "Rat"]]


def test_one_link_to_a_topic_is_too_little_but_for_a_rel():
    assert found("topics", '<p><a href="/tag/a">Bridges</a></p>') == []
    assert found("topics", '<p><a rel="tag" href="/a">Bridges</a></p>') == [["Bridges"]]


def test_other_fields_have_none():
    assert found("title", '<p><a rel="tag" href="/a">Bridges</a></p>', {"type": "string"}) == []
