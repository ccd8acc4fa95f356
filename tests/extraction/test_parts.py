"""The parts of arrays' and objects' evidence."""

from scraper.extraction.coercion import Coerced
from scraper.extraction.parts import array_part, read_part, read_parts
from scraper.extraction.values import Part

A, B = Coerced("a", "as is", "a"), Coerced("b", "whitespace", " b", origin=2)


def test_each_item_stands_where_its_raw_value_stood():
    places = [Part(f"/p/{number}", "") for number in range(3)]
    assert read_parts([A, B], places, "/p") == (Part("/p/0", "a", "as is"), Part("/p/2", " b", "whitespace"))


def test_items_of_one_text_stand_where_it_stood():
    assert [part.path for part in read_parts([A, B], [], "/p")] == ["/p", "/p"]


def test_a_property_is_named_and_an_array_has_parts_of_its_own():
    part = read_part("tag", A, "/p")
    assert array_part("tags", [part]) == Part("/p", "a", "as is", "tags", (part,))
