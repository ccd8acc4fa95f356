"""Links and e-mail addresses in text."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_MAX_URL = 4000


@lru_cache(maxsize=8192)
def parse_url(text: str, base_url: str) -> str | None:
    """The absolute http(s) URL that the text is, resolved against the base; None for other schemes and no URL."""
    stripped = text.strip()
    if not stripped or len(stripped) > _MAX_URL or (" " in stripped.strip("/") and "//" not in stripped):
        return None
    try:
        url = urljoin(base_url, safe_url_string(stripped))
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def parse_email(text: str) -> str | None:
    """The first e-mail address of the text, without mailto:, or None."""
    match = _EMAIL.search(text)
    return match.group().rstrip(".") if match else None
