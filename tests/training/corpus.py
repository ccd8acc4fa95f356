"""A little corpus of pages written for the tests, and a scorer with rules that can be seen at a glance."""

import gzip
import json
from types import SimpleNamespace

TEXT = {"type": "string"}
SCHEMAS = {
    "products": {"price": {"type": "number", "description": "price of the product"}, "sku": TEXT, "brand": TEXT},
    "recipes": {"title": TEXT, "description": TEXT, "servings": {"type": "number"}},
    "news": {"title": {"type": "string", "description": "headline of the article"}, "authors": TEXT, "body": TEXT},
    "articles": {"articleBody": TEXT},
    "dates": {"date": {"type": "string", "format": "date"}},
}


def page_html(number):
    """A shop's page that says what it sells in JSON-LD and in words."""
    item = {"@type": "Product", "name": f"Lamp {number}", "sku": f"L-{number}", "brand": {"name": "Lumo"}}
    return (
        f"<html><head><title>Lamp {number}</title><script type='application/ld+json'>{json.dumps(item)}</script></head>"
        f"<body><h1>Lamp {number}</h1><p class='price'>${number}.50</p><dl><dt>SKU</dt><dd>L-{number}</dd></dl>"
        f"<aside><p class='price'>$99.00</p></aside><p>{'A lamp for a desk and for reading at night. ' * 4}</p>"
        f"<time datetime='2024-05-{number % 28 + 1:02}'>May</time><footer>L-000</footer></body></html>"
    )


def truth_of(corpus, number):
    """What is right on page `number` for the corpus's schema."""
    known = {
        "price": number + 0.5,
        "sku": f"L-{number}",
        "brand": "Lumo",
        "title": f"Lamp {number}",
        "date": f"2024-05-{number % 28 + 1:02}",
        "authors": None,
    }
    return {name: known[name] for name in SCHEMAS[corpus] if name in known}


def write_corpus(folder, count):
    """Writes `count` pages of every corpus below `folder`, each on its own site; the first pages share one."""
    for corpus, properties in SCHEMAS.items():
        (folder / corpus).mkdir()
        lines = []
        for number in range(1, count + 1):
            file = f"{corpus}/{number}.html.gz"
            (folder / file).write_bytes(gzip.compress(page_html(number).encode()))
            entry = {
                "id": f"{corpus}-{number}",
                "site": f"{corpus if number > 1 else 'site'}{number}.example",
                "url": f"https://site{number}.example/lamp",
                "file": file,
                "schema": {"type": "object", "properties": properties},
                "truth": truth_of(corpus, number),
            }
            lines.append(json.dumps(entry))
        (folder / corpus / "pages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


SCORER = SimpleNamespace(
    is_empty=lambda value: value in (None, "", [], {}),
    ftype=lambda schema, name: schema["properties"][name].get("type", "string"),
    value_f1=lambda truth, value, kind, name: float(str(truth) == str(value)),
    ece=lambda pairs: abs(sum(c - y for c, y in pairs)) / len(pairs) if pairs else None,
    auroc=lambda pairs: None,
    coverage_at=lambda pairs, precision, wanted: sum(y for _, y in pairs) / wanted if wanted else None,
)
