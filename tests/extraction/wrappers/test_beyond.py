"""Values of list records that stand outside of them: wrappers leave such pages alone, and nothing is lost."""

import json

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.wrappers import Templates
from scraper.extraction.wrappers.beyond import Beyond, has_spanning_cells
from tests.extraction.reading import field_of, page_of, schema_of

TEXT, NUMBER, DAY = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "date"}
LIST = ExtractOptions(mode="list")
NAMES = ["Garden bench", "Oak table", "Reading lamp", "Wool rug", "Bread knife", "Copper kettle", "Linen towel"]


def thing(page, n):
    return f"{NAMES[(page + n) % 7]} {page}{n}"


def card(page, n, more):
    return f"<li class='card'><a href='/p/{page}/{n}'><h3>{thing(page, n)}</h3></a>{more}</li>"


def script(value):
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def shop(page, *, marked, shown, missing=()):
    """A page of eight products; those in `missing` show no price."""
    price = "<b class='price'>{n}{page}.50 €</b>"
    cards = "".join(card(page, n, price.format(n=n, page=page) if shown and n not in missing else "") for n in range(8))
    items = [
        {"@type": "Product", "name": thing(page, n), "offers": {"@type": "Offer", "price": f"{n}{page}.50"}}
        for n in range(8)
    ]
    head = script({"@type": "ItemList", "itemListElement": items}) if marked else ""
    return document(page, f"<ul class='cards'>{cards}</ul>", head)


def document(page, body, head=""):
    html = f"<html lang='en'><head><title>All</title>{head}</head><body><main><h1>All</h1>{body}</main></body></html>"
    return page_of(html, f"https://shop.example/list?page={page}")


def fair(page, *, is_spanning):
    """A programme of eight talks; on spanning pages two share a room's cell."""
    rows = ""
    for n in range(8):
        room = f"<td rowspan=2>Hall {page}{n}</td>" if n % 2 == 0 else ""
        room = room if is_spanning else f"<td>Hall {page}{n}</td>"
        rows += f"<tr>{room}<td><a href='/t/{page}/{n}'>{thing(page, n)}</a></td><td>1{n}:30</td></tr>"
    return document(page, f"<table><tr><th>Room</th><th>Talk</th><th>Time</th></tr>{rows}</table>")


def days(page, *, is_grouped):
    """Eight events, each with its day, or below the headings of two days."""
    cards = [card(page, n, f"<p>It takes {n + 2} hours.</p>") for n in range(8)]
    if is_grouped:
        groups = (f"<h2>{d} May 2026</h2><ul>{''.join(cards[4 * at : 4 * at + 4])}</ul>" for at, d in enumerate((4, 5)))
        return document(page, "".join(groups))
    dated = (text.replace("</p>", f"</p><time class='when'>{n + 1} June 2026</time>") for n, text in enumerate(cards))
    return document(page, f"<ul>{''.join(dated)}</ul>")


def authors(page):
    more = "<p>by <a href='/people/p{n}'>{who} Berg</a></p>"
    people = ["Anna", "Tom", "Lena", "Ravi", "Joan", "Pia", "Max", "Ida"]
    cards = "".join(card(page, n, more.format(n=n, who=people[n])) for n in range(8))
    return document(page, f"<ul>{cards}</ul>")


def run(pages, **properties):
    """How each page was read, after all were checked against the slow path."""
    schema = schema_of(**properties)
    templates = Templates(schema)
    read_by = []
    for page in pages:
        read, slow = templates.read(page, LIST), extract(page, schema, LIST)
        assert [each.data for each in read.records] == [each.data for each in slow.records]
        read_by.append(read.read_by)
    return read_by


SHOP = {"name": TEXT, "price": NUMBER}


def test_pages_that_show_everything_are_read_by_the_wrapper():
    assert "wrapper" in run([shop(n, marked=False, shown=True) for n in range(1, 9)], **SHOP)


def test_pages_whose_items_only_agree_are_read_by_the_wrapper():
    assert "wrapper" in run([shop(n, marked=True, shown=True) for n in range(1, 9)], **SHOP)


def test_pages_whose_prices_only_items_have_are_not():
    assert set(run([shop(n, marked=True, shown=False) for n in range(1, 9)], **SHOP)) == {"slow_path"}


def test_a_price_that_only_the_item_has_is_not_lost_later():
    pages = [shop(n, marked=True, shown=True) for n in range(1, 8)]
    assert run([*pages, shop(8, marked=True, shown=True, missing=(2, 5))], **SHOP)[-1] == "slow_path"


def test_a_card_that_is_missing_is_not_lost_later():
    pages = [shop(n, marked=True, shown=True) for n in range(1, 8)]
    last = shop(8, marked=True, shown=True)
    cut = page_of(last.text.replace("<li class='card'><a href='/p/8/7'>", "<template><a href='/x'>"), last.url)
    assert run([*pages, cut], **SHOP)[-1] == "slow_path"


def test_things_of_a_graph_without_a_card_are_not_lost_later():
    pages = [shop(n, marked=False, shown=True) for n in range(1, 8)]
    items = [{"@type": "Product", "name": thing(8, n), "offers": {"price": f"{n}8.50"}} for n in range(8)]
    more = [{"@type": "Product", "name": f"Hidden thing {n}", "offers": {"price": "5.00"}} for n in range(2)]
    head = f"</title>{script({'@graph': [*items, *more]})}"
    last = shop(8, marked=False, shown=True)
    assert run([*pages, page_of(last.text.replace("</title>", head), last.url)], **SHOP)[-1] == "slow_path"


def test_prices_that_are_nowhere_are_no_doubt():
    pages = [shop(n, marked=False, shown=True, missing=(n % 8,)) for n in range(1, 9)]
    assert "wrapper" in run(pages, **SHOP)


def test_tables_with_spanning_cells_are_not_read_by_the_wrapper():
    pages = [fair(n, is_spanning=n > 6) for n in range(1, 10)]
    assert run(pages, title=TEXT, room=TEXT, time=TEXT)[-3:] == ["slow_path"] * 3


def test_days_in_headings_are_not_lost():
    pages = [days(n, is_grouped=n > 6) for n in range(1, 10)]
    assert run(pages, title=TEXT, date=DAY)[-3:] == ["slow_path"] * 3


def test_days_that_always_stand_in_headings_are_not_lost():
    assert set(run([days(n, is_grouped=True) for n in range(1, 7)], title=TEXT, date=DAY)) == {"slow_path"}


def test_objects_are_not_lost():
    author = {"type": "object", "properties": {"name": TEXT}}
    assert set(run([authors(n) for n in range(1, 7)], title=TEXT, author=author)) == {"slow_path"}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (script({"@type": "Product", "offers": {"price": 3}}), True),
        ("<b itemprop='price'>3</b>", True),
        (script({"@type": "Product", "name": "Lamp"}), False),
        ("<script type='application/ld+json'>{broken</script>", False),
        ("<b>price</b>", False),
    ],
    ids=["script", "attribute", "other script", "broken", "text"],
)
def test_a_page_may_say_what_its_items_are_asked_for(html, expected):
    root = page_of(f"<html><body>{html}</body></html>").root
    assert Beyond(root).may_say(field_of("price", type="number"), was_always_there=False) is expected


def test_a_page_may_say_what_a_property_of_an_item_is_called():
    value = {"@type": "Product", "additionalProperty": [{"@type": "PropertyValue", "name": "Width", "value": "20 cm"}]}
    root = page_of(f"<html><body>{script(value)}</body></html>").root
    assert Beyond(root).may_say(field_of("width", type="string"), was_always_there=False)


THINGS = [{"@type": "Product", "name": str(n), "url": f"/p/{n}"} for n in range(3)]


@pytest.mark.parametrize(("count", "expected"), [(2, True), (3, False)])
@pytest.mark.parametrize(
    "value",
    [
        {"@type": "ItemList", "itemListElement": [{"name": str(n)} for n in range(3)]},
        {"@type": ["ItemList"], "itemListElement": [{"@type": "ListItem", "item": each} for each in THINGS]},
        {"@type": "OfferCatalog", "itemListElement": THINGS},
        {"@graph": [{"@type": "WebSite", "name": "Shop"}, *THINGS, *THINGS]},
        [*THINGS, {"@type": "Person", "name": "Ann"}],
        {"@type": "CollectionPage", "hasPart": THINGS},
    ],
    ids=["list", "several types", "catalogue", "graph", "array", "parts"],
)
def test_lists_of_more_things_than_records_are_noticed(value, count, expected):
    assert Beyond(page_of(f"<html><body>{script(value)}</body></html>").root).lists_more(count) is expected


def test_things_of_several_scripts_are_counted_together():
    root = page_of(f"<html><body>{''.join(map(script, THINGS))}</body></html>").root
    assert (Beyond(root).lists_more(2), Beyond(root).lists_more(3)) == (True, False)


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "BreadcrumbList", "itemListElement": [{"name": str(n)} for n in range(3)]},
        {"@type": "Product", "name": "Lamp", "review": [{"@type": "Review", "name": str(n)} for n in range(3)]},
        {"@type": "WebSite", "hasPart": [{"@type": "SiteNavigationElement", "name": str(n)} for n in range(3)]},
    ],
    ids=["crumbs", "reviews", "menu"],
)
def test_parts_and_menus_are_no_such_list(value):
    assert not Beyond(page_of(f"<html><body>{script(value)}</body></html>").root).lists_more(1)


@pytest.mark.parametrize(("cell", "expected"), [("<td rowspan=2>", True), ("<td rowspan=1>", False), ("<td>", False)])
def test_rows_that_share_a_cell_are_noticed(cell, expected):
    rows = page_of(f"<table><tr>{cell}a</td><td>b</td></tr><tr><td>c</td></tr></table>").root.iter("tr")
    assert has_spanning_cells(list(rows)) is expected
