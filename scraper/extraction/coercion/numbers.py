"""Numbers in text: digits, separators and signs, by shape first and by the page's language where the shape is open."""

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from scraper.extraction.locale import PageLocale

# 15 digits are what a JSON number keeps; longer runs are identifiers, not amounts.
MAX_DIGITS = 15
NUMBER = re.compile(r"(?<![\w.,])[-−–+]?\s?\d[\d.,'’\u00a0\u202f\u2009 ]*\d|\d")
_SCIENTIFIC = re.compile(r"([-−–+]?\d[\d.,]*)[eE]([-−–+]?\d+)(?![^\W_])")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’\u00a0\u202f\u2009 ])\d{3})+$")
_SPACES = re.compile(r"[\u00a0\u202f\u2009 '’]")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}


def ascii_digits(text: str) -> str:
    """The text with the digits of every script as 0-9 ("１２" and "١٢" -> "12")."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c for c in text)


def finite(value: float | int | Decimal) -> int | float | None:
    """The number as JSON holds it (an int where it is whole), or None for NaN, infinities and absurd sizes."""
    try:
        if not math.isfinite(value) or abs(value) >= 10**MAX_DIGITS:
            return None
    except (OverflowError, InvalidOperation):
        return None
    if isinstance(value, int):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def scientific_number(text: str, locale: PageLocale) -> float | None:
    """The first number of the text with an exponent ("1.5e3"); infinite where it is out of range, None without one."""
    match = _SCIENTIFIC.search(ascii_digits(text))
    mantissa = parse_number(match.group(1), locale) if match else None
    if match is None or mantissa is None:
        return None
    return float(f"{mantissa[0]}e{match.group(2).replace('−', '-').replace('–', '-')}")


def without_exponents(text: str) -> str:
    """The text with numbers that have an exponent blanked out, so that no part of them is taken for a number."""
    return _SCIENTIFIC.sub(lambda match: " " * len(match.group()), text)


def parse_number(digits: str, locale: PageLocale) -> tuple[Decimal, float] | None:
    """The number that a run of digits and separators writes, with how certain its reading is; None if it is none."""
    text = _SPACES.sub(" ", digits.strip()).replace("−", "-").replace("–", "-").strip(" .,")
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+- ")
    plain, certainty = _without_separators(text, locale)
    if plain is None or sum(c.isdigit() for c in plain) > MAX_DIGITS:
        return None
    try:
        return sign * Decimal(plain), certainty
    except InvalidOperation:
        return None


def _without_separators(text: str, locale: PageLocale) -> tuple[str | None, float]:
    if " " in text:
        head = text.split(",")[0].split(".")[0]
        if not re.fullmatch(r"\d{1,3}(?: \d{3})+", head):
            return None, 0.0
        text = text.replace(" ", "")
    points, commas = text.count("."), text.count(",")
    if points and commas:
        decimal = "." if text.rfind(".") > text.rfind(",") else ","
        thousands = "," if decimal == "." else "."
        whole, _, rest = text.rpartition(decimal)
        if decimal in whole or not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{2,3}})*", whole):
            return None, 0.0
        return whole.replace(thousands, "") + "." + rest, 1.0
    if not points and not commas:
        return text, 1.0
    return _with_one_separator(text, "." if points else ",", locale)


def _with_one_separator(text: str, separator: str, locale: PageLocale) -> tuple[str | None, float]:
    """One kind of separator: thousands if it repeats; if three digits follow, the language decides."""
    if text.count(separator) > 1:
        is_grouped = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(separator)}\d{{2,3}})+", text)
        return (text.replace(separator, ""), 1.0) if is_grouped else (None, 0.0)
    whole, _, rest = text.partition(separator)
    as_decimal, as_thousands = f"{whole or '0'}.{rest or '0'}", whole + rest
    if len(rest) != 3 or whole in ("", "0") or whole.startswith("0") or len(whole) > 3:
        return as_decimal, 1.0
    if locale.decimal is None:
        return (as_thousands, 0.8) if separator == "," else (as_decimal, 0.6)
    return (as_decimal, 0.75) if separator == locale.decimal else (as_thousands, 0.95)


def numbers_in(text: str, locale: PageLocale) -> list[tuple[Decimal, float, str]]:
    """All numbers of the text in order: value, certainty of the reading, and the characters that wrote it."""
    found = []
    for match in NUMBER.finditer(without_exponents(ascii_digits(text))):
        for piece in _pieces(match.group()):
            parsed = parse_number(piece, locale)
            if parsed is not None:
                found.append((*parsed, piece.strip()))
    return found


def _pieces(run: str) -> list[str]:
    """The run whole if it is one number, else its parts between spaces ("4 500" one, "3 20" two)."""
    plain = _SPACES.sub(" ", run).strip()
    if " " not in plain or re.fullmatch(r"[-−–+]? ?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", plain):
        return [plain]
    return plain.split(" ")


def mixed_fraction(text: str) -> float | None:
    """The value of "1 1/2", "½" or "2½" at the start of the text, or None where there is no fraction."""
    match = re.match(r"\s*(\d+)?\s*(?:(\d+)\s*[/⁄]\s*(\d+)|([½¼¾⅓⅔⅛⅜⅝⅞]))", text)
    if not match:
        return None
    whole, top, bottom, sign = (str(group) if group else "" for group in match.groups())
    if top and whole and not re.match(r"\s*\d+\s+\d", text):
        whole, top = "", whole + top  # "11/2" is one number over another, not "1 1/2"
    if sign:
        return int(whole or 0) + _FRACTIONS[sign]
    return int(whole or 0) + int(top) / int(bottom) if int(bottom) else None
