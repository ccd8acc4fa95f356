"""Wrappers: selectors learnt from a site template's first pages, applied at about parse speed, audited and repaired.

`Templates` is the way in for a run: it reads pages and keeps what it learns. `signature`, `example_of`, `learn` and
`Applier` are its parts. See docs/wrappers.md.
"""

from scraper.extraction.wrappers.agreement import agreement
from scraper.extraction.wrappers.applying import Applier
from scraper.extraction.wrappers.examples import example_of
from scraper.extraction.wrappers.learning import learn
from scraper.extraction.wrappers.skeleton import Signature, signature
from scraper.extraction.wrappers.templates import DEFAULT_AUDIT_PAGES, StoredTemplate, Templates
from scraper.extraction.wrappers.wrapper import FORMAT, Wrapper

__all__ = [
    "DEFAULT_AUDIT_PAGES",
    "FORMAT",
    "Applier",
    "Signature",
    "StoredTemplate",
    "Templates",
    "Wrapper",
    "agreement",
    "example_of",
    "learn",
    "signature",
]
