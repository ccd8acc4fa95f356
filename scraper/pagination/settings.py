"""The checks that the settings of every pagination type share: known keys, types, and URLs. Not what they mean."""

from collections.abc import Iterable
from difflib import get_close_matches
from urllib.parse import urlsplit

from scraper.exceptions import InvalidOptions
from scraper.pagination.values import Settings


def pointer(*path: str | int) -> str:
    """The JSON pointer into `options` of a pagination setting: pointer("urls", 3) is "/pagination/urls/3"."""
    return "/".join(["/pagination", *(str(part).replace("~", "~0").replace("/", "~1") for part in path)])


def refuse_others(type_name: str, settings: Settings, known: Iterable[str]) -> None:
    """Raise InvalidOptions for the first setting that `type_name` does not have: it would be ignored."""
    known = tuple(known)
    for name in settings:
        if name in known:
            continue
        close = get_close_matches(str(name), known, n=1)
        has = f"it has: {', '.join(known)}" if known else "it has no settings"
        cure = f"did you mean {close[0]!r}?" if close else "remove it or choose the pagination_type it belongs to"
        raise InvalidOptions(pointer(name), f"pagination_type {type_name!r} has no such setting ({has}); {cure}")


def text_setting(settings: Settings, name: str) -> str | None:
    """The setting's text, stripped, or None if it is not set. Raises InvalidOptions if it is no text or blank."""
    value = settings.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise InvalidOptions(pointer(name), f"must be a non-empty text, not {value!r}; remove it if you do not need it")
    return value.strip()


def integer_setting(settings: Settings, name: str) -> int | None:
    """The setting's integer, or None if it is not set. Raises InvalidOptions if it is anything else."""
    value = settings.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidOptions(pointer(name), f"must be an integer, not {value!r}; write it without quotes or decimals")
    return value


def is_web_url(url: object) -> bool:
    """Whether `url` is an absolute http(s) URL with a host and a legal port, and without user name and password."""
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return False
    is_plain = "@" not in parts.netloc and not any(map(str.isspace, url.strip()))
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and is_plain
