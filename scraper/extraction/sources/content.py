"""Candidates for long texts: the page's main text without menus, advertisements and comments."""

from scraper.extraction.fields import FieldSpec
from scraper.extraction.ranker.trust import trust
from scraper.extraction.scope import Scope
from scraper.extraction.text.main_text import MainText, main_text
from scraper.extraction.values import Candidate

_FULL_LENGTH = 600  # characters; of shorter texts it is less certain that they are all of it
_LEAST_TRUST = 0.45  # of the source's trust, for a text of no length


def content(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The main text for fields that ask for a body; nothing for others or inside a part of a page.

    Its path is the element that holds all of it; `main_text` of the page gives it again.
    """
    if spec.concept != "body" or spec.type not in ("string", "any") or spec.is_array or not scope.is_page:
        return []
    found = scope.once(_main_text)
    if found is None:
        return []
    length = min(1.0, len(found.text) / _FULL_LENGTH)
    score = trust("content", spec.concept) * (_LEAST_TRUST + (1 - _LEAST_TRUST) * length)
    cues = {"expected_f1": found.expected_f1}
    path = scope.document.path(found.container)
    return [Candidate(found.text, "content", path, found.text, score, cues)]


def _main_text(scope: Scope) -> MainText | None:
    return main_text(scope.document, scope.resources.content)
