"""Fields that no lexicon knows, in every layout that pages give labels and values: boats, rulings, mushrooms, cars …

Each domain is a schema, what a page prints for it as labels and values, and the record it should give; each layout
is a way to print labels and values. None of the fields but a few names is a concept of the lexicon.
"""

import pytest

from scraper.extraction import RecordSchema, extract
from scraper.page import Page

NUMBER, INTEGER, TEXT, TRUTH = {"type": "number"}, {"type": "integer"}, {"type": "string"}, {"type": "boolean"}
TEXTS = {"type": "array", "items": {"type": "string"}}
DAY = {"type": "string", "format": "date"}


def choice(*values):
    return {"type": "string", "enum": list(values)}


DOMAINS = {
    "boat": (
        {
            "length_overall": {"type": "number", "description": "in metres"},
            "draft_m": NUMBER,
            "hull_material": TEXT,
            "engine_hours": INTEGER,
            "berth_count": INTEGER,
            "keel_type": TEXT,
            "has_bow_thruster": TRUTH,
        },
        [
            ("LOA", "9.20 m"),
            ("Draft", "165 cm"),
            ("Hull material", "GRP"),
            ("Engine hours", "1,250 h"),
            ("Berths", "6"),
            ("Keel", "Fin keel"),
            ("Bow thruster", "Yes"),
        ],
        {
            "length_overall": 9.2,
            "draft_m": 1.65,
            "hull_material": "GRP",
            "engine_hours": 1250,
            "berth_count": 6,
            "keel_type": "Fin keel",
            "has_bow_thruster": True,
        },
    ),
    "ruling": (
        {
            "docketNumber": TEXT,
            "presidingJudge": TEXT,
            "disposition": choice("affirmed", "affirmed in part", "reversed", "dismissed"),
            "hearing_date": DAY,
            "lower_court": TEXT,
            "counsel_for_appellant": TEXT,
        },
        [
            ("Docket No.", "21-1842"),
            ("Presiding Judge", "Hon. Maria T. Alvarez"),
            ("Disposition", "Judgment affirmed in part"),
            ("Hearing Date", "March 4, 2021"),
            ("Lower Court", "Superior Court of Lake County"),
            ("Counsel for Appellant", "J. R. Whitman"),
        ],
        {
            "docketNumber": "21-1842",
            "presidingJudge": "Hon. Maria T. Alvarez",
            "disposition": "affirmed in part",
            "hearing_date": "2021-03-04",
            "lower_court": "Superior Court of Lake County",
            "counsel_for_appellant": "J. R. Whitman",
        },
    ),
    "mushroom": (
        {
            "cap_diameter_cm": NUMBER,
            "stem_height_mm": NUMBER,
            "edibility": choice("edible", "inedible", "poisonous"),
            "spore_print_color": TEXT,
            "habitat": TEXT,
            "season": TEXTS,
            "bruises": TRUTH,
        },
        [
            ("Cap diameter", "5–12 cm"),
            ("Stem height", "8 cm"),
            ("Edibility", "Poisonous (deadly)"),
            ("Spore print", "Pinkish brown"),
            ("Habitat", "Under oak and beech"),
            ("Season", "August, September, October"),
            ("Bruises", "No"),
        ],
        {
            "cap_diameter_cm": 5,
            "stem_height_mm": 80,
            "edibility": "poisonous",
            "spore_print_color": "Pinkish brown",
            "habitat": "Under oak and beech",
            "season": ["August", "September", "October"],
            "bruises": False,
        },
    ),
    "car": (
        {
            "mileage_km": INTEGER,
            "first_registration_year": INTEGER,
            "fuel_type": choice("petrol", "diesel", "electric", "hybrid"),
            "power_kw": NUMBER,
            "gearbox": TEXT,
            "number_of_doors": INTEGER,
            "co2_emissions": {"type": "number", "description": "grams of CO2 per km"},
        },
        [
            ("Mileage", "84,500 km"),
            ("First registration", "2016"),
            ("Fuel", "Diesel"),
            ("Power", "110 kW (150 hp)"),
            ("Gearbox", "Manual"),
            ("Doors", "5"),
            ("CO2 emissions", "119 g/km"),
        ],
        {
            "mileage_km": 84500,
            "first_registration_year": 2016,
            "fuel_type": "diesel",
            "power_kw": 110,
            "gearbox": "Manual",
            "number_of_doors": 5,
            "co2_emissions": 119,
        },
    ),
    "flat": (
        {
            "living_area": {"type": "number", "description": "in square metres"},
            "bedrooms": INTEGER,
            "furnished": TRUTH,
            "heating": TEXT,
            "deposit": NUMBER,
            "energy_class": choice("A", "B", "C", "D", "E", "F", "G"),
            "year_built": INTEGER,
        },
        [
            ("Living area", "82.5 m²"),
            ("Bedrooms", "3"),
            ("Furnished", "Not furnished"),
            ("Heating", "Gas central heating"),
            ("Deposit", "€2,400"),
            ("Energy class", "C"),
            ("Year built", "1978"),
        ],
        {
            "living_area": 82.5,
            "bedrooms": 3,
            "furnished": False,
            "heating": "Gas central heating",
            "deposit": 2400,
            "energy_class": "C",
            "year_built": 1978,
        },
    ),
    "job": (
        {
            "contract_type": TEXT,
            "weekly_hours": NUMBER,
            "remote_allowed": TRUTH,
            "application_deadline": DAY,
            "required_skills": TEXTS,
            "seniority": TEXT,
        },
        [
            ("Contract type", "Permanent"),
            ("Weekly hours", "38.5"),
            ("Remote", "Yes"),
            ("Application deadline", "30 June 2021"),
            ("Required skills", "Python, SQL, Docker"),
            ("Seniority level", "Mid-level"),
        ],
        {
            "contract_type": "Permanent",
            "weekly_hours": 38.5,
            "remote_allowed": True,
            "application_deadline": "2021-06-30",
            "required_skills": ["Python", "SQL", "Docker"],
            "seniority": "Mid-level",
        },
    ),
    "package": (
        {
            "latestVersion": TEXT,
            "license": TEXT,
            "repository_url": {"type": "string", "format": "uri"},
            "minimum_python": TEXT,
            "weekly_downloads": INTEGER,
            "maintainers": TEXTS,
            "install_size_kb": NUMBER,
        },
        [
            ("Latest version", "2.4.1"),
            ("License", "BSD-3-Clause"),
            ("Repository", '<a href="https://code.example/heron">code.example/heron</a>'),
            ("Min. Python", "3.9"),
            ("Weekly downloads", "48,211"),
            ("Maintainers", "ada, grace"),
            ("Install size", "1.5 MB"),
        ],
        {
            "latestVersion": "2.4.1",
            "license": "BSD-3-Clause",
            "repository_url": "https://code.example/heron",
            "minimum_python": "3.9",
            "weekly_downloads": 48211,
            "maintainers": ["ada", "grace"],
            "install_size_kb": 1500,
        },
    ),
    "mountain hut": (
        {
            "elevation_m": INTEGER,
            "sleeping_places": INTEGER,
            "walking_time": {"type": "integer", "description": "minutes from the car park"},
            "warden": TEXT,
            "dogs_allowed": TRUTH,
            "open_from": TEXT,
        },
        [
            ("Elevation", "2,310 m"),
            ("Sleeping places", "64"),
            ("Walking time", "2 h 45 min"),
            ("Warden", "Anna Huber"),
            ("Dogs allowed", "✗"),
            ("Open from", "mid June"),
        ],
        {
            "elevation_m": 2310,
            "sleeping_places": 64,
            "walking_time": 165,
            "warden": "Anna Huber",
            "dogs_allowed": False,
            "open_from": "mid June",
        },
    ),
    "wine, German labels by synonyms": (
        {
            "grape": {"type": "string", "x-synonyms": ["Rebsorte"]},
            "alcohol": {"type": "number", "x-synonyms": ["Alkoholgehalt"]},
            "residual_sugar": {"type": "number", "x-synonyms": ["Restzucker"]},
            "drink_until": {"type": "integer", "x-synonyms": ["Trinkreife bis"]},
            "bottle_volume_ml": {"type": "number", "x-synonyms": ["Flascheninhalt"]},
            "organic": {"type": "boolean", "x-synonyms": ["Bio"]},
        },
        [
            ("Rebsorte", "Grüner Veltliner"),
            ("Alkoholgehalt", "12,5 % vol"),
            ("Restzucker", "1,8 g/l"),
            ("Trinkreife bis", "2026"),
            ("Flascheninhalt", "0,75 l"),
            ("Bio", "Ja"),
        ],
        {
            "grape": "Grüner Veltliner",
            "alcohol": 12.5,
            "residual_sugar": 1.8,
            "drink_until": 2026,
            "bottle_volume_ml": 750,
            "organic": True,
        },
    ),
    "monument, French": (
        {
            "epoque": TEXT,
            "architecte": TEXT,
            "hauteur_m": NUMBER,
            "proprietaire": TEXT,
            "visite_guidee": TRUTH,
            "annee_de_construction": INTEGER,
        },
        [
            ("Époque", "Gothique tardif"),
            ("Architecte", "Jean Deschamps"),
            ("Hauteur", "43,5 m"),
            ("Propriétaire", "Commune"),
            ("Visite guidée", "Oui"),
            ("Année de construction", "1289"),
        ],
        {
            "epoque": "Gothique tardif",
            "architecte": "Jean Deschamps",
            "hauteur_m": 43.5,
            "proprietaire": "Commune",
            "visite_guidee": True,
            "annee_de_construction": 1289,
        },
    ),
}

LANGUAGES = {"wine, German labels by synonyms": "de", "monument, French": "fr"}


def each(pattern):
    return lambda pairs: "".join(pattern.format(label, value) for label, value in pairs)


LAYOUTS = {
    "definition list": lambda pairs: f"<dl>{each('<dt>{}</dt><dd>{}</dd>')(pairs)}</dl>",
    "definition list in groups": lambda pairs: f"<dl>{each('<div><dt>{}</dt><dd>{}</dd></div>')(pairs)}</dl>",
    "table of two columns": lambda pairs: f"<table>{each('<tr><th>{}</th><td>{}</td></tr>')(pairs)}</table>",
    "table of two columns, no heads": lambda pairs: f"<table>{each('<tr><td>{}:</td><td>{}</td></tr>')(pairs)}</table>",
    "table with a row of heads": lambda pairs: (
        f"<table><tr>{''.join(f'<th>{label}</th>' for label, _ in pairs)}</tr>"
        f"<tr>{''.join(f'<td>{value}</td>' for _, value in pairs)}</tr></table>"
    ),
    "table whose cells name their column": lambda pairs: (
        f"<table><tr>{''.join(f'<td data-label={chr(34)}{label}{chr(34)}>{value}</td>' for label, value in pairs)}</tr>"
        "</table>"
    ),
    "text with colons": each("<p>{}: {}</p>"),
    "list items with dashes": lambda pairs: f"<ul>{each('<li>{} – {}</li>')(pairs)}</ul>",
    "two elements": each('<div class="row"><span>{}</span><span>{}</span></div>'),
    "two boxed elements": each('<div class="row"><div><span>{}</span></div><div><p>{}</p></div></div>'),
    "bold with colon": lambda pairs: f"<p>{each('<b>{}:</b> {}<br>')(pairs)}</p>",
    "bold without colon": lambda pairs: f"<ul>{each('<li><strong>{}</strong> {}</li>')(pairs)}</ul>",
    "heading above value": each("<h4>{}</h4><p>{}</p>"),
    "named label above value": lambda pairs: (
        f"<section>{each('<p class=spec-label>{}</p><p class=spec-value>{}</p>')(pairs)}</section>"
    ),
    "rows of four cells": lambda pairs: (
        "<table>"
        + "".join(
            f"<tr>{''.join(f'<td>{label}</td><td>{value}</td>' for label, value in pairs[at : at + 2])}</tr>"
            for at in range(0, len(pairs), 2)
        )
        + "</table>"
    ),
    "infobox": lambda pairs: (
        '<table class="infobox"><tr><th colspan="2">At a glance</th></tr>'
        f"{each('<tr><th scope=row>{}</th><td>{}</td></tr>')(pairs)}</table>"
    ),
}
# Texts in which a link is no link, or a value that is itself dashed cannot be told from its label.
TEXTS_ONLY = ("text in lines",)
LAYOUTS["text in lines"] = lambda pairs: f"<p>{'<br>'.join(f'{label}: {value}' for label, value in pairs)}</p>"


def page_of(domain, layout):
    language = LANGUAGES.get(domain, "en")
    return Page.from_bytes(
        "https://site.example/things/heron",
        f"""<html lang="{language}"><head><title>Heron | Site</title></head><body>
        <nav><a href="/">Home</a> <a href="/things">Things</a></nav>
        <main><h1>Heron</h1><p>A fine thing that has been with us for a good many years, and well kept.</p>
        {LAYOUTS[layout](DOMAINS[domain][1])}</main>
        <footer>Contact: us</footer></body></html>""".encode(),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_fields_are_found_by_their_own_words(domain, layout):
    properties, _, expected = DOMAINS[domain]
    schema = RecordSchema.from_definition({"type": "object", "properties": properties})
    found = extract(page_of(domain, layout), schema).records
    assert [record.data for record in found] == [expected]
