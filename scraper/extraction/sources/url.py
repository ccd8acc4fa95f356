"""Candidates from the page's own URL: dates in paths, identifiers, the URL itself."""

import re
from urllib.parse import unquote, urlsplit

from scraper.extraction.fields import FieldSpec
from scraper.extraction.scope import Scope
from scraper.extraction.sources.money import amounts
from scraper.extraction.values import Candidate

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DATE_TRUST = 0.75
_OWN_TRUST = 0.6
_PART = re.compile(r"[/_.,=;-]")
_IDENTIFIER = re.compile(r"^(?:[a-z]{0,3}\d{4,}|(?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])[A-Z\d]{6,14})$")
_IDENTIFIER_TRUST = 0.5


def url(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """What the page's URL says of the field; nothing inside a part of a page."""
    if not scope.is_page:
        return []
    address = scope.document.url
    if spec.is_date:
        match = _DATE.search(urlsplit(address).path)
        if match and spec.concept == "date":
            return [Candidate(url_day(match.group()), "url", "url", match.group(), _DATE_TRUST)]
    if spec.concept == "sku" and not spec.is_array and scope.document.once(amounts):  # articles have numbers too
        return _identifiers(scope)
    if spec.concept == "url" and spec.is_uri and spec.type == "string":
        return [Candidate(address, "url", "url", address, _OWN_TRUST)]
    return []


def url_day(text: str) -> str:
    """The day in a part of a URL as ISO 8601: "2024/0424" is "2024-04-24"; a text without one is given back."""
    match = _DATE.search(text)
    return "-".join(match.groups()) if match else text


def _identifiers(scope: Scope) -> list[Candidate]:
    """Parts of the path that look like an identifier and that the page itself repeats; the last one counts most."""
    found = []
    parts = [part for part in _PART.split(unquote(urlsplit(scope.document.url).path)) if _IDENTIFIER.match(part)]
    for rank, part in enumerate(reversed(parts[-3:])):
        repeated = scope.document.page.text.count(part)
        if repeated > 1:
            trust = _IDENTIFIER_TRUST * (1.0 if len(part) >= 6 else 0.8) * (0.8**rank)
            found.append(Candidate(part, "url", "url", part, trust, {"repeated": float(repeated)}))
    return found
