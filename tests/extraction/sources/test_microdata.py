"""Microdata and RDFa."""

from scraper.extraction.sources.microdata import microdata
from tests.extraction.reading import scope_of

HTML = """<body><div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Lamp</h1>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="12.50">
<link itemprop="availability" href="https://schema.org/InStock"></div>
<img itemprop="image" src="/a.jpg"></div></body>"""


def first(html, **properties):
    scope = scope_of(html, **properties)
    return microdata(scope, scope.schema.fields[0])[0]


def test_a_nested_property_is_found_with_its_attribute_as_evidence():
    found = first(HTML, price={"type": "number"})
    assert (found.raw, found.path) == ("12.50", "/html[1]/body[1]/div[1]/div[1]/meta[1]/@content")


def test_links_and_images_give_their_address():
    assert first(HTML, image={"type": "string", "format": "uri"}).raw == "/a.jpg"


def test_text_properties_give_their_text():
    assert first(HTML, name={"type": "string"}).raw == "Lamp"


def test_rdfa_is_read_alike():
    html = '<body><div vocab="https://schema.org/" typeof="Product"><span property="sku">A-1</span></div></body>'
    assert first(html, sku={"type": "string"}).raw == "A-1"
