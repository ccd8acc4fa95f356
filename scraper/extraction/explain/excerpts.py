"""Parts of a text that are a value of their own: a number of a case, a citation, a person, the parties of a case.

`excerpt(kind, text)` gives the part as it is written, or None where the text has none or is nothing else.
"""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

Kind = Literal["code", "citation", "person", "parties", "lead", "link"]

_MAX_TEXT = 600  # characters; in longer texts numbers and names are mentioned, not given
_MIN_CODE = 0.55  # below it a number is a count, a year or part of a name
_SURE_CODE = (
    1.04  # from it a number is none of the words of a name: with letters and digits, dashes or spaces, at an end
)
_SPACE = re.compile(r"\S+")
_NUMBER = re.compile(r"^[A-Za-z]{0,6}\d[\w.\-–/:]*$|^[A-Za-z.]{1,8}(?:-[A-Za-z]{1,5}+)*-+\d[\w.\-–/:]*$")
_ABBREVIATION = re.compile(r"^(?:&|[A-Z]{1,5}(?:-[A-Z]{1,4})?|(?:[A-Za-z]{1,5}+\.)+(?:[\dA-Za-z]{1,4}\.?)?)$")
_MARKER = re.compile(r"^(?:nos?|nr|num|case|docket|file|appeal|index|#)[.:#]*$", re.IGNORECASE)
_MONTH = re.compile(r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$", re.IGNORECASE)
_DAY = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$|^\d{1,2}:\d{2}$|^\d{4}-\d{2}-\d{2}T|^\d+(?:st|nd|rd|th)$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_CITATION = re.compile(
    r"^\d{1,4} (?:[A-Z][\w.&']*|\d[a-z]{1,2})(?: (?:[A-Z][\w.&']*|\d[a-z]{1,2})){0,4} \d+(?:-[A-Z])?$"
)
_HREF = re.compile(r"""<a\s[^<>]{0,300}?href\s*=\s*["']?([^"'<>\s]+)""", re.IGNORECASE)
_TITLES = r"(?:(?:chief|senior|associate|presiding|president|vice|administrative|magistrate)\s++)*"
_PERSON = re.compile(
    rf"\b(?:by|von|par|por|door|av)\s+(?P<name>(?:{_TITLES}(?:justice|judge|dr|prof|mr|mrs|ms)\.?\s+)?"
    r"(?-i:[A-Z])[\w'’-]*\.?(?:[ ]+(?!(?i:and|for|with|affirm\w*|revers\w*|vacat\w*|remand\w*|dismiss\w*)\b)"
    r"(?-i:[A-Z])[\w'’-]*\.?){0,3})",
    re.IGNORECASE,
)
_JUDGE = re.compile(rf"\s+by\s+(?:the\s+)?{_TITLES}(?:justice|judge)\b.*", re.IGNORECASE | re.DOTALL)
_VERSUS = re.compile(
    r"\s(?:v|vs|versus)\.?\s|^(?:in re|in the (?:int|matter)|matter of|ex parte|(?:estate|interest) of)\b",
    re.IGNORECASE,
)
_AROUND_VERSUS = re.compile(r"\s*\n?\s*\b((?:v|vs|versus)\b\.?)[ \t]*\r?\n\s*", re.IGNORECASE)
_PARTY_ROLE = re.compile(
    r",\s*(?:petitioners?|appellants?|appellees?|respondents?|plaintiffs?|defendants?)"
    r"(?:[\s/,-]+(?:petitioners?|appellants?|appellees?|respondents?))?\s*[.,]?\s*$",
    re.IGNORECASE,
)
_AFTER_PARTIES = re.compile(r"\s*\([^)]*\)\s*\S.*$|\s*\([^)]*$|\s*\n.*$", re.DOTALL)
_RANK = re.compile(
    r",\s*(?:(?:[A-Z]{1,2}\.?|Ch\.|Sr\.|Acting)\s?){0,3}J{1,2}\.?(?:\s?[A-Z]\.)*$"
    r"|,\s*(?:[A-Z][\w.]+\s+){0,3}(?:Judge|Justice)s?(?:\s+[A-Z][\w.]+){0,2}$"
)
_TRIMMED = " \t\r\n,;:|~–—-"


def excerpt(kind: Kind, text: str) -> str | None:
    """The part of that kind, or None where there is none, where it is the whole text, or where the text is long."""
    if len(text) > _MAX_TEXT:
        return None
    found = _EXCERPTS[kind](text)
    return found if found and found != text.strip() else None


def bare_person(text: str, own_words: tuple[str, ...] = ()) -> str:
    """The name without the rank behind it ("Rush, C.J.") and without a title that is the field's own word."""
    name = _RANK.sub("", text.strip()).strip(" ,;")
    first, _, rest = name.partition(" ")
    return rest if rest and first.rstrip(".").lower() in own_words else name


def has_parties(text: str) -> bool:
    """Whether the text names the parties of a case: "Doe v. Roe", "In re Doe", "Roe, Appellant"."""
    return len(text) <= _MAX_TEXT and bool(_VERSUS.search(text) or _PARTY_ROLE.search(text))


def without(text: str, part: str) -> str:
    """The text without the part where that stands at its start or end, and without what joined the two.

    A part in the middle ends the text if it comes after most of it; else the text stays as it is.
    """
    at = text.find(part)
    if at < 0 or not part:
        return text
    before, after = text[:at], text[at + len(part) :]
    kept = _marker_free(before) if len(before.strip(_TRIMMED)) >= len(after.strip(_TRIMMED)) else after
    kept = kept.strip(_TRIMMED)
    opened = kept.rfind("(")
    if opened > 0 and ")" not in kept[opened:]:
        kept = kept[:opened].strip(_TRIMMED)
    return kept if sum(map(str.isalpha, kept)) > 2 else text


def _marker_free(text: str) -> str:
    words = text.rstrip(_TRIMMED).split(" ")
    last = words[-1].rsplit("\n", 1)[-1]
    return text.rstrip(_TRIMMED)[: -len(last)] if last and _MARKER.match(last) else text


def _code(text: str) -> str | None:
    """The likeliest number of a case, an article or the like: the best sequence of numbers and abbreviations."""
    found = max(_codes(text), default=(0.0, ""), key=lambda each: each[0])
    return found[1] if found[0] >= _MIN_CODE else None


def _citation(text: str) -> str | None:
    return next((code for _, code in _codes(text) if _is_citation(code)), None)


def _is_citation(code: str) -> bool:
    """Whether it is volume or year, reporter, page or number: "216 Md.App. 613", "2021 S.D. 69"."""
    return bool(_CITATION.match(code)) and not _YEAR.match(code.rsplit(" ", 1)[-1])


@lru_cache(maxsize=4096)
def _codes(text: str) -> tuple[tuple[float, str], ...]:
    """Sequences of numbers and abbreviations in the text, each with how likely it identifies something."""
    return tuple((_code_score(text, first, end), text[first:end]) for first, end in _sequences(text))


def _sequences(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of the text that begin and end with a number, with nothing but numbers and abbreviations between."""
    start = last = -1
    for word in [*_SPACE.finditer(text), None]:
        bare = word.group().strip("()[],;|~").rstrip(".") if word else ""
        is_number = bool(bare) and bool(_NUMBER.match(bare)) and not _DAY.match(bare)
        bare = word.group().strip("()[],;|~") if word and not is_number else bare
        joins = bool(word) and not re.match(r"[(\[|~]", word.group() if word else "") and not _breaks(text, last, word)
        if start >= 0 and not (joins and (is_number or _ABBREVIATION.match(bare)) and not _MARKER.match(bare)):
            yield start, last
            start = last = -1
        if word and is_number:
            first = word.start() + word.group().find(bare)
            start = first if start < 0 else start
            last = first + len(bare)
            goes_on = word.group().endswith(",") and _is_series(text, start, word.end())
            if word.group().rstrip(")]") != word.group() or (word.group().endswith((",", ";", "|")) and not goes_on):
                yield start, last
                start = last = -1


def _is_series(text: str, first: int, end: int) -> bool:
    """Whether the comma at `end` joins numbers of one kind: "2022-CA-1454, 1456, 1457"."""
    after = text[end:].split(None, 1)[:1]
    so_far = [each.strip() for each in text[first:end].split(",")]
    is_number = bool(after) and bool(re.match(r"^[\w.-]*\d{3}[\w.-]*[,;]?$", after[0]))
    return is_number and not any(" " in each for each in so_far) and not _YEAR.match(after[0].strip(",;"))


def _breaks(text: str, last: int, word: re.Match[str] | None) -> bool:
    return word is not None and last >= 0 and "\n" in text[last : word.start()]


def _code_score(text: str, first: int, end: int) -> float:
    code = text[first:end]
    before = text[:first].rstrip("( ").rsplit(None, 1)[-1:] or [""]
    if _MONTH.match(before[0]) or (_YEAR.match(code) and not _MARKER.match(before[0])):
        return 0.0
    digits, letters = sum(map(str.isdigit, code)), sum(map(str.isalpha, code))
    score = 0.2 + 0.1 * min(4, digits) + (0.4 if letters else 0.0) + (0.3 if " " in code or "-" in code else 0.0)
    is_marked = bool(_MARKER.match(before[0]))
    score *= 1.0 if letters or is_marked or digits > 2 else 0.5
    score += 0.5 if is_marked else 0.0
    score += 0.2 if first == 0 or not text[end:].strip(_TRIMMED + ".)") else 0.0
    return score * (0.7 if _is_citation(code) and not is_marked else 1.0)


def _person(text: str) -> str | None:
    """The name after "by": "in an opinion by Justice Rush." -> "Justice Rush"."""
    found = _PERSON.search(text)
    name = found["name"].strip(" ,;") if found else ""
    if name.count(" ") and name.endswith(".") and len(name.rsplit(" ", 1)[-1]) > 4:
        name = name[:-1]
    return name.rstrip(".") if name and " " in name and len(name.rstrip(".").rsplit(" ", 1)[-1]) > 2 else name or None


def _parties(text: str) -> str | None:
    """The parties of a case without what they are, the case's number, the citation and remarks in brackets."""
    if not has_parties(text):
        return None
    name = _AROUND_VERSUS.sub(r" \1 ", text.strip())
    versus = _VERSUS.search(name)
    at = versus.end() if versus else 0
    name = name[:at] + _AFTER_PARTIES.sub("", name[at:])
    best = max(_codes(name), default=(0.0, ""))
    while best[0] >= _SURE_CODE and best[1] in name:
        shorter = without(name, best[1])
        if shorter == name:
            break
        name, best = shorter, max(_codes(shorter), default=(0.0, ""))
    return _PARTY_ROLE.sub("", name).strip(_TRIMMED)


def _lead(text: str) -> str | None:
    """What stands before "by Judge …"."""
    return _JUDGE.sub("", text, count=1).strip(_TRIMMED) or None


def _link(text: str) -> str | None:
    """The address of the first link of a text that is HTML."""
    found = _HREF.search(text)
    return html.unescape(found[1]) if found else None


_EXCERPTS: dict[Kind, Callable[[str], str | None]] = {
    "code": _code,
    "citation": _citation,
    "person": _person,
    "parties": _parties,
    "lead": _lead,
    "link": _link,
}
