"""Leaf values of records."""

from scraper.extraction.lists.leaves import FULL, PIECE, LeafReader
from tests.extraction.reading import document_of


def leaves_of(*rows, learn=True):
    document = document_of("<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>")
    spans = [(index, document.ends[index]) for index in document.by_tag["li"]]
    reader = LeafReader(document)
    if learn:
        reader.learn_labels(spans)
    return [reader.read(span) for span in spans]


def texts(leaves, kind):
    return [leaf.text for leaf in leaves if leaf.kind == kind]


def test_text_nodes_between_elements_are_pieces():
    assert texts(leaves_of("one<br>two<br>three")[0], PIECE) == ["one", "two", "three"]


def test_elements_give_their_whole_text():
    assert "Big red lamp" in texts(leaves_of("<p>Big <b>red</b> lamp</p>")[0], FULL)


def test_links_and_pictures_give_their_addresses():
    found = leaves_of("<a href='/p'><img src='/i.jpg' alt='Lamp'></a>")[0]
    assert (texts(found, "href"), texts(found, "src"), texts(found, "alt")) == (["/p"], ["/i.jpg"], ["Lamp"])


def test_scripts_and_styles_give_nothing():
    assert texts(leaves_of("<script>var x = 1</script><style>a {}</style><p>Text</p>")[0], FULL)[0] == "Text"


def test_texts_before_a_colon_that_records_repeat_are_labels():
    first, second = leaves_of("<b>Price:</b> 3 <b>Size:</b> L", "<b>Size:</b> M <b>Price:</b> 4")
    assert [{leaf.label: leaf.text for leaf in row if leaf.kind == PIECE} for row in (first, second)] == [
        {"Price": "3", "Size": "L"},
        {"Size": "M", "Price": "4"},
    ]


def test_titles_with_a_colon_are_no_labels():
    rows = leaves_of("<a>Alien:</a> <i>one</i>", "<a>Brazil:</a> <i>two</i>", "<a>Casino:</a> <i>three</i>")
    assert not any(leaf.label for row in rows for leaf in row)


def test_the_same_place_of_two_records_has_the_same_key():
    first, second = leaves_of("<p class='t odd'><a href='/1'>One</a></p>", "<p class='t'><a href='/2'>Two</a></p>")
    assert [leaf.key for leaf in first] == [leaf.key for leaf in second]


def test_repeated_places_of_a_record_are_numbered():
    assert len({leaf.key for leaf in leaves_of("<i>a</i><i>b</i><i>c</i>")[0] if len(leaf.text) == 1}) == 3


def test_cells_are_known_by_their_column_whatever_spans_before_them():
    document = document_of("<table><tr><td colspan='2'>a</td><td>b</td></tr></table>")
    row = document.by_tag["tr"][0]
    found = {leaf.text: leaf.cell for leaf in LeafReader(document).read((row, document.ends[row]))}
    assert (found["a"], found["b"]) == ("td0", "td2")


def test_a_colspan_of_thousands_of_digits_is_that_of_no_cell():
    cells = f"<tr><td colspan={'9' * 5000}>a</td><td>b</td></tr>"
    assert [leaf.cell for leaf in leaves_of(f"<table>{cells}</table>")[0] if leaf.text == "b"] == ["td1000"]


def test_cells_of_rows_inside_a_spanning_cell_do_not_reach_into_its_other_rows():
    table = "x"
    for _ in range(6):
        table = f"<table><tr><td rowspan=4>{table}</td></tr>{'<tr></tr>' * 3}</table>"
    document = document_of(f"<table><tr><td rowspan=2>{table}</td><td>a</td></tr><tr><td>b</td></tr></table>")
    row = document.by_tag["tr"][-1]
    assert [leaf.text for leaf in LeafReader(document).read((row, document.ends[row]))].count("x") <= 20


def test_of_spanning_cells_that_are_no_values_only_the_first_are_read():
    cells = "".join(f"<td rowspan=2>{f'<i>c{n}</i>' * 50}</td>" for n in range(12))
    document = document_of(f"<table><tr>{cells}</tr><tr><td>a</td></tr></table>")
    row = document.by_tag["tr"][-1]
    found = {leaf.text for leaf in LeafReader(document).read((row, document.ends[row]))}
    assert ("c8" in found, "c9" in found, "a" in found) == (True, False, True)


def test_the_text_before_a_value_is_kept():
    assert next(leaf.before for leaf in leaves_of("by <a href='/u'>Ann</a>")[0] if leaf.text == "Ann") == "by"
