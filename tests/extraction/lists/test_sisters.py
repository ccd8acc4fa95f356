"""Parts of one list in several containers."""

from scraper.extraction.lists.listing import list_reading
from scraper.extraction.values import ExtractOptions
from tests.extraction.reading import document_of, schema_of

SCHEMA = schema_of(
    title={"type": "string"}, date={"type": "string", "format": "date"}, url={"type": "string", "format": "uri"}
)


def row(number, style=""):
    return f'<tr{style}><td><a href="/op/{number}.pdf">Doe v. Roe {number}</a></td><td>May {number}, 2024</td></tr>'


def titles_of(html):
    return [record.data.get("title") for record in list_reading(document_of(html), SCHEMA, ExtractOptions()).records]


def test_the_rows_of_further_tables_are_records_too():
    parts = ("".join(map(row, range(start, start + 5))) for start in (1, 6, 11))
    tables = "".join(f"<table><caption>Part</caption>{part}</table>" for part in parts)
    years = "<table><tr><td><div><a href='/y'>2023</a></div></td><td><div><a href='/z'>22</a></div></td></tr></table>"
    assert titles_of(years + tables) == [f"Doe v. Roe {number}" for number in range(1, 16)]


def test_rows_of_another_colour_are_records_too():
    rows = "".join(row(number, ' class="shaded"' if number % 2 else "") for number in range(1, 13))
    html = f"<table><tr><td colspan='2'><b>May 2024</b></td></tr>{rows}</table>"
    assert titles_of(html) == [f"Doe v. Roe {number}" for number in range(1, 13)]


def test_rows_of_other_columns_are_none():
    rows = "".join(row(number) for number in range(1, 9))
    other = "".join(f"<tr><td>Fee {number}</td><td><i>$ {number}</i></td></tr>" for number in range(4))
    assert len(titles_of(f"<div><table>{rows}</table></div><div><table>{other}</table></div>")) == 8


def test_related_cards_are_no_part_of_the_list():
    def cards(start):
        return "".join(
            f'<div class="card"><h3><a href="/p/{n}">Boat {n}</a></h3><time>May {n}, 2024</time></div>'
            for n in range(start, start + 4)
        )

    html = f'<main><div class="hits">{cards(1)}</div><div class="related">{cards(5)}</div></main>'
    assert titles_of(html) == [f"Boat {n}" for n in range(1, 5)]
