"""Topics as keyword lists of pages write them, told from what else stands there: ids, hosts, notes of the system."""

import re

from scraper.extraction.words import split_words, word_set

_MAX_LENGTH = 100  # characters; longer ones are sentences
_ID = re.compile(r"^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{5,}|[0-9a-f]{24,})$")
_HOST = re.compile(r"^(?:[a-z0-9-]++\.)+(?:com|org|net|[a-z]{2})$")
_KEYED = re.compile(r"^([A-Za-z][A-Za-z ]{1,20}):\s+(\S.*)$")
_TOPIC_KEYS = word_set("subject subjects topic topics tag tags category section keyword keywords person place location")
_SYSTEM_KEYS = word_set("day time language page article type partner wc medium version template nlp region format")


def topic(text: str) -> str | None:
    """The topic that one keyword says, or None: "Subject: Justice" -> "Justice", "Day: Friday" -> None."""
    if len(text) > _MAX_LENGTH or _ID.match(text) or _HOST.match(text):
        return None
    keyed = _KEYED.match(text)
    if keyed is None:
        return text
    words = set(split_words(keyed.group(1)))
    if words & _SYSTEM_KEYS:
        return None
    return keyed.group(2) if words <= _TOPIC_KEYS else text
