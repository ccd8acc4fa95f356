"""Candidates for prices and currencies: amounts with a currency near the main heading, large and not struck through."""

from dataclasses import dataclass

from scraper.extraction.cards import in_cards
from scraper.extraction.coercion.money import find_money
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import Flag
from scraper.extraction.numbered import numbered
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope, locale_of
from scraper.extraction.values import Candidate
from scraper.extraction.words import clean, word_set

_TRUST = 0.62
_MAX_TEXT = 60
_MAX_FOUND = 150
_MAX_CANDIDATES = 6
_CROSSED = int(Flag.CROSSED)
_SILENT = int(Flag.SILENT | Flag.HEAD)
_OFF = int(Flag.NAV | Flag.FOOTER | Flag.ASIDE)
_OLD_WORDS = word_set(
    "old was regular strike crossed original compare rrp msrp uvp before list previous strikethrough retail save "
    "saving savings discount from shipping delivery installment month monthly points earn cart total subtotal minicart"
)
_PRICE_WORDS = word_set(
    "price prices preis prix precio prezzo prijs cena pris current sale final now special offer our"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money on the page: the smallest element that shows it, its text, and how likely it is the price.

    `is_sentence` where the element says more than the amount.
    """

    index: int
    text: str
    score: float
    is_old: bool
    is_sentence: bool = False


def money(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Amounts for price fields, their currency for currency fields; nothing for others."""
    if spec.concept not in ("price", "old_price", "currency") or spec.is_array or spec.type == "object":
        return []
    document = scope.document
    others = document.once(amounts_of_others) if scope.is_page else frozenset()
    wanted = [each for each in document.once(amounts) if each.index in scope and each.index not in others]
    if spec.concept == "old_price":
        wanted = [each for each in wanted if each.is_old]
    ranked = sorted(
        wanted, key=lambda each: -each.score * (1.0 if spec.concept == "old_price" or not each.is_old else 0.3)
    )
    found = []
    for each in ranked[:_MAX_CANDIDATES]:
        score = _TRUST * each.score * (0.4 if each.is_old and spec.concept != "old_price" else 1.0)
        found.append(Candidate(each.text, "money", document.path(each.index), each.text, score, {"place": each.score}))
    return found


def amounts_of_others(document: Document) -> frozenset[int]:
    """The elements of the amounts that are not of the page's own thing: in cards of others, in sentences beside it."""
    shown = document.once(amounts)
    aside = {each.index for each in shown if each.is_sentence and document.flags[each.index] & _OFF}
    return in_cards(document, [each.index for each in shown]) | aside


def amounts(document: Document) -> list[Amount]:
    """The amounts of money that the page shows, in page order."""
    found: list[Amount] = []
    locale = document.once(locale_of)
    end = -1
    for index in document.once(numbered):
        if document.lengths[index] >= _MAX_TEXT or index < end or document.flags[index] & _SILENT:
            continue
        text = document.text(index)
        money_found = find_money(text, locale)
        if money_found is None:
            continue
        if len(found) >= _MAX_FOUND:
            break
        if len(text) <= len(money_found[3]) + 2:  # nothing but the amount, whatever it is split into
            found.append(_amount(document, document.innermost(index), text))
            end = document.ends[index]
        elif find_money(document.own_text(index), locale) is not None:
            own = next((each for each in document.own_pieces(index) if find_money(each, locale) is not None), text)
            found.append(_amount(document, index, clean(own), is_sentence=True))
    return found


def _amount(document: Document, index: int, text: str, *, is_sentence: bool = False) -> Amount:
    words: set[str] = set(document.tokens(index))
    at = document.parents[index]
    for _ in range(3):
        if at < 0:
            break
        words.update(document.tokens(at))
        at = document.parents[at]
    is_old = bool(document.flags[index] & _CROSSED) or bool(words & _OLD_WORDS)
    score = place_weight(document, index) * (1.0 if words & _PRICE_WORDS else 0.75)
    score *= 1.0 if len(text) < 25 else 0.8
    return Amount(index, text, score, is_old, is_sentence)
