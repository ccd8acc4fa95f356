"""What stands around the lists of the test site: heads, menus, sidebars, related boxes, carousels and footers."""

from collections.abc import Callable
from html import escape

from tests.paging_site.languages import Language

Shell = Callable[[Language, str, str, str], str]


def _document(language: Language, title: str, head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language.code}" dir="{language.direction}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>{head}'
        f'<link rel="stylesheet" href="/static/site.css"></head>{body}</html>'
    )


def _menu(language: Language, css: str) -> str:
    items = "".join(f'<li><a href="/{number}/">{escape(word)}</a></li>' for number, word in enumerate(language.menu, 1))
    return f'<ul class="{css}">{items}</ul>'


def shop(language: Language, title: str, body: str, head: str) -> str:
    """A shop: brand filters with counts beside the list, what others bought below it, a newsletter form."""
    brands = "".join(
        f'<li><label><input type="checkbox" name="brand" value="{number}"> {escape(word)}</label> <span>({number + 3})</span></li>'
        for number, word in enumerate(language.qualities)
    )
    bought = "".join(f'<a href="/top/{word}">{escape(word)}</a> ' for word in language.things[:3])
    return _document(
        language,
        f"{title} | Kramer & Sons",
        head,
        f'<body class="catalog-category-view"><header><a class="logo" href="/"><img src="/logo.svg" alt="Kramer & Sons">'
        f'</a>{_menu(language, "nav navigation")}<form action="/search" role="search"><input name="q" type="search">'
        f'<button type="submit">&#128269;</button></form></header><div class="columns"><aside class="sidebar">'
        f'<ul class="filter-options">{brands}</ul></aside><div class="column main"><h1>{escape(title)}</h1>{body}'
        f'<div class="block upsell">{bought}</div></div></div><footer>{_menu(language, "footer links")}'
        f'<form action="/newsletter" method="post"><input type="email" name="email"><button>OK</button></form>'
        f"<small>© 2026 Kramer & Sons</small></footer></body>",
    )


def blog(language: Language, title: str, body: str, head: str) -> str:
    """A blog: tags and a calendar that turns by itself in the sidebar."""
    tags = " ".join(
        f'<a href="/tag/{number}/" rel="tag">{escape(tag)}</a>' for number, tag in enumerate(language.places)
    )
    days = "".join(f"<td>{day}</td>" for day in range(1, 8))
    return _document(
        language,
        f"{title} – The Towpath",
        f'<meta name="generator" content="WordPress 6.5"><link rel="alternate" type="application/rss+xml" href="/comments/feed/">{head}',
        f'<body class="archive category"><div id="page" class="hfeed site"><header id="masthead"><p class="site-title">'
        f'<a href="/" rel="home">The Towpath</a></p>{_menu(language, "main-menu")}</header><div id="primary">'
        f'<h1 class="page-title">{escape(title)}</h1>{body}</div><div id="secondary" class="widget-area"><aside '
        f'class="widget widget_calendar"><table><caption>2026-11</caption><tr>{days}</tr></table></aside>'
        f'<aside class="widget widget_tag_cloud">{tags}</aside></div><footer id="colophon">{_menu(language, "f")}'
        f"</footer></div></body>",
    )


def portal(language: Language, title: str, body: str, head: str) -> str:
    """A portal: breadcrumbs, a picture show with its own arrows, links to social networks."""
    crumbs = " › ".join(f'<a href="/{number}/">{escape(word)}</a>' for number, word in enumerate(language.menu[:2], 1))
    return _document(
        language,
        title,
        f'<meta property="og:site_name" content="Portal">{head}',
        f'<body><nav class="navbar">{_menu(language, "navbar-nav")}</nav><div class="carousel slide" id="promo">'
        f'<div class="carousel-inner"><div class="carousel-item active"><img src="/promo/1.jpg" alt="1"></div></div>'
        f'<button class="carousel-control-prev" type="button" data-slide="prev"><span aria-hidden="true">‹</span></button>'
        f'<button class="carousel-control-next" type="button" data-slide="next"><span aria-hidden="true">›</span></button>'
        f'</div><div class="container"><ol class="breadcrumb"><li>{crumbs}</li></ol><h1>{escape(title)}</h1>{body}</div>'
        f'<footer class="footer"><a href="https://social.example/portal">social</a> {_menu(language, "list-inline")}'
        f"</footer></body>",
    )


def plain(language: Language, title: str, body: str, head: str) -> str:
    """A site of the nineties: layout by tables, a column of links at the left."""
    links = "".join(f'<a href="/{number}.html">{escape(word)}</a><br>' for number, word in enumerate(language.menu, 1))
    return _document(
        language,
        title,
        head,
        f'<body bgcolor="#ffffff"><table width="100%" border="0"><tr><td colspan="2" bgcolor="#003366"><font color="white">'
        f'<b>{escape(title)}</b></font></td></tr><tr><td width="140" valign="top">{links}</td><td valign="top">{body}'
        f'</td></tr><tr><td colspan="2"><hr><small>webmaster@register.example</small></td></tr></table></body>',
    )
