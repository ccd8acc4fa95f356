"""Structured items: their plain values, wherever references lead."""

from scraper.extraction.structured import Node, Scalar, leaves, walk
from tests.extraction.reading import field_of


def item(path="p", types=(), **properties):
    return Node(types, path, {name: list(values) for name, values in properties.items()})


def scalars(*values):
    return [Scalar(value, "p") for value in values]


def test_the_values_of_lists_in_lists_are_one_flat_list():
    inner = item(itemlistelement=scalars("b", "c"))
    assert [each.value for each in leaves([item(itemlistelement=[*scalars("a"), inner])], field_of("x"))] == [*"abc"]


def test_a_list_that_is_part_of_itself_gives_its_values_once():
    node = item(itemlistelement=scalars("a"))
    node.properties["itemlistelement"] += [node] * 1000
    assert [each.value for each in leaves([node, node], field_of("x"))] == ["a"]


def test_of_lists_in_lists_only_so_many_values_are_read():
    nodes = [item(itemlistelement=scalars(*range(900))) for _ in range(900)]
    assert len(list(leaves([item(itemlistelement=nodes)], field_of("x")))) <= 1000


def test_a_path_through_many_references_to_one_item_does_not_multiply_its_values():
    price = item(price=scalars(*range(1000)))
    offer = item(pricespecification=[price] * 1000)
    found = walk(item(offers=[offer] * 1000), "offers.priceSpecification.price")
    assert len(found) <= 1000
