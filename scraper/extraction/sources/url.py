"""Candidates from the page's own URL: dates in paths, identifiers, the URL itself."""

import re
from urllib.parse import urlsplit

from scraper.extraction.fields import FieldSpec
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_DATE_TRUST = 0.75
_OWN_TRUST = 0.6


def url(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """What the page's URL says of the field; nothing inside a part of a page."""
    if not scope.is_page:
        return []
    address = scope.document.url
    if spec.is_date:
        match = _DATE.search(urlsplit(address).path)
        if match and spec.concept == "date":
            text = match.group()
            return [Candidate("-".join(match.groups()), "url", "url", text, _DATE_TRUST)]
    if spec.concept == "url" and spec.is_uri and spec.type == "string":
        return [Candidate(address, "url", "url", address, _OWN_TRUST)]
    return []
