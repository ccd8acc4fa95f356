"""What elements bring to the records that they stand in."""

from scraper.extraction.lists.leafnodes import label_candidates
from scraper.extraction.lists.leafnodes import node_of as node_at
from tests.extraction.reading import document_of


def node_of(html, tag):
    document = document_of(html)
    return node_at(document, document.by_tag[tag][0])


def test_a_node_has_what_the_tag_may_hold_and_no_empty_attribute():
    assert node_of("<a href='/p' title=' ' data-x='1'>Lamp</a>", "a")[1] == (("href", "/p"),)


def test_texts_around_comments_are_whole():
    _, _, text, tail, has_children = node_of("<div><p><!-- x -->Big <!-- y --></p><!-- z -->red</div>", "p")
    assert (text, tail, has_children) == ("Big", "red", False)


def test_texts_without_a_letter_or_digit_are_none():
    assert node_of("<div><p> | </p> · </div>", "p")[2:4] == ("", "")


def test_label_candidates_are_those_of_the_span_alone():
    document = document_of("<p>Price: 3</p><dl><dt>Size</dt><dd>L</dd></dl><p>Lamp</p>")
    spans = [(index, document.ends[index]) for tag in ("p", "dl") for index in document.by_tag[tag]]
    assert [label_candidates(document, span) for span in spans] == [{"price"}, set(), {"size"}]


def test_texts_in_scripts_are_no_label_candidates():
    document = document_of("<div><script>Price: 3</script></div>")
    assert label_candidates(document, (0, len(document))) == set()
