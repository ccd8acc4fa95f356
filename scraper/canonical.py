"""One form of a record for both databases: cleaned values, canonical JSON, the content hash."""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import rfc8785
from w3lib.url import canonicalize_url

from db.types import MAX_INTEGER

HASH_VERSION = 1

# PostgreSQL's JSONB refuses NUL and lone surrogates; SQLite would cut a text at NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# Parameters that name a visit, not a resource. Sources: the click ids documented by Google, Meta, Microsoft and
# Mailchimp, and the session parameters of PHP, Java servlets, ASP.NET and phpBB.
_VISIT_PARAMETERS = frozenset(
    {
        *("gclid", "dclid", "gbraid", "wbraid", "fbclid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid"),
        *("_ga", "_gl", "srsltid", "s_kwcid"),
        *("phpsessid", "jsessionid", "sid", "sessionid", "session_id", "aspsessionid"),
    }
)
_JSESSIONID_IN_PATH = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)


def clean(value: Any) -> Any:
    """`value` as both databases store it alike.

    NUL is dropped, a lone surrogate becomes U+FFFD, NaN and infinities become None, integers beyond ±(2^53 - 1) become
    text. Containers are rebuilt; keys are cleaned too.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub(_storable, value) if _UNSTORABLE.search(value) else value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) <= MAX_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {clean(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [clean(item) for item in value]
    return clean(str(value))


def _storable(match: re.Match[str]) -> str:
    return "" if match.group() == "\x00" else "\ufffd"


def canonical_json(value: Any) -> bytes:
    """The one JSON text of a cleaned value (RFC 8785)."""
    return rfc8785.dumps(value)


def content_hash(data: Mapping[str, Any], *, link: str | None = None, place: Sequence[Any] | None = None) -> str:
    """64 hex digits that name a record: its data, its own link if it has one, and `place` where nothing may be equal.

    `data` must be cleaned. The same record found on two pages has one hash; two records with equal data and different
    links have two.
    """
    named: dict[str, Any] = {"data": data}
    if link:
        named["link"] = resource_url(link)
    if place is not None:
        named["place"] = list(place)
    return hashlib.sha256(canonical_json(named)).hexdigest()


def resource_url(url: str) -> str:
    """`url` without fragment, tracking and session parameters, the rest in canonical order.

    A text that is no URL at all is handed back as it is.
    """
    try:
        parts = urlsplit(_JSESSIONID_IN_PATH.sub("", url))
        kept = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name.lower() not in _VISIT_PARAMETERS and not name.lower().startswith("utm_")
        ]
        return canonicalize_url(urlunsplit(parts._replace(query=urlencode(kept))))
    except ValueError:  # half an IPv6 address, a port in letters: still a name for the record
        return url
