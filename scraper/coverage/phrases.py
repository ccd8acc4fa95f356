"""What one short text promises: "1–20 of 240", "Seite 3 von 57", "240件". Texts in, readings out; no pages."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from scraper.coverage.values import Strength, Unit
from scraper.coverage.vocabulary import (
    OF,
    OTHERS,
    PAGES,
    RECORDS,
    SHOWN,
    TO,
    TOTAL,
    is_about,
    is_per_page,
    is_priced,
)
from scraper.extraction.coercion.numbers import ascii_digits, parse_number
from scraper.extraction.locale import PageLocale
from scraper.extraction.words import word_set

MAX_TEXT = 120  # characters; longer texts are prose
_MAX_COUNT = 100_000_000

# Languages that write a plain space between thousands (CLDR, `group`: a no-break space, which sites type as a space).
_SPACED = word_set("fr ru uk pl cs sk sv nb no nn fi hu bg lt lv et")
_NARROW = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_PLAIN = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_NUMBER = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[.,'’]\d{2,3})*[.,'’]\d{3}(?!\d)|\d+(?:[.,]\d+)?)(?:\s?(?P<unit>[km万萬천만])(?![^\W\d_]))?"
)
_THOUSANDS = {"k": 1_000, "m": 1_000_000, "万": 10_000, "萬": 10_000, "천": 1_000, "만": 10_000}
_ASIAN_SPACE = re.compile(r"\s+(?=[\u3000-\u9fff\uac00-\ud7af])|(?<=[\u3000-\u9fff\uac00-\ud7af])\s+")
_TO_WORDS = "|".join(re.escape(word) for word in TO if word.isalpha() or "/" in word or " " in word)
_PAIR = re.compile(
    rf"#\s?(?:件|个|個|条|번|건|개|筆|項|番)?目?\s?(?:[-–—‐‑−~〜～]|\b(?:{_TO_WORDS})\b|から|至|到|ถึง|से)\s?(?:第)?#"
)
_DATE = re.compile(r"#-#-#|#\.#\.#|#/#/#")
_SLASH = re.compile(r"#\s?[/|∕]\s?#")
_HEADING = re.compile(r"^[^#]{2,60}[(\[]#[)\]]$")
_YEARS = range(1900, 2101)
_CHANCE = 5  # records: that so many are found and said by three numbers without a known word is no chance
_SHORT = 48  # characters of what may be a few words and numbers
_SENTENCE = 72  # characters of one that names what is counted
_GAP = 24  # characters between two of its numbers


@dataclass(frozen=True, slots=True)
class Said:
    """One reading of a text. `shown` is how many records it says are on this page, where it does."""

    unit: Unit
    value: int
    strength: Strength
    is_approximate: bool = False
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A text with its numbers taken out: "# - # of #" and [1, 20, 240]; `is_rounded` where one is written as 12k."""

    text: str
    numbers: tuple[int, ...]
    is_rounded: bool


def said(text: str, *, found: int, locale: PageLocale) -> Said | None:
    """What the text promises, on a page where `found` records are; None where it promises nothing."""
    if len(text) > MAX_TEXT or not any(map(str.isdigit, text)):
        return None
    template = _template(text, locale.language)
    if template is None or is_priced(template.text):
        return None
    for reading in (_range, _place, _page_of, _count):
        promised = reading(template, found)
        if promised is not None:
            return promised if 0 < promised.value <= _MAX_COUNT else None
    return None


@lru_cache(maxsize=4_000)
def _template(text: str, language: str | None) -> Template | None:
    """The text folded, with # for each whole number; None where a number has decimals."""
    plain = _NARROW.sub("'", ascii_digits(text))
    if language in _SPACED:
        plain = _PLAIN.sub("'", plain)
    folded = _ASIAN_SPACE.sub("", " ".join(unicodedata.normalize("NFKC", plain).casefold().split()))
    numbers: list[int] = []
    is_rounded = False
    for match in _NUMBER.finditer(folded):
        number = _whole(match)
        if number is None:
            return None
        is_rounded = is_rounded or match["unit"] is not None
        numbers.append(number)
    return Template(_NUMBER.sub("#", folded), tuple(numbers), is_rounded) if numbers else None


def _whole(match: re.Match[str]) -> int | None:
    """The number as a count: three digits behind a separator are thousands: nobody counts in halves."""
    unit = match["unit"]
    digits = match.group().removesuffix(unit or "").strip()
    bare = re.sub(r"[.,'’]", "", digits)
    if unit is None and re.fullmatch(r"\d{1,3}(?:[.,'’]\d{2,3})*[.,'’]\d{3}|\d+", digits):
        return int(bare) if len(bare) <= 12 else None
    parsed = parse_number(digits.replace(",", "."), PageLocale(decimal="."))
    if unit is None or parsed is None:
        return None
    return int(parsed[0] * _THOUSANDS[unit])


def _range(template: Template, found: int) -> Said | None:
    """ "1–20 of 240", "240件中 1-20件", "Showing 21 to 40 of 240 (12 pages)"."""
    pair = _PAIR.search(template.text)
    if (
        pair is None
        or _DATE.search(template.text)
        or OTHERS.are_in(template.text)
        or not 3 <= len(template.numbers) <= 4
    ):
        return None
    place = template.text[: pair.start()].count("#")
    first, last = template.numbers[place : place + 2]
    rest = (*template.numbers[:place], *template.numbers[place + 2 :])
    total = max(rest)
    if not 0 <= first <= last <= total or (len(rest) == 2 and not PAGES.are_in(template.text)):
        return None
    shown = last - first + (first > 0)
    is_right = shown == found or (first > 1 and last == total and shown <= max(found, 1) * 2)
    if not _is_of_records(template.text) and (shown != found or found < _CHANCE or total in _YEARS):
        return None
    if PAGES.are_in(template.text) and len(rest) == 1 and shown != found:
        return None  # "pages 1-5 of 57" counts pages, in a strip
    return Said("records", total, Strength.STATED if is_right else Strength.COUNT, _is_about(template), shown)


def _is_of_records(text: str) -> bool:
    """Whether the words around a range and a total are those of a list."""
    if len(text) <= _SENTENCE and (RECORDS.are_in(text) or SHOWN.are_in(text)):
        return True
    gaps = text.split("#")[1:-1]
    is_short = len(text) <= _SHORT and all(len(gap) <= _GAP for gap in gaps)
    return is_short and (any(map(OF.are_in, gaps)) or TOTAL.are_in(text) or bool(_SLASH.search(text)))


def _place(template: Template, found: int) -> Said | None:
    """ "Showing 20 of 240", "20 von 240 Produkten", "You've viewed 24 of 240 products"."""
    if len(template.numbers) != 2 or PAGES.are_in(template.text) or OTHERS.are_in(template.text):
        return None
    between = template.text.split("#")[1]
    if len(between) > _GAP or not (OF.are_in(between) or _SLASH.search(template.text)):
        return None
    shown, total = sorted(template.numbers)
    is_worded = RECORDS.are_in(template.text) or SHOWN.are_in(template.text)
    if shown < 1 or not (shown == found or (SHOWN.are_in(template.text) and shown > found)):
        return None
    if not is_worded and (found < 2 or not OF.are_in(between)):
        return None
    strength = Strength.STATED if shown == found and is_worded else Strength.PLACE
    return Said("records", total, strength, _is_about(template), shown)


def _page_of(template: Template, found: int) -> Said | None:
    """ "Page 3 of 57", "Seite 3/57", "第3页 共57页", "57 pages"."""
    if not PAGES.are_in(template.text) or is_per_page(template.text) or OTHERS.are_in(template.text):
        return None
    if len(template.text) > _SHORT:
        return None
    if len(template.numbers) == 2 and not RECORDS.are_in(_without_counters(template.text)):
        here, last = template.numbers
        between = template.text.split("#")[1]
        is_joined = OF.are_in(between) or TOTAL.are_in(between) or _SLASH.search(template.text)
        return Said("pages", last, Strength.PLACE, _is_about(template)) if is_joined and 1 <= here <= last else None
    words = len(template.text.split())
    if len(template.numbers) == 1 and words <= 3 and (TOTAL.are_in(template.text) or template.text.startswith("#")):
        return Said("pages", template.numbers[0], Strength.COUNT, _is_about(template))
    return None


def _count(template: Template, found: int) -> Said | None:
    """ "240 results", "Ergebnisse: 240", "共240件", "240 results, page 1 of 12"."""
    if is_per_page(template.text) or OTHERS.are_in(template.text):
        return None
    numbers = template.numbers
    if len(numbers) > 1:
        parts = [part for part in re.split(r"[,;|·•()\[\]–—]| - ", template.text) if "#" in part]
        counts = [part.strip() for part in parts if part.count("#") == 1 and RECORDS.are_in(part)]
        if len(counts) != 1 or not all(part in counts or PAGES.are_in(part) for part in map(str.strip, parts)):
            return None
        place = template.text[: template.text.index(counts[0])].count("#")
        text, value = counts[0], numbers[place]
    else:
        text, value = template.text, numbers[0]
    is_named = RECORDS.are_in(text) and not PAGES.are_in(_without_counters(text))
    if not is_named or value < max(found, 1) or not _is_counting(text):
        return None
    return Said("records", value, Strength.COUNT, _is_about(template))


def _is_counting(text: str) -> bool:
    """Whether number and noun stand together, and little else: "we found 240 matching results for lamps"."""
    if len(text) > 60 and not TOTAL.are_in(text):
        return False
    before, _, after = text.partition("#")
    near = " ".join(after.split()[:4])
    just_before = " ".join(before.split()[-2:])
    is_label = ":" in before or TOTAL.are_in(text) or len(before.split()) <= 2
    return RECORDS.are_in(near) or (RECORDS.are_in(just_before) and is_label and not after.strip(" .)]"))


def count_in_heading(text: str, *, found: int, locale: PageLocale) -> Said | None:
    """What a page's main heading promises with a bare number in brackets: "Lamps (240)"."""
    template = _template(text, locale.language) if len(text) <= MAX_TEXT else None
    if template is None or len(template.numbers) != 1 or not _HEADING.match(template.text):
        return None
    value = template.numbers[0]
    return Said("records", value, Strength.COUNT) if value >= max(found, 2) and value not in _YEARS else None


def _without_counters(text: str) -> str:
    """The text without the counters of Chinese, Japanese and Korean that go with any noun."""
    return re.sub(r"[件个個条건개項项筆点品冊]", " ", text)


def _is_about(template: Template) -> bool:
    return template.is_rounded or is_about(template.text)
