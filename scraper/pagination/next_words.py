"""What next and previous links are called: words in 30 languages, arrows, and what makes a next thing no next page."""

import re

# Whole texts, folded as `fold_label` does: each is a next link by itself.
_NEXT = """
next; next page; next results; nextpage; more results; older; older posts; older entries; older articles; older news
older comments; older topics; older stories; previous entries; earlier posts; go to next page; to next page
forward; weiter; nächste; nächste seite; naechste; naechste seite; nächster; vor; vorwärts; ältere beiträge
ältere artikel; ältere; suivant; suivante; page suivante; suivants; suivantes; articles plus anciens
articles précédents; plus ancien; siguiente; siguientes; página siguiente; pagina siguiente; siguiente página
sig; entradas antiguas; entradas anteriores; entradas más antiguas; artículos anteriores; següent; següents
pàgina següent; seguinte; seguintes; próxima; próximo; proxima; proximo; próxima página; proxima pagina
página seguinte; avançar; posts antigos; posts mais antigos; postagens mais antigas; hurrengoa; successivo
successiva; successivi; avanti; prossima; prossimo; pagina successiva; pagina seguente; seguente
articoli precedenti; post più vecchi; articoli meno recenti; volgende; volgende pagina; verder
oudere berichten; następna; następne; następny; następna strona; nastepna; nastepne; nastepny; dalej
starsze wpisy; следующая; следующий; следующее; следующие; следующая страница; далее; дальше; вперед; вперёд
след; старые записи; предыдущие записи; наступна; наступна сторінка; далі; вперед; раніше; další; další strana
dalsi; následující; vpřed; starší příspěvky; ďalšia; ďalšie; ďalej; nasledujúca; dalsia; nästa; nästa sida
äldre inlägg; næste; næste side; neste; neste side; eldre innlegg; ældre indlæg; seuraava; seuraava sivu
seuraavat; vanhemmat; következő; következő oldal; tovább; régebbi bejegyzések; următoarea; următorul
urmatoarea; urmatorul; înainte; inainte; pagina următoare; articole mai vechi; sonraki; sonraki sayfa; ileri
eski yazılar; επόμενη; επόμενο; επόμενα; επόμενη σελίδα; παλαιότερα άρθρα; следваща; напред; sljedeća
sljedeće; sljedeći; sledeća; sledeće; sledeci; naslednja; naprej; dalje; следећа; следно; kitas
kitas puslapis; toliau; nākamā; tālāk; järgmine; הבא; הבאה; לעמוד הבא; التالي; التالية; الصفحة التالية; بعدی
صفحه بعد; अगला; अगला पृष्ठ; পরবর্তী; পরের পাতা; 下一页; 下一頁; 下页; 下頁; 后页; 後頁; 下一步; 次へ
次のページ; 次ページ; 次; 次頁; つぎへ; 前の記事一覧; 過去の記事; 以前の記事; 古い記事; 다음; 다음 페이지
다음페이지; ถัดไป; หน้าถัดไป; หน้าต่อไป; trang sau; tiếp; tiếp theo; trang tiếp; trang kế; kế tiếp; sau
selanjutnya; berikutnya; laman berikutnya; halaman berikutnya; seterusnya; susunod
"""
_PREVIOUS = """
prev; previous; previous page; back; newer; newer posts; newer entries; first; first page; newer articles
last; last page; zurück; vorherige; vorherige seite; vorheriger; neuere beiträge; erste; letzte; précédent
précédente; page précédente; premier; première; dernier; dernière; articles plus récents; anterior; anteriores
página anterior; primera; primero; última; último; primeira; primeiro; entradas recientes
entradas más recientes; précédents; precedente; precedenti; indietro; prima; ultima; primo; ultimo; vorige
vorige pagina; eerste; laatste; poprzednia; poprzednie; poprzedni; pierwsza; ostatnia; wstecz; назад
предыдущая; предыдущий; пред; первая; последняя; в начало; в конец; начало; конец; попередня; předchozí
předešlá; první; poslední; predchádzajúca; föregående; förra; första; sista; forrige; første; siste; sidste
edellinen; ensimmäinen; viimeinen; előző; első; utolsó; anterioara; înapoi; önceki; geri; ilk; son
προηγούμενη; πρώτη; τελευταία; предишна; prethodna; 上一页; 上一頁; 前页; 首页; 末页; 尾页; 前へ; 前のページ
最初; 最後; 最初へ; 最後へ; 이전; 처음; 마지막; ก่อนหน้า; trang trước; trước; sebelumnya; السابق; السابقة
הקודם; קודם; قبلی
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for line in text.splitlines() for word in line.split(";") if word.strip())


NEXT_LABELS = _words(_NEXT)
PREVIOUS_LABELS = _words(_PREVIOUS)

SINGLE_ARROWS = frozenset([">", "›", "→", "▶", "►", "⟩", "❯", "⇒", "➔", "➜", "⏵", "〉", "＞", "⟶", "▸", "🡒"])
DOUBLE_ARROWS = frozenset([">>", "»", "≫", "››", "》", "⏩", ">>>", "⇉"])
PREVIOUS_ARROWS = frozenset(
    ["<", "‹", "←", "◀", "◄", "⟨", "❮", "<<", "«", "≪", "‹‹", "<<<", "|<", "|‹", "|«", ">|", "›|", "»|", "⏭", "⏮"]
)

_EDGES = "«»‹›←→<>≪≫⇒▶►◀◄❯❮⟩⟨|·.,:…-–—()[]{}+ \u00a0\u200b\u200e\u200f"
# A next thing that is no next page of a list, unless its URL counts pages. Followed by a word boundary.
_OTHER_THINGS = re.compile(
    r"\b(?:articles?|posts?|story|stories|products?|items?|images?|photos?|pictures?|videos?|slides?|months?|weeks?|days?|"
    r"years?|events?|threads?|topics?|matches|match|question|track|song|episode|unread|tab|step|project|game|"
    r"artikel|beitrag|thema|produkt|monat|woche|tag|jahr|bild|billet|produit|mois|semaine|artículo|entrada|producto|mes|"
    r"semana|articolo|prodotto|mese|статья|запись|тема|товар|месяц|фото|wpis|produkt|miesiąc|bericht|maand)\b",
    re.IGNORECASE,
)
# "next 20", "next page of results", "older posts »", "page suivante (2)": the word first or last, then page nouns.
_NEXT_PHRASE = re.compile(
    r"^(?:(?:go )?to (?:the )?)?(?:next|older|weitere|nächste|suivante?s?|siguientes?|próxim[ao]s?|volgende|"
    r"następn[ae]|"
    r"следующ(?:ая|ие)|další|nästa|sonraki|successiv[aio]|prossim[aio])\s+(?:\d+|pages?|seiten?|sites?|results?|posts?|"
    r"entries|articles|items|products|listings|records|set|página|pagina|strona|stran[aay]|страниц[аы]|sida|sayfa|of)\b",
    re.IGNORECASE,
)
_NEXT_TOKEN = re.compile(
    r"(?:^|[^a-z])(?:next|nxt|nextpage|pagenext|page-next|older|siguiente|suivante?|weiter|volgende|forward|"
    r"(?:arrow|chevron|angle|caret)s?[-_]?right|right[-_]?arrow)(?:$|[^a-z])",
    re.IGNORECASE,
)
_PREVIOUS_TOKEN = re.compile(
    r"(?:^|[^a-z])(?:prev|previous|back|newer|first|last|end|(?:arrow|chevron|angle)s?[-_]?left|left[-_]?arrow)"
    r"(?:$|[^a-z])",
    re.IGNORECASE,
)


def fold_label(text: str) -> str:
    """The text in lower case, spaces joined, without arrows, brackets and punctuation at its ends."""
    return " ".join(text.split()).casefold().strip(_EDGES)


def is_next_label(text: str) -> bool:
    """Whether the whole text says "next page" in a known language ("Next »", "page suivante", "次へ", "next 20")."""
    folded = fold_label(text)
    return folded in NEXT_LABELS or bool(_NEXT_PHRASE.match(folded) and len(folded) <= 40)


def is_previous_label(text: str) -> bool:
    """Whether the text as a whole leads back, to the first or to the last page."""
    return fold_label(text) in PREVIOUS_LABELS or " ".join(text.split()) in PREVIOUS_ARROWS


def names_other_thing(text: str) -> bool:
    """Whether a label speaks of a single next thing: next article, next product, next month, next slide."""
    return bool(_OTHER_THINGS.search(text)) and fold_label(text) not in NEXT_LABELS


def has_next_token(names: str) -> bool:
    """Whether class names or an id speak of a next page ("pager-next", "icon-arrow-right")."""
    return any(_NEXT_TOKEN.search(name) and not _PREVIOUS_TOKEN.search(name) for name in _names(names))


def has_previous_token(names: str) -> bool:
    """Whether class names or an id speak of a previous, first or last page."""
    return any(_PREVIOUS_TOKEN.search(name) and not _NEXT_TOKEN.search(name) for name in _names(names))


def _names(names: str) -> list[str]:
    return names.replace("_", "-").split()
