"""The parameters of a request, in its query or in its body (JSON or a form): read by name, and set in a new request."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from w3lib.url import add_or_replace_parameters

from scraper.pagination.values import PageRequest

Value = str | int


def find_parameter(request: PageRequest, names: Iterable[str]) -> str | None:
    """The first of `names` that the request has, as the request writes it; case, "_" and "-" do not count."""
    own = {_fold(name): name for name in (*_query(request.url), *_names(_body(request)))}
    return next((own[_fold(name)] for name in names if _fold(name) in own), None)


def parameter(request: PageRequest, name: str) -> Any:
    """The value of a parameter, of the body before the query; None if the request has none.

    In a JSON body a dotted name leads through objects, and a plain one is found at any depth.
    """
    body = _body(request)
    place = _place(body, name) if body is not None else None
    if body is not None and place is not None:
        return _at(body, place)
    return _query(request.url).get(name)


def integer_parameter(request: PageRequest, name: str) -> int | None:
    """The parameter as an integer; None if it is none."""
    value = parameter(request, name)
    try:
        return int(value) if value is not None and not isinstance(value, bool) else None
    except (TypeError, ValueError):
        return None


def with_parameters(request: PageRequest, values: Mapping[str, Value]) -> PageRequest:
    """The request with these values: each in the body or query that has it, else in the body if there is one."""
    for name, value in values.items():
        body = _body(request)
        place = _place(body, name) if body is not None else None
        if body is None or (place is None and name in _query(request.url)):
            request = replace(request, url=add_or_replace_parameters(request.url, {name: str(value)}))
        else:
            request = replace(request, body=_with(request, body, place or (name,), value))
    return request


def is_json_body(body: str | None) -> bool:
    """Whether the body is a JSON object."""
    return _json_object(body) is not None


def _body(request: PageRequest) -> dict[str, Any] | None:
    """What the body says: a JSON object or a form; None without either."""
    if not request.body or request.method == "GET":
        return None
    values = _json_object(request.body)
    if values is not None or "=" not in request.body:
        return values
    return dict(parse_qsl(request.body, keep_blank_values=True))


def _json_object(body: str | None) -> dict[str, Any] | None:
    try:
        value = json.loads(body or "")
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _with(request: PageRequest, body: dict[str, Any], place: tuple[str, ...], value: Value) -> str:
    """The body with a value at a place; a JSON value keeps its type where it was text."""
    if not is_json_body(request.body):
        return urlencode({**body, place[0]: str(value)})
    old = _at(body, place)
    holder = body
    for part in place[:-1]:
        holder = holder.setdefault(part, {})
    holder[place[-1]] = str(value) if isinstance(old, str) else value
    return json.dumps(body, ensure_ascii=False)


def _place(body: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    """Where in the body `name` stands: as it is, as a dotted path, or as the only one of its name at any depth."""
    if name in body:
        return (name,)
    path = tuple(name.split("."))
    holder = _at(body, path[:-1])
    if isinstance(holder, dict) and len(path) > 1:
        return path
    places = [place for place in _places(body, ()) if place[-1] == name]
    return places[0] if len(places) == 1 else None


def _places(value: Mapping[str, Any], above: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for name, each in value.items():
        yield (*above, name)
        if isinstance(each, dict) and len(above) < 4:
            yield from _places(each, (*above, name))


def _names(body: Mapping[str, Any] | None) -> list[str]:
    return [place[-1] for place in _places(body or {}, ())]


def _at(value: Any, place: tuple[str, ...]) -> Any:
    for part in place:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _fold(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "")
