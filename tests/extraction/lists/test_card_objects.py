"""Objects of list records, from cards in several layouts and languages."""

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.evidence import replay
from tests.extraction.reading import page_of, schema_of

TEXT, NUMBER, LINK = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "uri"}
LIST = ExtractOptions(mode="list")


def box(*required, **properties):
    return {"type": "object", "properties": properties, "required": list(required)}


PRICE = box(amount=NUMBER, currency=TEXT)
AUTHOR = box(name=TEXT, url=LINK)
ADDRESS = box(street=TEXT, postal_code=TEXT, city=TEXT)
NAMES = ["Garden bench", "Oak table", "Reading lamp", "Wool rug", "Bread knife"]
PEOPLE = ["Anna Berg", "Tom Okafor", "Lena Fischer", "Ravi Patel", "Joan Mills"]


def read(card, language="en", **properties):
    """The records of cards that are made of number, name and person, with every evidence replayed."""
    cards = "".join(
        card.format(n=n, m=n + 1, name=NAMES[n], who=PEOPLE[n], slug=PEOPLE[n].lower().replace(" ", "-"))
        for n in range(5)
    )
    page = page_of(f"<html lang='{language}'><body><h1>All</h1><div>{cards}</div></body></html>", "https://a.example/l")
    schema = schema_of(title=TEXT, **properties)
    records = extract(page, schema, LIST).records
    for record in records:
        again = {name: replay(page, schema.field(name), each) for name, each in record.evidence.items()}
        assert again == record.data
    return [each.data for each in records]


HEAD = "<article><h2><a href='/t/{n}'>{name}</a></h2>"


@pytest.mark.parametrize(
    ("language", "shown", "currency"),
    [
        ("en", "£1{n}.50", "£"),
        ("de", "1{n},50 €", "€"),
        ("de", "EUR 1{n},50", "EUR"),
        ("pl", "1{n},50 zł", "zł"),
        ("en", "USD 1{n}.50", "USD"),
    ],
)
def test_a_price_is_an_amount_and_its_currency(language, shown, currency):
    found = read(f"{HEAD}<b class='price'>{shown}</b></article>", language, price=PRICE)
    assert [(each["price"]["amount"]) for each in found] == [10.5, 11.5, 12.5, 13.5, 14.5]
    assert all(each["price"]["currency"] in (currency, "GBP", "EUR", "PLN", "USD") for each in found)


@pytest.mark.parametrize(
    "shown",
    [
        "<p>by <a href='/people/{slug}'>{who}</a></p>",
        "<span class='author'><a href='/people/{slug}'>{who}</a></span>",
        "<div><span>Author:</span> <a href='/people/{slug}'>{who}</a></div>",
    ],
    ids=["by", "class", "label"],
)
def test_an_author_is_a_name_and_its_link(shown):
    found = read(f"{HEAD}{shown}</article>", author=AUTHOR)
    assert [each["author"] for each in found] == [
        {"name": who, "url": f"https://a.example/people/{who.lower().replace(' ', '-')}"} for who in PEOPLE
    ]


def test_an_author_without_a_link_is_a_name():
    assert read(f"{HEAD}<p class='author'>{{who}}</p></article>", author=AUTHOR)[0]["author"] == {"name": "Anna Berg"}


@pytest.mark.parametrize(
    ("language", "shown", "city"),
    [
        ("en", "<address>{m} Main Street, Springfield, IL 6270{n}</address>", "Springfield"),
        ("de", "<p class='adresse'>Hauptstraße {m}, 1011{n} Berlin</p>", "Berlin"),
        ("fr", "<div class='address'><span>{m} rue de la Paix</span>, <span>7500{n} Paris</span></div>", "Paris"),
    ],
)
def test_an_address_in_one_text_is_taken_apart(language, shown, city):
    found = read(f"{HEAD}{shown}</article>", language, address=ADDRESS)
    assert [each["address"]["city"] for each in found] == [city] * 5


def test_an_address_in_several_elements_is_put_together():
    shown = "<p><span class='street'>Mill Lane {m}</span> <span class='city'>Town {m}</span></p>"
    found = read(f"{HEAD}{shown}</article>", address=ADDRESS)
    assert found[2]["address"] == {"street": "Mill Lane 3", "city": "Town 3"}


def test_each_property_has_its_own_place():
    card = f"{HEAD}<p>by <a href='/people/{{slug}}'>{{who}}</a></p></article>"
    cards = "".join(card.format(n=n, name=NAMES[n], who=PEOPLE[n], slug=f"p{n}") for n in range(5))
    page = page_of(f"<html lang='en'><body><div>{cards}</div></body></html>")
    evidence = extract(page, schema_of(title=TEXT, author=AUTHOR), LIST).records[1].evidence["author"]
    assert [(part.name, part.path.rsplit("/", 2)[-2:]) for part in evidence.parts] == [
        ("name", ["p[1]", "a[1]"]),
        ("url", ["a[1]", "@href"]),
    ]


def test_an_object_of_which_nothing_is_shown_is_absent():
    assert "venue" not in read(f"{HEAD}<p>It lasts for {{m}} years.</p></article>", venue=box(name=TEXT, phone=TEXT))[0]


def test_an_object_without_what_it_must_have_is_absent():
    shown = f"{HEAD}<p class='author'>{{who}}</p></article>"
    assert "author" not in read(shown, author=box("url", name=TEXT, url=LINK))[0]


def test_the_name_of_an_object_is_not_the_title():
    found = read(f"{HEAD}<p>It lasts for {{m}} years.</p></article>", seller=box(name=TEXT))
    assert all("seller" not in each for each in found)


def test_the_currency_of_a_price_is_read_without_an_object_too():
    found = read(f"{HEAD}<b class='price'>EUR 1{{n}}.50</b></article>", price=NUMBER, currency=TEXT)
    assert (found[3]["price"], found[3]["currency"]) == (13.5, "EUR")


def test_objects_within_objects_are_read():
    shown = "<div class='seller'><span class='seller-name'>{who}</span><i class='seller-city'>Town {m}</i></div>"
    found = read(f"{HEAD}{shown}</article>", seller=box(name=TEXT, place=box(city=TEXT)))
    assert found[1]["seller"] == {"name": "Tom Okafor", "place": {"city": "Town 2"}}
