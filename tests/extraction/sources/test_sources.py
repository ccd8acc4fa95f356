"""The other sources, one table each."""

import pytest

from scraper.extraction.sources import SOURCES
from tests.extraction.reading import scope_of

STRING, NUMBER, URI = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "uri"}
DATE = {"type": "string", "format": "date"}
STOCK = {"type": "string", "enum": ["InStock", "OutOfStock"]}


@pytest.mark.parametrize(
    ("source", "html", "field", "raw"),
    [
        ("meta", '<head><meta property="og:image" content="/a.jpg">', ("image", URI), "/a.jpg"),
        ("meta", '<head><meta name="hull-length" content="9 m">', ("hull_length", STRING), "9 m"),
        ("headings", "<head><title>Lamp | Shop</title></head><h1>Lamp</h1>", ("title", STRING), "Lamp"),
        ("dates", '<h1>A</h1><time datetime="2020-03-04">March</time>', ("date", DATE), "2020-03-04"),
        ("dates", '<h1>A</h1><p class="posted">4 March 2020</p>', ("date", DATE), "4 March 2020"),
        ("money", "<h1>A</h1><b><s>20 €</s></b><b>12 €</b>", ("price", NUMBER), "12 €"),
        ("money", "<h1>A</h1><b><s>20 €</s></b><b>12 €</b>", ("old_price", NUMBER), "20 €"),
        ("stock", "<h1>A</h1><button>In den Warenkorb</button>", ("availability", STOCK), "In den Warenkorb"),
        ("stock", '<h1>A</h1><input type="submit" value="Sold out">', ("availability", STOCK), "Sold out"),
        ("dom", '<h1>A</h1><i class="hull-length">9 m</i>', ("hull_length", STRING), "9 m"),
        ("images", '<h1>A</h1><img src="/logo.png"><img src="/a.jpg" width="600">', ("image", URI), "/a.jpg"),
        (
            "sections",
            "<h2>Zutaten</h2><ul><li>1 Ei</li><li>Salz</li></ul><h2>Tipps</h2><ul><li>Mehr</li></ul>",
            ("ingredients", {"type": "array", "items": STRING}),
            ["1 Ei", "Salz"],
        ),
        (
            "embedded",
            '<h1>A1 Lamp</h1><script type="application/json">{"p": {"name": "A1 Lamp", "sku": "77"}}</script>',
            ("sku", STRING),
            "77",
        ),
        ("selector", "<p><b>x</b></p>", ("title", {"type": "string", "x-css": "p b"}), "x"),
        ("selector", '<a href="/x">y</a>', ("title", {"type": "string", "x-xpath": "//a", "x-attr": "href"}), "/x"),
        ("selector", "<p>No. 12</p>", ("n", {"type": "string", "x-css": "p", "x-regex": r"No\. (\d+)"}), "12"),
    ],
)
def test_a_source_finds_its_value(source, html, field, raw):
    scope = scope_of(html, **{field[0]: field[1]})
    assert SOURCES[source](scope, scope.schema.fields[0])[0].raw == raw


def test_the_url_tells_the_day_and_an_identifier_that_the_page_repeats():
    scope = scope_of(
        "<p>4711812</p><i>4711812</i><b>5 €</b>", url="https://a.example/2020/03/04/lamp-4711812", date=DATE, sku=STRING
    )
    found = [SOURCES["url"](scope, field)[0].raw for field in scope.schema.fields]
    assert found == ["2020-03-04", "4711812"]


def test_the_main_text_leaves_menus_out():
    text = "This sentence belongs to the article and is long enough to be one. " * 8
    html = f"<body><nav><a href=/>Home</a></nav><article><h1>News</h1><p>{text}</p><p>{text}</p></article></body>"
    scope = scope_of(html, body=STRING)
    found = SOURCES["content"](scope, scope.schema.fields[0])[0]
    assert found.raw.startswith("This sentence")
    assert "Home" not in found.raw


@pytest.mark.parametrize("source", [name for name in SOURCES if name != "selector"])
@pytest.mark.parametrize("name", ["title", "price", "date", "hull_length"])
def test_an_empty_page_gives_no_candidates_with_a_value(source, name):
    scope = scope_of("<html><body></body></html>", url="https://a.example/", **{name: STRING})
    assert SOURCES[source](scope, scope.schema.fields[0]) == []
