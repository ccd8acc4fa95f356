"""scraper.browser.known: what was on the page before a step is no record of it."""

from scraper.browser.known import without_known
from scraper.extraction.values import Evidence, Extraction, Record
from scraper.page import Page

HTML = """<h2 data-scraper-known>Lamps</h2><ul><li data-scraper-known><b>Old</b> <i>1</i></li>
<li><b>New</b> <i>2</i></li></ul>"""


def record(*paths):
    evidence = {str(n): Evidence("list", f"/html[1]/body[1]/{path}", "", "", 0.9) for n, path in enumerate(paths)}
    return Record({"title": paths[0]}, 0.9, {}, evidence)


def kept(*records, html=HTML, mode="list"):
    page = Page.from_bytes("http://a.example/", html.encode())
    return without_known(Extraction(records, mode), page).records


def test_a_record_in_a_known_row_is_left_out():
    old, new = record("ul[1]/li[1]/b[1]", "ul[1]/li[1]/i[1]/text()"), record("ul[1]/li[2]/b[1]", "ul[1]/li[2]/i[1]")
    assert kept(old, new) == (new,)


def test_a_value_that_it_shares_with_known_rows_does_not_cost_a_record():
    new = record("ul[1]/li[2]/b[1]", "h2[1]")
    assert kept(new) == (new,)


def test_records_without_a_place_on_the_page_stay():
    new = Record({"title": "x"}, 0.9, {}, {"title": Evidence("json-ld", "/0/name", "x", "", 0.9)})
    assert kept(new) == (new,)


def test_a_page_without_marks_is_as_it_was():
    old = record("ul[1]/li[1]/b[1]")
    assert kept(old, html=HTML.replace("data-scraper-known", "")) == (old,)
