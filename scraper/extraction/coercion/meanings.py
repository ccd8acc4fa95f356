"""Enums and booleans by meaning: "Auf Lager", "https://schema.org/InStock" and "In stock" are one value."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from scraper.extraction.words import fold, label_key, split_words, word_set

# Meaning -> phrases that say it, longest match first; a negative phrase is looked for before a positive one.
_MEANINGS: tuple[tuple[str, str], ...] = (
    (
        "outofstock",
        "out of stock|sold out|soldout|outofstock|ausverkauft|nicht verfugbar|nicht auf lager|nicht lieferbar|epuise|"
        "en rupture|rupture de stock|indisponible|agotado|sin existencias|no disponible|esaurito|non disponibile|"
        "uitverkocht|niet op voorraad|esgotado|indisponivel|brak|niedostepny|slutsald|ej i lager|udsolgt|utsolgt|"
        "ikke pa lager|loppu|vyprodano|neni skladem|elfogyott|nincs raktaron|нет в наличии|нет на складе|stokta yok|"
        "tukendi|缺货|已售完|売り切れ|在庫なし|품절|"
        "unavailable|currently unavailable|not available|no longer available|"
        "temporarily out|back order|backorder|discontinued|notify me when|benachrichtigen|sold|not in stock|no stock",
    ),
    (
        "madetoorder",
        "made to order|auf bestellung gefertigt|sur commande|bajo pedido|su ordinazione|op bestelling|sob encomenda|"
        "na zamowienie|pa bestilling|pa bestallning|tilauksesta|na objednavku|под заказ|на заказ|受注生産",
    ),
    ("preorder", "pre order|preorder|vorbestell|precommande|preventa|preordine"),
    (
        "instock",
        "in stock|instock|auf lager|sofort lieferbar|lieferbar|verfugbar|vorratig|lagernd|en stock|disponible|"
        "disponibile|in magazzino|op voorraad|em estoque|disponivel|dostepny|na stanie|w magazynie|i lager|pa lager|"
        "varastossa|skladem|raktaron|в наличии|есть в наличии|stokta|有货|现货|在庫あり|재고|available|in store|"
        "add to cart|add to basket|add to bag|in den warenkorb|ajouter au panier|anadir al carrito|agregar al carrito|"
        "aggiungi al carrello|in winkelwagen|in winkelmandje|adicionar ao carrinho|do koszyka|lagg i varukorg|"
        "kop nu|buy now|limitedavailability|onlineonly|instoreonly|limited availability|lowstock|low stock|"
        "left in stock|"
        "ships|usually ships|em stock|kob nu|lisaa ostoskoriin|do kosiku|kosarba|в корзину|купить|sepete ekle|"
        "comprar|comprar ahora|comprar agora|acheter|acquista|kopen|jetzt kaufen|beli sekarang|mua ngay|kupit|koupit|"
        "vlozit do kosika|구매하기|바로구매|장바구니|立即购买|購入手続き|加入购物车|カートに入れる",
    ),
)
_TRUE = word_set("true yes y 1 on ja oui si sim da tak evet да 是 はい")
_FALSE = word_set("false no n 0 off nein non nao ne nie hayir нет 否 いいえ")


@lru_cache(maxsize=16384)
def meaning_of(text: str) -> str | None:
    """The meaning ("instock", "outofstock", "preorder", "madetoorder") that a short text has, or None."""
    joined = fold(re.sub(r"\W", "", text.rsplit("/", 1)[-1]))
    for meaning, _ in _MEANINGS:
        if joined == meaning:
            return meaning
    found = _phrases().search(f" {' '.join(split_words(text))} ")
    return found.lastgroup if found else None


@cache
def _phrases() -> re.Pattern[str]:
    """One group a meaning, tried in their order at once: a negation stands before what it denies."""
    groups = []
    for meaning, phrases in _MEANINGS:
        alternatives = sorted(phrases.split("|"), key=len, reverse=True)
        worded = [
            re.escape(f" {label_key(each)} ") if each.isascii() else re.escape(fold(each)) for each in alternatives
        ]
        groups.append(f"(?P<{meaning}>{'|'.join(worded)})")
    return re.compile("|".join(groups))


def match_enum(text: str, values: Sequence[Any]) -> tuple[Any, float] | None:
    """The enum value that the text is or means, with how certain that is; None where it is none of them."""
    joined = "".join(split_words(text.rsplit("/", 1)[-1] if "schema.org" in text else text))
    by_name = {"".join(split_words(str(value))): value for value in values}
    if joined in by_name:
        return by_name[joined], 1.0
    wanted = {meaning_of(str(value)) or name: value for name, value in by_name.items()}
    meaning = meaning_of(text)
    if meaning in wanted:
        return wanted[meaning], 0.95
    if meaning in ("preorder", "madetoorder") and "instock" in wanted:
        return wanted["instock"], 0.7
    key = f" {label_key(text)} "
    named = [value for value in values if label_key(str(value)) and f" {label_key(str(value))} " in key]
    return (named[0], 0.8) if len(named) == 1 else None


def parse_boolean(text: str) -> bool | None:
    """The truth value that the text says ("yes", "nein", "In stock"), or None."""
    key = label_key(text)
    if key in _TRUE or key in _FALSE:
        return key in _TRUE
    meaning = meaning_of(text)
    return None if meaning is None else meaning != "outofstock"
