"""What a control that loads more of a list is called: words in 25 languages. Not where it stands."""

import re

from scraper.pagination.next_words import fold_label

# Beginnings of folded labels ("load more products" begins with "load more").
_STARTS = """
load more; show more; view more; see more results; see more; more results; more posts; more items
more products; more stories; more articles; more news; more jobs; more; load next; load older
show all results; read more posts; display more; mehr laden; mehr anzeigen; mehr zeigen
weitere laden; weitere anzeigen; weitere ergebnisse; mehr ergebnisse; mehr artikel; weitere artikel
mehr produkte; weitere produkte; charger plus; afficher plus; voir plus; plus de résultats
afficher la suite; voir la suite; plus d'articles; plus de produits; cargar más; mostrar más
ver más; más resultados; más productos; carregar mais; mostrar mais; ver mais; mais resultados
carrega'n més; mostra'n més; carica altri; carica altro; mostra altri; mostra altro; mostra di più
vedi altri; altri risultati; meer laden; laad meer; meer tonen; toon meer; meer resultaten
meer weergeven; pokaż więcej; załaduj więcej; wczytaj więcej; zobacz więcej; więcej wyników
показать ещё; показать еще; загрузить ещё; загрузить еще; ещё; показать больше; показати ще
завантажити ще; načíst další; zobrazit další; ukázat více; načítať ďalšie; zobraziť ďalšie
visa fler; ladda fler; visa mer; se mer; vis flere; last inn flere; vis mere; indlæs flere
näytä lisää; lataa lisää; több betöltése; még több; továbbiak betöltése; încarcă mai mult
vezi mai mult; afișează mai mult; daha fazla; devamını göster; φόρτωση περισσότερων; περισσότερα
εμφάνιση περισσότερων; зареди още; покажи още; učitaj više; prikaži više; naloži več; prikaži več
rodyti daugiau; rādīt vairāk; laadi rohkem; näita rohkem; טען עוד; הצג עוד; تحميل المزيد; عرض المزيد
المزيد; بارگذاری بیشتر; نمایش بیشتر; और लोड करें; और देखें; もっと見る; さらに表示; もっと読む; もっと表示; さらに読み込む
더 보기; 더보기; 加载更多; 載入更多; 查看更多; 显示更多; 更多; tải thêm; xem thêm; muat lebih banyak; lihat lebih banyak
muat lagi; โหลดเพิ่มเติม; ดูเพิ่มเติม; แสดงเพิ่มเติม
"""
# "Read more", "learn more" and the like lead to one record; so does "more" followed by what a record is about.
_WHOLE = frozenset(
    ["more", "ещё", "もっと見る", "더보기", "더 보기", "更多", "المزيد", "περισσότερα", "see more", "daha fazla"]
)
STARTS = tuple(
    sorted({word.strip() for line in _STARTS.splitlines() for word in line.split(";") if word.strip()}, key=len)
)
MAX_LABEL = 50  # characters
_COUNT = re.compile(r"^[\d\s.,()/]+$")


def is_more_label(text: str) -> bool:
    """Whether the text says "load more" in a known language, also with what it loads ("Show 20 more results")."""
    folded = re.sub(r"\s+\d+(?=\s)", "", fold_label(text))
    if not folded or len(folded) > MAX_LABEL:
        return False
    for start in STARTS:
        if folded == start:
            return True
        rest = folded.removeprefix(start)
        if rest != folded and start not in _WHOLE and (not rest[0].isalpha() or _COUNT.match(rest)):
            return True
    return False
