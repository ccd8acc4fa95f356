"""What is learnt from a template's first pages, and when nothing is."""

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.wrappers import example_of, learn
from scraper.extraction.wrappers.learning import reads_alike
from tests.extraction.wrappers.sites import DRIFTS, Tweaks, page, schema


def examples(style, kind, numbers, tweaks=Tweaks()):  # noqa: B008
    options = ExtractOptions(mode=kind)
    pages = [page(style, kind, number, tweaks)[0] for number in numbers]
    return [example_of(each, extract(each, schema(kind), options)) for each in pages]


def learnt(found, kind):
    return learn(found, schema(kind), ExtractOptions(mode=kind))


def test_a_wrapper_has_every_field_that_the_pages_have():
    wrapper = learnt(examples("shop", "detail", range(4)), "detail")
    assert [field.name for field in wrapper.fields] == ["title", "price", "old_price", "sku", "brand", "weight"]
    assert wrapper.pages == 4


def test_labels_lead_to_facts_and_markup_to_prices():
    wrapper = learnt(examples("shop", "detail", range(4)), "detail")
    kinds = {field.name: field.places[0].kind for field in wrapper.fields}
    assert (kinds["sku"], kinds["price"]) == ("label", "markup")


def test_in_lists_an_order_of_prices_is_learnt():
    wrapper = learnt(examples("shop", "list", range(2)), "list")
    assert wrapper.orders == (("price", "old_price"),)
    assert wrapper.link is not None


def test_lists_and_details_together_have_no_wrapper():
    both = examples("shop", "list", range(2)) + examples("shop", "detail", range(2))
    assert learnt(both, "list") is None


def test_pages_of_another_layout_are_not_read_alike():
    wrapper, other = (
        learnt(examples("shop", "list", range(2)), "list"),
        examples("shop", "list", range(2), DRIFTS["classes swapped"]),
    )
    how = schema("list"), ExtractOptions(mode="list")
    assert not reads_alike(wrapper, other, how)
    assert reads_alike(wrapper, other, how, is_strict=False)
