"""Which of the controls of a page shows more records or leads to the next page. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import lxml.html

from scraper.exceptions import UnusablePage
from scraper.page import Page
from scraper.pagination.links import is_switched_off
from scraper.pagination.next_words import (
    DOUBLE_ARROWS,
    SINGLE_ARROWS,
    fold_label,
    has_next_token,
    has_previous_token,
    is_next_label,
    is_previous_label,
    names_other_thing,
)

_MORE = """
load more; show more; view more; see more; more; more results; load more results; show more results; more posts
more items; more products; show all; load next; mehr laden; mehr anzeigen; weitere laden; weitere anzeigen; mehr
mehr ergebnisse; weitere ergebnisse; alle anzeigen; charger plus; voir plus; afficher plus; plus de résultats
en voir plus; cargar más; ver más; mostrar más; más resultados; carica altri; carica altro; mostra altro
mostra altri; mostra di più; vedi altro; carregar mais; ver mais; mostrar mais; meer laden; toon meer
meer weergeven; meer resultaten; laad meer; załaduj więcej; pokaż więcej; zobacz więcej; wczytaj więcej
загрузить еще; загрузить ещё; показать еще; показать ещё; еще; ещё; показать больше; більше; показати ще
завантажити ще; načíst další; zobrazit více; zobrazit další; načítať ďalšie; zobraziť viac; visa fler; visa mer
ladda fler; ladda mer; vis mere; vis flere; indlæs flere; hent flere; last inn flere; vis mer; näytä lisää
lataa lisää; daha fazla; daha fazla göster; daha fazla yükle; もっと見る; さらに表示; もっと読み込む; 続きを見る
加载更多; 查看更多; 更多; 显示更多; 載入更多; 顯示更多; 더보기; 더 보기; تحميل المزيد; عرض المزيد; المزيد; טען עוד
הצג עוד; ดูเพิ่มเติม; โหลดเพิ่มเติม; xem thêm; tải thêm; muat lebih banyak; lihat lebih banyak; φόρτωση περισσότερων
δείτε περισσότερα; mai multe; încarcă mai multe; vezi mai multe; további betöltése; több megjelenítése; még több
зареди още; покажи още; učitaj više; prikaži više; naloži več; rodyti daugiau; ielādēt vairāk; näita rohkem
carrega més; mostra'n més
"""
MORE_LABELS = frozenset(word.strip() for line in _MORE.splitlines() for word in line.split(";") if word.strip())
_MORE_PHRASE = re.compile(
    r"^(?:click to )?(?:load|show|view|see|display|get|fetch)\s+(?:\d+\s+|the\s+)?(?:more|next)\b|"
    r"^(?:\d+\s+)?(?:more|weitere|mehr|autres|más)\s+\d*\s*(?:results?|items?|products?|entries|posts?|records?|produkte|"
    r"ergebnisse|artikel|résultats|resultados|productos)\b|^(?:lade|zeige)\s+(?:\d+\s+)?(?:mehr|weitere)\b",
    re.IGNORECASE,
)
_MORE_TOKEN = re.compile(
    r"(?:load|show|view|see|fetch|get)[-_]?more|more[-_]?(?:btn|button|results|items)|btn[-_]?more", re.IGNORECASE
)
_SLIDER = re.compile(
    r"carousel|slider|slick|swiper|owl-|gallery|lightbox|calendar|datepicker|video|player", re.IGNORECASE
)
# A label of a control says little; texts that are longer are those of what stands around one.
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Control:
    """Something that can be pressed. `names` are its classes, id and rel, `around` the classes of what it stands in."""

    tag: str
    text: str = ""
    label: str = ""
    title: str = ""
    names: str = ""
    around: str = ""
    href: str | None = None
    top: float = 0.0
    children: int = 0

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The control that page.js describes."""
        return cls(**value)

    @property
    def labels(self) -> tuple[str, ...]:
        """All that it is called, without what is empty or too long."""
        return tuple(each for each in (self.text, self.label, self.title) if each and len(each) <= _LONGEST_LABEL)

    @property
    def shown(self) -> str:
        """What to call it in a sentence."""
        return next(iter(self.labels), self.names or self.tag)


def chosen(controls: Sequence[Control], kind: str, text: str | None = None) -> int | None:
    """The index of the control that serves a pagination of that type, by its `text` where one is given."""
    if text is not None:
        wanted = fold_label(text)
        named = [index for index, each in enumerate(controls) if wanted in map(fold_label, each.labels)]
        loosely = [
            index for index, each in enumerate(controls) if any(wanted in fold_label(one) for one in each.labels)
        ]
        return next(iter(named or loosely), None)
    score = _more_score if kind == "load_more" else _next_score
    return _best(controls, score)


def waiting_button(page: Page) -> str | None:
    """What a next button is called that waits for a script: it stands in the page's text and is no link."""
    try:
        elements = page.root.xpath("//button | //a | //*[@role='button'] | //input[@type='button']")
    except UnusablePage:
        return None
    found = [_control(element) for element in elements if isinstance(element, lxml.html.HtmlElement)]
    controls = [each for each in found if each is not None]
    index = chosen(controls, "next_button")
    return None if index is None else controls[index].shown


def _control(element: lxml.html.HtmlElement) -> Control | None:
    """The element as a control; None for one that is switched off."""
    if is_switched_off(element):
        return None
    text = " ".join(element.text_content().split()) or element.get("value") or ""
    names = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("rel"))))
    around = element.getparent()
    classes = around.get("class") or "" if around is not None else ""
    label, title = element.get("aria-label") or "", element.get("title") or ""
    return Control(str(element.tag), text[:200], label, title, names, classes, element.get("href"))


def _best(controls: Sequence[Control], score: Callable[[Control], int]) -> int | None:
    """The control with the highest score; of equals the innermost, and of those the one that stands lowest."""
    ranked = [(score(each), -each.children, each.top, index) for index, each in enumerate(controls)]
    best = max(ranked, default=(0, 0, 0.0, 0))
    return best[3] if best[0] > 0 else None


def _more_score(control: Control) -> int:
    if control.children or _SLIDER.search(control.names):
        return 0
    is_named = _MORE_TOKEN.search(control.names) is not None
    if _is_link_elsewhere(control) and not is_named:  # "show more" of a card leads to its own page
        return 0
    if any(_MORE_PHRASE.match(fold_label(each)) for each in control.labels):
        return 4 + is_named
    if any(fold_label(each) in MORE_LABELS for each in control.labels):
        return 3 + is_named
    return 2 if is_named and control.labels else 0


def _next_score(control: Control) -> int:
    names = f"{control.names} {control.around}"
    if control.children or _is_link_elsewhere(control) or _SLIDER.search(names):
        return 0
    if has_previous_token(control.names) or any(
        is_previous_label(each) or names_other_thing(each) for each in control.labels
    ):
        return 0
    if any(is_next_label(each) for each in control.labels):
        return 4
    if control.text in SINGLE_ARROWS or has_next_token(control.names):
        return 3
    return 2 if control.text in DOUBLE_ARROWS else 0


def _is_link_elsewhere(control: Control) -> bool:
    """Whether it is a link that HTTP can follow: then it is no matter of clicking."""
    href = (control.href or "").strip()
    return control.tag == "a" and bool(href) and not href.lower().startswith(("#", "javascript:"))
