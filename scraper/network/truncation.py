"""Whether a text whose length nobody said looks cut short. Pure."""

import json
import re

_OPENING = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE)
_CLOSING = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)


def looks_cut(body: bytes, content_type: str) -> bool:
    """Whether HTML lacks the end tags of what it opened, or what is declared JSON does not parse.

    For bodies that end with their connection (RFC 9112, section 6.3, rule 8): nothing else says where they should have
    ended. Some whole pages look so too, so the answer alone is no proof.
    """
    if "json" in content_type.lower():
        return not _is_json(body)
    return bool(_OPENING.search(body)) and not _CLOSING.search(body)


def ends_in_a_tag(body: bytes) -> bool:
    """Whether HTML that looks cut ends within a tag, as no whole page does."""
    return bool(_OPENING.search(body)) and body.rfind(b"<") > body.rfind(b">")


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
