"""Headings above groups of records."""

import pytest

from scraper.extraction import extract
from scraper.extraction.lists.group_headings import may_head_groups
from tests.extraction.reading import field_of, page_of, schema_of

TEXT, NUMBER = {"type": "string"}, {"type": "number"}
DAY, LINK = {"type": "string", "format": "date"}, {"type": "string", "format": "uri"}
DAYS = {
    "en": ("Saturday, 5 December 2026", "Sunday, 6 December 2026", "Monday, 7 December 2026"),
    "de": ("Samstag, 5. Dezember 2026", "Sonntag, 6. Dezember 2026", "Montag, 7. Dezember 2026"),
    "fr": ("samedi 5 décembre 2026", "dimanche 6 décembre 2026", "lundi 7 décembre 2026"),
    "es": ("sábado, 5 de diciembre de 2026", "domingo, 6 de diciembre de 2026", "lunes, 7 de diciembre de 2026"),
    "pl": ("sobota, 5 grudnia 2026", "niedziela, 6 grudnia 2026", "poniedziałek, 7 grudnia 2026"),
    "nl": ("05.12.2026", "06.12.2026", "07.12.2026"),
}
EVENT = "<div class='ev'><a href='/e/{n}'>Concert number {n}</a> <span class='venue'>Hall {n}</span></div>"


def events(group):
    return "".join(EVENT.format(n=n) for n in range(3 * group, 3 * group + 3))


def rows(group):
    cells = "<td><a href='/e/{n}'>Concert number {n}</a></td><td class='venue'>Hall {n}</td><td>1{n}:00</td>"
    return "".join(f"<tr>{cells.format(n=n)}</tr>" for n in range(3 * group, 3 * group + 3))


LAYOUTS = {
    "headings between": lambda days: "".join(f"<h3>{day}</h3>{events(n)}" for n, day in enumerate(days)),
    "sections": lambda days: "".join(f"<section><h2>{day}</h2>{events(n)}</section>" for n, day in enumerate(days)),
    "boxes": lambda days: "".join(
        f"<div class='day'><div class='day-header'><span>{day}</span></div><div>{events(n)}</div></div>"
        for n, day in enumerate(days)
    ),
    "named": lambda days: "".join(f"<p class='datum'>{day}</p>{events(n)}" for n, day in enumerate(days)),
    "rows": lambda days: (
        "<table>" + "".join(f"<tr><td colspan=3>{day}</td></tr>{rows(n)}" for n, day in enumerate(days)) + "</table>"
    ),
    "tables": lambda days: "".join(f"<table><caption>{day}</caption>{rows(n)}</table>" for n, day in enumerate(days)),
}


def read(body, language="en", **properties):
    html = f"<html lang='{language}'><body><nav><a href='/'>Home</a></nav><main><h1>All</h1>{body}</main></body></html>"
    return extract(page_of(html), schema_of(**properties)).records


@pytest.mark.parametrize("language", DAYS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_day_above_events_is_theirs(layout, language):
    found = read(LAYOUTS[layout](DAYS[language]), language, title=TEXT, date=DAY, venue=TEXT)
    assert [each.data.get("date") for each in found] == [f"2026-12-0{day}" for day in (5, 5, 5, 6, 6, 6, 7, 7, 7)]


def test_its_evidence_is_the_heading():
    found = read(LAYOUTS["headings between"](DAYS["en"]), title=TEXT, date=DAY, venue=TEXT)
    assert [each.evidence["date"].path.rsplit("/", 1)[-1] for each in found[2:4]] == ["h3[1]", "h3[2]"]


def test_a_day_without_a_year_is_a_text_but_no_date():
    body = LAYOUTS["sections"](("Saturday, 5 December", "Sunday, 6 December", "Monday, 7 December"))
    shown = read(body, title=TEXT, date=TEXT, venue=TEXT)[4].data["date"]
    assert (shown, "date" in read(body, title=TEXT, date=DAY, venue=TEXT)[4].data) == ("Sunday, 6 December", False)


def card(name, number):
    return f"<li><a href='/{number}'>{name} model {number}</a> <b>{number}9.90 €</b></li>"


def test_a_category_heads_its_products():
    body = "".join(
        f"<h2>{name}s</h2><ul>{''.join(card(name, n) for n in range(1, 4))}</ul>" for name in ("Lamp", "Table", "Chair")
    )
    found = read(body, name=TEXT, price=NUMBER, category=TEXT)
    assert [each.data["category"] for each in found] == [each for each in ("Lamps", "Tables", "Chairs") for _ in "abc"]


def test_a_label_in_the_heading_is_no_part_of_it():
    body = "".join(
        f"<h2>Department: {name}</h2><ul>{''.join(card(name, n) for n in range(1, 4))}</ul>" for name in ("Lamp", "Rug")
    )
    assert read(body, name=TEXT, price=NUMBER, department=TEXT)[3].data["department"] == "Rug"


def test_what_a_record_says_itself_is_kept():
    dated = EVENT.replace("</div>", "<time>3 March 2025</time></div>")
    body = "".join(f"<h3>{day}</h3>" + "".join(dated.format(n=n) for n in range(3)) for day in DAYS["en"])
    assert {each.data["date"] for each in read(body, title=TEXT, date=DAY)} == {"2025-03-03"}


def test_a_heading_of_a_higher_level_ends_the_group_of_a_lower_one():
    lists = "<ul>" + "".join(card("Lamp", n) for n in range(1, 4)) + "</ul>"
    body = f"<h2>Indoor</h2><h3>Desk</h3>{lists}<h3>Floor</h3>{lists}<h2>Outdoor</h2>{lists}"
    found = read(body, name=TEXT, price=NUMBER, category=TEXT)
    assert "Floor" not in {each.data.get("category") for each in found[6:]}


def test_the_only_heading_of_a_list_is_no_category():
    found = read(
        f"<h2>Our lamps</h2><ul>{''.join(card('Lamp', n) for n in range(1, 7))}</ul>", name=TEXT, category=TEXT
    )
    assert not any("category" in each.data for each in found)


def test_the_only_day_above_a_list_is_that_of_all():
    found = read(f"<h2>{DAYS['en'][0]}</h2><div>{events(0)}{events(1)}</div>", title=TEXT, date=DAY, venue=TEXT)
    assert {each.data.get("date") for each in found} == {"2026-12-05"}


def test_fields_that_nobody_groups_by_have_no_heading():
    body = LAYOUTS["sections"](("First part", "Second part", "Third part"))
    found = read(body, title=TEXT, description=TEXT, seller=TEXT, venue=TEXT)
    assert not any("part" in value for each in found for value in each.data.values())


@pytest.mark.parametrize(
    ("definition", "expected"),
    [(TEXT, True), (DAY, True), (NUMBER, False), (LINK, False), ({"type": "array", "items": TEXT}, False)],
    ids=["text", "date", "number", "link", "array"],
)
def test_only_days_and_words_head_groups(definition, expected):
    assert may_head_groups(field_of("category", **definition)) is expected
