"""What a JSON document says about its next page: a URL, a token, a flag that there is none. Not what to do with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import jmespath
from jmespath.exceptions import JMESPathError

from scraper.exceptions import InvalidOptions
from scraper.pagination.settings import is_web_url, pointer

MAX_DEPTH = 5  # objects within objects; {"data": {"search": {"pageInfo": {"endCursor": …}}}} has four
MAX_MEMBERS = 2_000  # members that are looked at; paging stands beside the records and not in them

# Folded: lower case, letters and digits only ("@odata.nextLink" is "odatanextlink").
_URL_KEYS = frozenset(
    [
        "next",
        "nexturl",
        "nextpage",
        "nextpageurl",
        "nextlink",
        "nexthref",
        "nexturi",
        "nextpagelink",
        "nextpageuri",
        "odatanextlink",
    ]
)
# Token key -> the request's parameter that usually takes it, best first ("": the key itself).
_TOKEN_KEYS: Mapping[str, str] = {
    "nextcursor": "cursor",
    "nextpagecursor": "cursor",
    "endcursor": "after",
    "nextpagetoken": "page_token",
    "nexttoken": "",
    "continuationtoken": "",
    "continuation": "",
    "resumptiontoken": "",
    "nextmarker": "marker",
    "nextoffset": "offset",
    "nextpagekey": "",
    "nextkey": "key",
    "scrollid": "",
    "bookmark": "",
    "after": "",
    "cursor": "",
    "next": "cursor",
}
_MORE_KEYS = frozenset(
    ["hasmore", "hasnext", "hasnextpage", "hasmoreitems", "hasmoreresults", "more", "moreavailable", "morepages"]
)
_LAST_KEYS = frozenset(["islast", "islastpage", "isend", "endofresults"])
_URL = re.compile(r"(?:https?:)?//\S|[/?]\S|\.\.?/\S")
_BRACKETS = re.compile(r"\[\s*(?:'([^']*)'|\"([^\"]*)\")\s*\]")


@dataclass(frozen=True, slots=True)
class NextUrl:
    """A next URL in a JSON document, where it stands, and what it asks for besides (STAC's POST links)."""

    url: str
    path: str
    method: str | None = None
    body: Any = None
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the next page, where it stands, and the parameter that usually takes it."""

    value: str | int
    path: str
    param: str


def check_path(path: str, name: str) -> None:
    """Raise InvalidOptions for setting `name` if `path` is no JSON path."""
    try:
        jmespath.compile(_as_jmespath(path))
    except JMESPathError as error:
        reason = f"{path!r} is not a valid JSON path ({error}); write it as paging.next or $.links[0].href"
        raise InvalidOptions(pointer(name), reason) from error


def value_at(document: Any, path: str) -> Any:
    """What stands at a path: a key of the document as it is ("@odata.nextLink"), JSONPath's $.a.b or JMESPath."""
    if isinstance(document, dict) and path in document:
        return document[path]
    try:
        return jmespath.search(_as_jmespath(path), document)
    except JMESPathError:
        return None


def find_next_url(document: Any) -> NextUrl | None:
    """The URL of the next page under one of the usual names, of those the nearest to the top."""
    for path, key, value in _members(document):
        if key == "links" and isinstance(value, list):
            found = [_of_object(each, path) for each in value if _is_next(each)]
        elif key in _URL_KEYS:
            found = [_of_object(value, path) if isinstance(value, dict) else _of_text(value, path)]
        else:
            continue
        for link in found:
            if link is not None:
                return link
    return None


def next_url_of(value: Any, path: str, page_url: str) -> str | None:
    """The absolute URL that a value at `path` names, resolved against the page's; None if it is none."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("href", "url", "uri") if isinstance(value.get(name), str)), None)
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        url = urljoin(page_url, value.strip())
    except ValueError:
        return None
    return url if is_web_url(url) else None


def find_token(document: Any, *, not_value: Any = None) -> Token | None:
    """The token of the next page under one of the usual names; `not_value` is the page's own, which some repeat."""
    best: tuple[int, Token] | None = None
    order = list(_TOKEN_KEYS)
    for path, key, value in _members(document):
        if key not in _TOKEN_KEYS or not _is_token(value) or str(value) == str(not_value):
            continue
        if best is None or order.index(key) < best[0]:
            own = path.rpartition(".")[2].strip('"')
            best = order.index(key), Token(value, path, _param(own, key))
    return best[1] if best else None


def says_last(document: Any) -> bool:
    """Whether the document says by a flag that no page follows ("has_more": false)."""
    return any(
        (key in _MORE_KEYS and value is False) or (key in _LAST_KEYS and value is True)
        for _, key, value in _members(document)
    )


def says_more(document: Any) -> bool:
    """Whether the document says by a flag that a page follows."""
    return any(
        (key in _MORE_KEYS and value is True) or (key in _LAST_KEYS and value is False)
        for _, key, value in _members(document)
    )


def number_named(document: Any, *names: str) -> int | None:
    """The first non-negative number under one of these folded names, beside or above the records."""
    for wanted in names:
        for _, key, value in _members(document):
            if key == wanted and isinstance(value, int | str) and not isinstance(value, bool) and str(value).isdigit():
                return int(value)
    return None


def longest_list(document: Any) -> int:
    """How many objects the longest list of objects holds, of those beside or above other lists."""
    lists = [document] if isinstance(document, list) else [value for _, _, value in _members(document)]
    return max(
        (len(each) for each in lists if isinstance(each, list) and each and isinstance(each[0], dict)), default=0
    )


def _members(document: Any) -> Iterator[tuple[str, str, Any]]:
    """Members of objects, from the top: (path, folded key, value). Lists are not entered: they hold records."""
    level: list[tuple[str, Any]] = [("", document)]
    count = 0
    for _ in range(MAX_DEPTH):
        below = []
        for above, holder in level:
            for name, value in holder.items() if isinstance(holder, dict) else ():
                count += 1
                if count > MAX_MEMBERS:
                    return
                path = f"{above}.{_quoted(name)}" if above else _quoted(name)
                yield path, re.sub(r"[^a-z0-9]", "", name.casefold()), value
                below.append((path, value))
        level = below


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else '"' + name.replace('"', '\\"') + '"'


def _as_jmespath(path: str) -> str:
    """JSONPath's plain forms as JMESPath: $.a.b, $['a']['b']."""
    path = _BRACKETS.sub(lambda match: "." + _quoted(match[1] or match[2] or ""), path.strip())
    return path.removeprefix("$").removeprefix(".") or "@"


def _is_next(value: Any) -> bool:
    rel = value.get("rel") if isinstance(value, dict) else None
    return rel == "next" or (isinstance(rel, list) and "next" in rel)


def _of_text(value: Any, path: str) -> NextUrl | None:
    return NextUrl(value, path) if isinstance(value, str) and _URL.match(value) else None


def _of_object(value: Any, path: str) -> NextUrl | None:
    """A link as an object: {"href": …}, with STAC's method, body and merge (api.stacspec.org, item-search)."""
    if not isinstance(value, dict):
        return None
    url = next((value[name] for name in ("href", "url", "uri") if isinstance(value.get(name), str)), None)
    if url is None:
        return None
    method = value.get("method")
    return NextUrl(
        url, path, method if isinstance(method, str) else None, value.get("body"), value.get("merge") is True
    )


def _is_token(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and not _URL.match(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _param(own: str, key: str) -> str:
    """The parameter for a key: in camelCase where the key is."""
    param = _TOKEN_KEYS[key] or own
    if "_" in param and any(letter.isupper() for letter in own):
        first, *others = param.split("_")
        return first + "".join(map(str.capitalize, others))
    return param
