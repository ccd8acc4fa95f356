"""Records on list pages, from whole pages written here in the manner of real sites."""

import time

import pytest

from scraper.exceptions import InvalidSchema
from scraper.extraction import extract
from scraper.extraction.lists import listing
from scraper.extraction.lists.listing import list_reading
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import ExtractOptions, Record
from tests.extraction.reading import document_of, page_of

AUTO = ExtractOptions()
SHOP = RecordSchema.from_definition(
    {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "product name"},
            "price": {"type": "number", "description": "current price"},
            "url": {"type": "string", "format": "uri", "description": "link to the product page"},
            "image": {"type": "string", "format": "uri", "description": "product picture"},
        },
        "required": ["name"],
    }
)
POSTS = RecordSchema.from_definition(
    {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "url": {"type": "string", "format": "uri"},
            "author": {"type": "string"},
            "date": {"type": "string", "format": "date"},
            "summary": {"type": "string", "description": "teaser"},
        },
    }
)
RULINGS = RecordSchema.from_definition(
    {
        "type": "object",
        "properties": {
            "case_name": {"type": "string"},
            "docket_number": {"type": "string"},
            "date": {"type": "string", "format": "date"},
            "url": {"type": "string", "format": "uri"},
        },
    }
)
NAMES = ["Garden bench", "Oak table", "Reading lamp", "Wool rug", "Bread knife", "Copper kettle", "Linen towel"]
MENU = "<ul class='menu'>" + "".join(f"<li><a href='/c/{n}'>Department {n}</a></li>" for n in range(30)) + "</ul>"
PAGER = "<div class='pager'>" + "".join(f"<a href='?page={n}'>{n}</a> " for n in range(1, 9)) + "</div>"
FOOTER = "<footer>" + "".join(f"<p><a href='/f{n}'>Footer link {n}</a></p>" for n in range(12)) + "</footer>"


def card(number: int, name: str) -> str:
    return (
        f"<div class='k{' odd' if number % 2 else ''}'><a href='/p/{number}'><img src='/i/{number}.jpg'></a>"
        f"<h3><a href='/p/{number}'>{name}</a></h3><del>$ {number + 30}.00</del> <b>$ {number + 10}.50</b>"
        f"<a href='/cart/add/{number}'>Add to cart</a></div>"
    )


def page(body: str) -> str:
    return f"<html lang='en'><body><nav>{MENU}</nav>{body}{PAGER}{FOOTER}</body></html>"


def read(html: str, schema: RecordSchema, options: ExtractOptions = AUTO) -> tuple[Record, ...]:
    return list_reading(document_of(html, url="https://shop.example/list"), schema, options).records


CARDS = [card(number, name) for number, name in enumerate(NAMES)]


def test_cards_give_name_price_link_and_picture():
    records = read(page(f"<div>{''.join(CARDS)}</div>"), SHOP)
    assert [record.data for record in records] == [
        {
            "name": name,
            "price": number + 10.5,
            "url": f"https://shop.example/p/{number}",
            "image": f"https://shop.example/i/{number}.jpg",
        }
        for number, name in enumerate(NAMES)
    ]


def test_the_records_own_link_is_that_of_its_title():
    records = read(page(f"<div>{''.join(CARDS)}</div>"), SHOP)
    assert [record.url for record in records] == [f"https://shop.example/p/{number}" for number in range(len(NAMES))]


def test_every_path_of_the_evidence_resolves():
    document = document_of(page(f"<div>{''.join(CARDS)}</div>"), url="https://shop.example/list")
    paths = [each.path for record in list_reading(document, SHOP, AUTO).records for each in record.evidence.values()]
    assert all(len(document.root.xpath(path)) == 1 for path in paths)


def test_a_list_in_two_containers_is_one_list():
    html = page(f"<div class='row'>{''.join(CARDS[:4])}</div><p>Sale!</p><div class='row'>{''.join(CARDS[4:])}</div>")
    assert [record.data["name"] for record in read(html, SHOP)] == NAMES


def test_advertisements_between_records_are_no_records():
    parts = [*CARDS[:3], "<div class='k'><p>Subscribe to our newsletter today</p></div>", *CARDS[3:]]
    assert [record.data["name"] for record in read(page(f"<div>{''.join(parts)}</div>"), SHOP)] == NAMES


def test_records_that_lack_a_part_keep_their_other_values_apart():
    cards = [part.replace("<img src='/i/2.jpg'>", "").replace("<del>$ 32.00</del>", "") for part in CARDS]
    record = read(page(f"<div>{''.join(cards)}</div>"), SHOP)[2]
    assert record.data == {"name": "Reading lamp", "price": 12.5, "url": "https://shop.example/p/2"}


def test_posts_give_author_date_and_teaser():
    posts = "".join(
        f"<article class='post-{n}11'><h2><a href='/{n}'>News of day {name}</a></h2>"
        f"<p>by <a href='/author/a{n}'>Ann {name[:5]}</a> on <span>March {n + 1}, 2024</span></p>"
        f"<div><p>{name} was what everybody talked about, and so we asked the people who make it what they think.</p>"
        f"</div><a href='/{n}'>Read more</a></article>"
        for n, name in enumerate(NAMES)
    )
    assert read(page(f"<main>{posts}</main>"), POSTS)[1].data == {
        "title": "News of day Oak table",
        "url": "https://shop.example/1",
        "author": "Ann Oak t",
        "date": "2024-03-02",
        "summary": "Oak table was what everybody talked about, and so we asked the people who make it what they think.",
    }


TABLE = (
    "<table><tr><th>Decided</th><th>Docket No.</th><th>Case name</th><th>County</th></tr>"
    + "".join(
        f"<tr><td>0{n + 1}/17/2023</td><td><a href='/op/{n}.pdf'>A-{n}12-22</a></td><td>State v. {name}</td>"
        f"<td>Essex {n}</td></tr>"
        for n, name in enumerate(NAMES)
    )
    + "</table>"
)


def test_tables_are_read_by_their_header():
    assert read(page(TABLE), RULINGS)[0].data == {
        "case_name": "State v. Garden bench",
        "docket_number": "A-012-22",
        "date": "2023-01-17",
        "url": "https://shop.example/op/0.pdf",
    }


def test_table_columns_that_no_field_asks_for_are_extra():
    assert read(page(TABLE), RULINGS)[3].extra == {"County": "Essex 3"}


def test_header_cells_are_no_record():
    assert len(read(page(TABLE), RULINGS)) == len(NAMES)


def test_headings_with_the_blocks_after_them_are_records():
    flat = "".join(
        f"<h4><a href='/d/{n}'>State v. {name}</a></h4><p>No. 23-{n}{n}7</p><p>Filed May {n + 1}, 2023</p>"
        for n, name in enumerate(NAMES)
    )
    records = read(page(f"<div><h2>Opinions</h2>{flat}</div>"), RULINGS)
    assert [(each.data["case_name"], each.data["date"]) for each in records] == [
        (f"State v. {name}", f"2023-05-0{n + 1}") for n, name in enumerate(NAMES)
    ]


def test_definition_lists_are_records():
    flat = "".join(
        f"<dt><a href='/d/{n}'>State v. {name}</a></dt><dd>23-{n}{n}7</dd><dd>2023-05-0{n + 1}</dd>"
        for n, name in enumerate(NAMES)
    )
    records = read(page(f"<dl>{flat}</dl>"), RULINGS)
    assert [each.data["date"] for each in records] == [f"2023-05-0{n + 1}" for n in range(len(NAMES))]


def test_numbers_are_told_apart_by_the_words_beside_them():
    schema = RecordSchema.from_definition(
        {"properties": {"title": {"type": "string"}, "replies": {"type": "integer"}, "views": {"type": "integer"}}}
    )
    rows = "".join(
        f"<li><h3><a href='/t{n}'>Frage zu {name}</a></h3>"
        f"<ul><li>Antworten: {n + 3}</li><li>Aufrufe: {n}45</li></ul></li>"
        for n, name in enumerate(NAMES)
    )
    record = read(page(f"<ol>{rows}</ol>").replace("lang='en'", "lang='de'"), schema)[2]
    assert record.data == {"title": "Frage zu Reading lamp", "replies": 5, "views": 245}


def test_a_title_that_is_cut_short_is_read_from_its_attribute():
    cards = [
        f"<li><h3><a href='/p/{n}' title='The long story of the {name}'>The long story of…</a></h3><b>€ {n},50</b></li>"
        for n, name in enumerate(NAMES)
    ]
    assert read(page(f"<ul>{''.join(cards)}</ul>"), SHOP)[1].data["name"] == "The long story of the Oak table"


def test_links_without_a_target_are_no_value():
    cards = [
        f"<li><h3><a href='javascript:void(0)'>{name}</a></h3><b>$ {n}.50</b></li>" for n, name in enumerate(NAMES)
    ]
    assert all("url" not in record.data for record in read(page(f"<ul>{''.join(cards)}</ul>"), SHOP))


def test_arrays_take_all_values_of_a_record():
    schema = RecordSchema.from_definition(
        {"properties": {"title": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}}}
    )
    rows = "".join(
        f"<li><h3><a href='/t{n}'>About the {name}</a></h3><p>Long enough to be a text of its own, number {n}.</p>"
        f"<div class='tags'><a class='tag' href='/x'>red{n}</a> <a class='tag' href='/y'>blue{n}</a></div></li>"
        for n, name in enumerate(NAMES)
    )
    assert read(page(f"<ul>{rows}</ul>"), schema)[4].data["tags"] == ["red4", "blue4"]


def test_a_record_selector_names_the_records():
    html = page(f"<div>{''.join(CARDS)}</div><section><div class='mine'>{CARDS[0]}</div></section>")
    assert len(read(html, SHOP, ExtractOptions(record_selector="div.mine"))) == 1


def test_a_record_selector_that_finds_nothing_gives_no_record():
    assert read(page(f"<div>{''.join(CARDS)}</div>"), SHOP, ExtractOptions(record_selector="//tr[@class='x']")) == ()


def test_a_record_selector_that_is_not_valid_is_refused():
    with pytest.raises(InvalidSchema):
        read(page(""), SHOP, ExtractOptions(record_selector="div[[["))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "<h1>Garden bench</h1><p>A bench for the garden, made of oak. It costs $ 99.00 only.</p>", id="detail"
        ),
        pytest.param("", id="menus and pagers only"),
        pytest.param("<h1>Nothing found</h1><p>Your search gave no result.</p>", id="empty result"),
    ],
)
def test_pages_without_a_list_have_no_confidence(body: str):
    assert list_reading(document_of(page(body)), SHOP, AUTO).confidence < 0.2


def test_records_beyond_the_most_that_are_read_are_told_of():
    html = page("<ul>" + "".join(f"<li><a href='/{n}'>Title no {n}</a> $ 3.50</li>" for n in range(5_123)) + "</ul>")
    warnings = extract(page_of(html), SHOP, ExtractOptions(mode="list")).warnings
    assert warnings == (
        "the page's list has 5,123 records, of which 3,123 were left out: at most 2,000 are read of one page",
    )


def test_a_list_that_is_read_whole_gives_no_warning():
    assert list_reading(document_of(page(f"<div>{''.join(CARDS)}</div>")), SHOP, AUTO).warnings == ()


def test_of_a_record_and_what_it_is_wrapped_in_one_is_looked_at(monkeypatch):
    row = "<li class=x><b>{}</b><div class=y><h3><a href=/{}>Lamp of brass {}</a></h3><p>A lamp for {} rooms</p></div>"
    looked_at = []
    original = listing.judge
    monkeypatch.setattr(listing, "judge", lambda *asked: looked_at.append(asked[2].spans[0]) or original(*asked))
    list_reading(document_of("<ul>" + "".join(row.format(n, n, n, n) for n in range(9)) + "</ul>"), POSTS, AUTO)
    assert len(looked_at) == 1


def test_parts_that_come_twice_in_each_record_are_not_looked_at(monkeypatch):
    row = "<li><h3><a href=/{}>Lamp {} of brass</a></h3><p>For {} rooms</p><i><b>red</b></i><i><b>blue</b></i></li>"
    looked_at = []
    original = listing.judge
    monkeypatch.setattr(listing, "judge", lambda *asked: looked_at.append(asked[2].count) or original(*asked))
    list_reading(document_of("<ul>" + "".join(row.format(n, n, n) for n in range(9)) + "</ul>"), POSTS, AUTO)
    assert 18 not in looked_at


def test_pages_with_a_list_have_confidence():
    assert list_reading(document_of(page(f"<div>{''.join(CARDS)}</div>")), SHOP, AUTO).confidence > 0.25


def test_a_page_without_elements_that_repeat_gives_no_record():
    assert read("<p>Hello", SHOP) == ()


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 3000 + "deep" + "</div>" * 3000, id="deep nesting"),
        pytest.param("<ul>" + "<li><a href='/x'>Some title</a> $ 3.50</li>" * 100_000 + "</ul>", id="100,000 siblings"),
        pytest.param("<p>" + "<b>x</b>" * 50_000, id="inline siblings"),
        pytest.param("<table>" + "<tr><td>" * 20_000, id="unclosed cells"),
    ],
)
def test_hostile_pages_take_less_than_six_seconds(html: str):
    document = document_of(html)
    start = time.process_time()
    list_reading(document, SHOP, AUTO)
    assert time.process_time() - start < 6
