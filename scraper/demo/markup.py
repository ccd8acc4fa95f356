"""The HTML of the demo shop: frame, tiles, detail, pager. Class names say nothing, as a build step would make them."""

from html import escape

from scraper.demo.catalogue import STOCK_TEXTS, Product, also_bought, categories

_ADS = {
    3: '<li class="b8c"><small>Advertisement</small><p><a href="https://ads.example/k?c=881">Spring cleaning week at '
    "Hollow &amp; Finch: up to 30 % off everything that shines</a></p></li>",
    8: '<li class="b8c"><h3>Letters from the workshop</h3><p>Four times a year, and 10 % off your first order.</p>'
    '<form action="/help"><input type="email" placeholder="you@example.org"> <button>Subscribe</button></form></li>',
}


def frame(heading: str, main: str, crumbs: str = "") -> str:
    """A whole page: cookie banner, menu, categories at the side, `main`, footer."""
    links = "".join(f'<li><a href="/shop/{name}">{name.title()}</a></li>' for name in categories())
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(heading)} | Hollow &amp; Finch</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/media/a41c9e.css"></head>
<body>
<div class="v4j" role="dialog"><p>We use cookies to keep your basket and to see which pages are read.</p>
<button>Accept all</button> <button>Only what is needed</button></div>
<header><a href="/"><b>Hollow &amp; Finch</b></a> <nav><a href="/">All goods</a> <a href="/delivery">Delivery</a>
<a href="/help">Help</a> <a href="/about">About us</a> <a href="/help">Basket (0)</a></nav>
<form action="/help"><input type="search" placeholder="Search 60 goods"></form></header>
{crumbs}
<div class="gx2"><aside class="k0a"><h4>Departments</h4><ul>{links}</ul>
<h4>Free delivery</h4><p>On orders over $75.00 within the country.</p></aside>
<main>{main}</main></div>
<footer><p><a href="/about">About us</a> <a href="/delivery">Delivery and returns</a> <a href="/help">Contact</a></p>
<p>© 2026 Hollow &amp; Finch, 12 Mill Lane, Ashford. Call +1 555 0134, Mon to Fri 9:00–17:00.</p></footer>
</body></html>
"""


def crumbs(*steps: tuple[str, str]) -> str:
    """The way from the front page: (text, path) pairs, the last one not linked when its path is empty."""
    parts = [f'<a href="{path}">{escape(text)}</a>' if path else f"<span>{escape(text)}</span>" for text, path in steps]
    trail = " › ".join(['<a href="/">Home</a>', *parts])
    return f'<div class="h3n">{trail}</div>'


def tiles(shown: tuple[Product, ...]) -> str:
    """The grid of a list page, with ads between the products."""
    entries = []
    for place, each in enumerate(shown):
        entries += [_ADS[place]] if place in _ADS else []
        entries.append(_tile(each))
    return "\n".join(['<ul class="q9f">', *entries, "</ul>"])


def _tile(shown: Product) -> str:
    picture = f'<img src="{shown.images[0]}" alt="" loading="lazy">' if shown.images else '<span class="n2y"></span>'
    end = "" if shown.flaw == "unclosed" else "</p>"
    return (
        f'<li class="e6d"><a href="{shown.path}">{picture}</a><div class="t0s">'
        f'<h3><a href="{shown.path}">{escape(shown.title)}</a></h3>{_money(shown)}'
        f'<p class="h3n">{escape(shown.blurb)}{end}<p><i class="o5u"></i>{shown.availability}{end}</div></li>'
    )


def _money(shown: Product) -> str:
    if not shown.price_text:
        return ""
    old = f"<s>{escape(shown.old_price_text)}</s> " if shown.old_price_text else ""
    return f'<div class="zr7">{old}<span>{escape(shown.price_text)}</span></div>'


def detail(shown: Product) -> str:
    """The middle of a product's own page."""
    pictures = "".join(f'<img src="{path}" alt="">' for path in shown.images)
    emphasis = "<b>Hand-picked<p>" if shown.flaw == "unclosed" else ""
    is_sold_out = shown.availability == STOCK_TEXTS["out"]
    button = "<button disabled>Tell me when it is back" if is_sold_out else "<button>Add to basket"
    others = "".join(
        f'<li><a href="{each.path}">{escape(each.title)}</a> <small>{escape(each.price_text)}</small></li>'
        for each in also_bought(shown)
    )
    return f"""<div class="w5k"><div>{pictures}</div><div>
<h1>{escape(shown.title)}</h1>
{_money(shown)}
<p><i class="o5u"></i>{shown.availability}</p>
<form><label>Quantity <select><option>1<option>2<option>3</select></label> {button}</button></form>
{emphasis}<h2>About it</h2><div class="y6r"><p>{escape(shown.description)}</p></div>
<p class="h3n">Returns within 30 days. Questions? <a href="/help">Ask us</a>.</p>
</div></div>
<section><h2>Customers also bought</h2><ul class="l8g">{others}</ul></section>"""


def pager(path: str, number: int, last: int) -> str:
    """1 2 3 … with the page shown in plain text, and a link to the next page where there is one."""
    strip = [f"<span>{n}</span>" if n == number else f'<a href="{path}?page={n}">{n}</a>' for n in range(1, last + 1)]
    if number < last:
        strip.append(f'<a href="{path}?page={number + 1}">Next →</a>')
    return f'<nav class="m1t">{" ".join(strip)}</nav>' if last > 1 else ""
