"""The page as arrays."""

from scraper.extraction.marks import Flag
from scraper.extraction.treewalk import MAX_ELEMENTS
from tests.extraction.reading import document_of

HTML = """<html lang="de-AT"><body><nav><a>Menu</a></nav><!-- note -->after
<div id="mainPrice" class="old-price">1<b>2</b>3<p>4</p></div><o:p>odd</o:p><script>var x = 1</script></body></html>"""


def test_every_path_selects_exactly_its_element():
    document = document_of(HTML)
    found = [document.root.xpath(document.path(index)) for index in range(len(document))]
    assert found == [[element] for element in document.elements]


def test_text_joins_inline_elements_and_parts_blocks():
    document = document_of(HTML)
    assert document.text(document.by_tag["div"][0]) == "123 4"


def test_text_after_a_comment_counts_and_scripts_do_not():
    document = document_of(HTML)
    assert document.text(document.by_tag["body"][0]) == "Menu after 123 4 odd"


def test_own_text_leaves_the_children_out():
    document = document_of(HTML)
    assert document.own_text(document.by_tag["div"][0]) == "1 3"


def test_flags_are_handed_down():
    document = document_of(HTML)
    assert document.flags[document.by_tag["a"][0]] & Flag.NAV


def test_a_subtree_is_a_range():
    document = document_of(HTML)
    assert [document.tags[index] for index in document.subtree(document.by_tag["div"][0])] == ["div", "b", "p"]


def test_elements_are_found_by_the_words_of_their_names():
    document = document_of(HTML)
    assert document.by_token["price"] == document.by_token["old"] == document.by_tag["div"]


def test_the_language_is_the_one_the_page_declares():
    assert document_of(HTML).language == "de-AT"


def test_a_hundred_thousand_levels_are_read_as_deep_as_the_parser_goes():
    document = document_of("<body>" + "<div>" * 100_000 + "deep")
    assert document.root.xpath(document.path(len(document) - 1)) == [document.elements[-1]]


def test_a_hundred_thousand_siblings_are_read_up_to_the_limit():
    document = document_of("<body>" + "<p>x</p>" * 100_000)
    assert (bool(document.left_out), document.path(len(document) - 1)) == (
        True,
        f"/html[1]/body[1]/p[{MAX_ELEMENTS - 2}]",
    )


def test_what_was_not_read_is_no_match():
    document = document_of("<body>" + "<p>x</p>" * 100_000)
    assert len(document.within(document.root.xpath("//p"))) == MAX_ELEMENTS - 2


def test_the_innermost_element_holds_all_of_the_text():
    document = document_of("<body><main><div>  <p><b>x</b></p> </div> </main>y</body>")
    assert document.tags[document.innermost(document.by_tag["main"][0])] == "b"


def test_the_outermost_element_shows_nothing_else():
    document = document_of("<body><main><div>  <p><b>x</b></p> </div> </main>y</body>")
    assert document.tags[document.outermost(document.by_tag["b"][0])] == "main"


def test_elements_whose_children_share_their_text_are_innermost():
    document = document_of("<body><p>a <b>b</b></p><p><i>c</i></p><p></p></body>")
    assert [document.tags[at] for at, is_innermost in enumerate(document.is_innermost) if is_innermost] == [
        "body", "p", "b", "i",
    ]  # fmt: skip


def test_stems_have_no_plural_endings():
    assert document_of("<p class='prices box'>x").stems(2) == {"price", "box"}
