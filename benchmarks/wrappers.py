"""What reading a page by a wrapper costs, in one run beside parsing it and beside the slow path.

    python -m benchmarks.wrappers [--rounds 200]

A list page of 56 kB with 20 records and a detail page of the same site, both made here. Each figure is the least of so
many rounds, in which the three take turns, because other processes only ever make a round slower.
"""

import argparse
from collections.abc import Callable
from time import perf_counter

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.wrappers import Applier, example_of, learn, signature
from scraper.page import Page

SIZE = 56_000
LIST = {"title": {"type": "string"}, "price": {"type": "number"}, "url": {"type": "string", "format": "uri"}}
LIST["image"] = {"type": "string", "format": "uri"}
DETAIL = {"title": {}, "price": {"type": "number"}, "sku": {}, "brand": {}, "weight": {}}


def card(number: int) -> str:
    """One record of the list."""
    text = "A thing that was made to last and to be used every day. " * 14
    picture = f'<img class="photo lazy" src="/img/{number}.jpg" alt="Thing {number}">'
    return (
        f'<li class="card" data-id="{number}"><a class="picture" href="/p/{number}-thing">{picture}</a>'
        f'<div class="body"><h3 class="name"><a href="/p/{number}-thing">Sturdy thing number {number}</a></h3>'
        f'<p class="text">{text}</p><div class="prices"><del class="old">${number + 20}.99</del> '
        f'<span class="price">${number + 10}.49</span></div><span class="stock">In stock</span>'
        '<button type="button" class="buy">Add to cart</button></div></li>'
    )


def document(title: str, body: str) -> str:
    """A page of the site, filled up to its size with what scripts and comments take on real ones."""
    menu = "".join(f'<li><a href="/c/{n}">Category {n}</a></li>' for n in range(60))
    links = "".join(f'<div><p><a href="/f/{n}">Footer {n}</a></p></div>' for n in range(60))
    page = (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body class="shop">'
        f"<header><nav><ul>{menu}</ul></nav></header><main>{body}</main><footer>{links}</footer>"
    )
    return f"{page}<script>{'x' * max(0, SIZE - len(page) - 40)}</script></body></html>"


def list_page(number: int) -> Page:
    """Page `number` of the list."""
    cards = "".join(card(20 * number + each) for each in range(20))
    html = document("Things", f'<h1>Things</h1><ul class="things">{cards}</ul>')
    return Page(f"https://shop.example/things?page={number}", html, is_json=False)


def detail_page(number: int) -> Page:
    """The page of thing `number`."""
    brand, weight = ("Nordheim", "Castello")[number % 2], f"{number % 9 + 1}.5 kg"
    facts = {"SKU": f"TH-{4711 + number}", "Brand": brand, "Weight": weight}
    rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in facts.items())
    name = f"Sturdy thing number {number}"
    body = (
        f'<h1 class="name">{name}</h1><div class="prices"><span class="price">${number + 10}.49</span></div>'
        f'<dl class="facts">{rows}</dl><p>{"A thing that was made to last and to be used every day. " * 8}</p>'
    )
    return Page(f"https://shop.example/p/{number}-thing", document(name, body), is_json=False)


def least(functions: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least milliseconds of each function over rounds in which they take turns."""
    best = dict.fromkeys(functions, float("inf"))
    for _ in range(rounds):
        for name, function in functions.items():
            started = perf_counter()
            function()
            best[name] = min(best[name], (perf_counter() - started) * 1000)
    return best


def figures(make: Callable[[int], Page], properties: dict[str, object], rounds: int) -> dict[str, float]:
    """Milliseconds for parsing, for parsing and reading by the wrapper, and for the slow path."""
    schema, options = RecordSchema.from_definition({"type": "object", "properties": properties}), ExtractOptions()
    examples = [example_of(page, extract(page, schema, options)) for page in map(make, (1, 2, 3))]
    wrapper = learn([each for each in examples if each is not None], schema, options)
    assert wrapper is not None
    applier, text = Applier(wrapper, schema, options), make(4)

    def fresh() -> Page:
        return Page(text.url, text.text, is_json=False)

    def by_wrapper() -> None:
        page = fresh()
        signature(page)
        assert applier.apply(page).is_sound

    def slowly() -> None:
        extract(fresh(), schema, options)

    for number in range(5, 12):
        applier.apply(make(number))
    timed = least({"parse": lambda: fresh().root, "wrapper": by_wrapper}, rounds)
    return timed | least({"slow path": slowly}, max(5, rounds // 20))


def main() -> None:
    """Print the figures of both pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=400)
    rounds = parser.parse_args().rounds
    for name, make, properties in (("list", list_page, LIST), ("detail", detail_page, DETAIL)):
        found = figures(make, properties, rounds)
        parse, wrapper, slow = found["parse"], found["wrapper"], found["slow path"]
        print(f"{name}: {len(make(4).text) // 1000} kB, parse {parse:.3f} ms, parse and wrapper {wrapper:.3f} ms")
        print(f"  wrapper: parse + {wrapper - parse:.3f} ms = {wrapper / parse:.2f} times parse; ", end="")
        print(f"slow path {slow:.1f} ms = {slow / parse:.0f} times parse, {slow / wrapper:.0f} times the wrapper")


if __name__ == "__main__":
    main()
