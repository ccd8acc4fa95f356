"""Variants of ASP.NET's __doPostBack, which HTTP alone can follow by sending the page's form back with __VIEWSTATE."""

from base64 import b64encode
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qsl, urlencode

from tests.paging_site import shells, skins
from tests.paging_site.listing import Catalogue, catalogue, gone
from tests.paging_site.records import CASE, JOB
from tests.paging_site.variant import AUTO, Ask, Step, Variant
from tests.site import Answer, Reply, Request

GRID = "ctl00$Main$GridView1"
NEXT = "ctl00$Main$lnkNext"


def state_of(number: int) -> str:
    """The __VIEWSTATE that page `number` carries; a request with the wrong one is refused."""
    return b64encode(f"/wEPDwUKLTk2Mjg{number:04}".encode() * 3).decode()


def _fields(number: int, target: str, argument: str) -> dict[str, str]:
    """What the browser sends for a click on page `number`."""
    return {
        "__EVENTTARGET": target,
        "__EVENTARGUMENT": argument,
        "__VIEWSTATE": state_of(number),
        "__VIEWSTATEGENERATOR": "CA0B0334",
        "__EVENTVALIDATION": state_of(number + 5000),
        "ctl00$Main$txtName": "a & b",
    }


def _document(records: Catalogue, number: int, pager: str) -> Reply:
    hidden = "".join(
        f'<input type="hidden" name="{name}" id="{name}" value="{escape(value)}">'
        for name, value in _fields(number, "", "").items()
        if name.startswith("__")
    )
    script = (
        "<script>var theForm = document.forms['aspnetForm'];function __doPostBack(t, a) "
        "{theForm.__EVENTTARGET.value = t; theForm.__EVENTARGUMENT.value = a; theForm.submit();}</script>"
    )
    grid = skins.gridview(records.shown(records.pages()[number - 1]))
    search = '<input name="ctl00$Main$txtName" type="text" value="a &amp; b"><input type="submit" name="ctl00$Main$btnSearch" value="Search">'
    body = f'<form method="post" action="./List.aspx" id="aspnetForm">{hidden}{script}{search}{grid}{pager}</form>'
    said = f"<span>{records.promise(number)}</span>"
    return Reply(shells.plain(records.language, "Register", said + body, ""))


def posted(
    name: str,
    about: str,
    records: Catalogue,
    pager: Callable[[int, int], str],
    click: Callable[[int], tuple[str, str]],
    asks: tuple[Ask, ...],
) -> Variant:
    """A grid at /List.aspx; `pager` of number and last page is its strip, `click` the target and argument that lead to page n."""
    last = len(records.pages())

    def answer(request: Request) -> Answer:
        if request.path.lower() != "/list.aspx":
            return gone(request)
        if request.method == "GET":
            return _document(records, 1, pager(1, last))
        sent = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        for number in range(1, last + 1):
            for wanted in range(1, last + 1):
                if _is_click(sent, _fields(number, *click(wanted)), number, wanted, click):
                    return _document(records, wanted, pager(wanted, last))
        return Reply("<h1>Validation of viewstate MAC failed</h1>", status=500)

    form = [Step("/List.aspx", body=urlencode(_fields(n, *click(n + 1))), method="POST") for n in range(1, last)]
    return Variant(
        name=name,
        about=about,
        catalogue=records,
        site=lambda: answer,
        start="/List.aspx",
        asks=asks,
        steps=(Step("/List.aspx"), *form),
        most_pages=last,
        promised=records.count,
    )


def _is_click(
    sent: dict[str, str], fields: dict[str, str], number: int, wanted: int, click: Callable[[int], tuple[str, str]]
) -> bool:
    """Whether this is what a browser sends for the click from one page to another; clicks without an argument lead one on."""
    is_neighbour = bool(click(wanted)[1]) or wanted == number + 1
    return (
        is_neighbour
        and all(sent.get(name) == value for name, value in fields.items())
        and "ctl00$Main$btnSearch" not in sent
    )


def _strip(number: int, last: int) -> str:
    """GridView's own pager: five numbers, the next five behind an ellipsis."""
    start = (number - 1) // 5 * 5 + 1
    shown = range(start, min(last, start + 4) + 1)
    parts = [
        f"<td><span>{one}</span></td>" if one == number else f"<td>{_link(GRID, f'Page${one}', str(one))}</td>"
        for one in shown
    ]
    if start > 1:
        parts.insert(0, f"<td>{_link(GRID, f'Page${start - 1}', '...')}</td>")
    if shown[-1] < last:
        parts.append(f"<td>{_link(GRID, f'Page${shown[-1] + 1}', '...')}</td>")
    return f'<table border="0"><tr>{"".join(parts)}</tr></table>'


def _link(target: str, argument: str, text: str) -> str:
    return f'<a href="javascript:__doPostBack(&#39;{target}&#39;,&#39;{argument}&#39;)">{text}</a>'


def _next(number: int, last: int) -> str:
    """One link that leads one page on."""
    return f'<div class="nav">{_link(NEXT, "", "Weiter &gt;") if number < last else "<span>Weiter &gt;</span>"}</div>'


def variants() -> list[Variant]:
    """All variants of this module."""
    return [
        posted(
            "postback_strip",
            "a GridView's pager of numbers",
            catalogue(CASE, "en", 130, 16),
            _strip,
            lambda number: (GRID, f"Page${number}"),
            (Ask("numbered_links"), AUTO),
        ),
        posted(
            "postback_next",
            "a LinkButton that leads one page on",
            catalogue(JOB, "de", 72, 12),
            _next,
            lambda _: (NEXT, ""),
            (Ask("next_button"), AUTO),
        ),
    ]
