"""The tree in one pass."""

from scraper.extraction.marks import Flag
from scraper.extraction.treewalk import walked
from tests.extraction.reading import page_of

HTML = """<title>t</title><meta name=a><body><main class=nav id=m>x<p>y</p>z<!-- c -->w
<svg class=price><path id=q></path></svg></main><div class="card nav" style="display: none" data-qa=box>v"""


def walk(html=HTML):
    return walked(page_of(html).root)


def test_elements_and_parents_are_in_document_order():
    found = walk()
    assert [(tag, found.parents[index]) for index, tag in enumerate(found.tags)] == [
        ("html", -1), ("head", 0), ("title", 1), ("meta", 1), ("body", 0), ("main", 4), ("p", 5), ("svg", 5),
        ("path", 7), ("div", 4),
    ]  # fmt: skip


def test_every_element_ends_where_its_subtree_does():
    assert walk().ends == [10, 4, 3, 4, 10, 9, 7, 9, 9, 10]


def test_texts_of_an_element_are_a_range():
    found = walk()
    assert "".join(found.chunks[found.first[5] : found.last[5]]).split() == ["x", "y", "zw"]


def test_texts_after_comments_belong_to_what_stands_before_them():
    found = walk("<title>t</title><p><!-- a -->x<!-- b -->y<b>z</b>v<!-- c -->w<script>1</script>u</p>")
    at = found.tags.index("p")
    assert (found.texts[at:], found.tails[at:]) == (["xy", "z", ""], ["", "vw", "u"])


def test_texts_between_many_comments_are_one_text():
    assert walk("<title>t</title><p>" + "<!-- a -->x" * 1000).texts[-1] == "x" * 1000


def test_names_are_kept_as_written_but_inside_pictures():
    found = walk()
    assert (found.by_class, found.ids, found.others) == (
        {"nav": (Flag.NAV, [5]), "price": (0, [7]), "card nav": (Flag.NAV, [9])},
        {5: "m"},
        {3: ["a"], 9: ["box"]},
    )


def test_names_of_the_whole_page_make_it_no_menu():
    assert walk().flags[5] == Flag.MAIN


def test_a_hidden_element_has_its_flags():
    assert walk().flags[9] == Flag.HIDDEN | Flag.NAV


def test_texts_after_the_last_elements_count():
    found = walk("<body><p>Big <b>red</b> lamp<!-- end --></p> ever<!-- end -->")
    assert [found.chunks[found.first[at] : found.last[at]] for at in (3, 2)] == [["red"], ["Big ", "red", " lamp"]]
