"""Money in text: amounts with currency signs and codes of the CLDR, and the currency alone."""

import re
from decimal import Decimal
from functools import cache, lru_cache

from scraper.extraction.coercion.numbers import NUMBER, ascii_digits, parse_number, without_exponents
from scraper.extraction.locale import PageLocale
from scraper.extraction.phrases import lowered
from scraper.extraction.words import word_set

# Signs that shops print and the CLDR does not list as a symbol of the currency.
_SHOP_SIGNS = word_set(
    "rs rs. ₨ us$ kr kr. kč zł € £ ¥ ￥ $ fr. sfr lei ft руб руб. р. грн tl ₺ 元 円 원 r$ a$ au$ c$ ca$ nz$ hk$ s$ s/ "
    "s/. rp rm din kn лв euro aed dhs mxn$"
)
# One class first, so that a search skips whatever is neither a sign nor a digit.
SHOWN_AMOUNT = re.compile(
    r"[$€£¥₹₽₺₩₫฿\d](?:(?<!\d)\s?\d|(?<=\d)\s?(?:[€£₽₺₫฿]|zł|kr\b|Kč|Ft\b|USD|EUR|CHF|SEK|NOK|DKK|PLN|lei\b|грн|руб))"
)
"""A digit beside one of the commonest signs: quick, for counting amounts rather than reading them."""
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_LETTERS = re.compile(r"[^\W\d_]+")
_MAX_TEXT = 200


@cache
def _signs() -> frozenset[str]:
    """Every sign, folded."""
    import babel.numbers  # heavy: loads the CLDR on first use, and pages without money need none of it

    symbols = {code: babel.numbers.get_currency_symbol(code, "en") for code in babel.numbers.list_currencies("en")}
    return _SHOP_SIGNS | {symbol.casefold() for code, symbol in symbols.items() if symbol != code}


@cache
def _codes() -> frozenset[str]:
    import babel.numbers  # see _signs

    return frozenset(babel.numbers.list_currencies("en"))


@cache
def _sign_pattern() -> re.Pattern[str]:
    """Any sign; signs that begin or end with a letter must stand alone ("Rs 5", not "hours 5")."""
    alternatives = []
    for sign in sorted(_signs(), key=lambda each: (-len(each), each)):
        before = r"(?<![^\W\d_])" if sign[0].isalpha() else ""
        after = r"(?![^\W\d_])" if sign[-1].isalpha() else ""
        alternatives.append(before + re.escape(sign) + after)
    return re.compile("|".join(alternatives), re.IGNORECASE)


@cache
def _sign_parts() -> tuple[frozenset[str], frozenset[str]]:
    """The runs of letters in signs, and the characters of signs without letters."""
    runs = frozenset(run for sign in _signs() for run in _LETTERS.findall(sign))
    return runs, frozenset(character for sign in _signs() if not _LETTERS.search(sign) for character in sign)


def _may_have_sign(text: str) -> bool:
    """Whether a sign can stand in the text: a letter of one never stands beside other letters. Spares the pattern."""
    runs, characters = _sign_parts()
    if not characters.isdisjoint(text):
        return True
    return not runs.isdisjoint(_LETTERS.findall(lowered(text)))


@lru_cache(maxsize=16384)
def find_currency(text: str) -> tuple[str, int, int] | None:
    """The first currency in the text as (text as written, start, end), or None."""
    code = next((each for each in _CODE.finditer(text) if each.group() in _codes()), None)
    sign = _sign_pattern().search(text) if _may_have_sign(text) else None
    found = min((each for each in (sign, code) if each), key=lambda each: each.start(), default=None)
    return (found.group(), found.start(), found.end()) if found else None


def find_money(text: str, locale: PageLocale) -> tuple[Decimal, str, float, str] | None:
    """The first amount that stands beside a currency: (amount, currency as written, certainty, text), or None."""
    text = without_exponents(ascii_digits(text[:_MAX_TEXT]))
    found = find_currency(text)
    if found is None:
        return None
    written, start, end = found
    amounts = list(NUMBER.finditer(text))
    if not amounts:
        return None
    nearest = min(amounts, key=lambda each: _gap(each, start, end))
    if _gap(nearest, start, end) > 3:
        return None
    parsed = parse_number(_with_cents(text, nearest), locale)
    if parsed is None:
        return None
    low, high = min(start, nearest.start()), max(end, nearest.end())
    return parsed[0], written, parsed[1], text[low:high]


def _gap(amount: re.Match[str], start: int, end: int) -> float:
    """The characters between the amount and the currency; of two as near, the one before the sign ("5 € 3 €")."""
    first = amount.end() - len(amount.group().lstrip("+-−– "))
    return first - end + 0.5 if first >= end else start - amount.end()


def _with_cents(text: str, amount: re.Match[str]) -> str:
    """The amount, with cents that were printed apart and without a decimal sign ("$19 99" -> "19.99")."""
    digits = amount.group().strip()
    match = re.fullmatch(r"(\d{1,4}) (\d{2})", digits)
    return f"{match.group(1)}.{match.group(2)}" if match else digits
