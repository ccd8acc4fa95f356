"""scraper.coverage.phrases: what sentences promise, in 30 languages, and what only looks like a promise."""

import pytest

from scraper.coverage.phrases import count_in_heading, said
from scraper.coverage.values import Strength
from scraper.extraction.locale import page_locale

FOUND = 20  # records on the page

PROMISES = [
    ("en", "1–20 of 240", "records", 240),
    ("en", "Showing 1 to 20 of 240 entries", "records", 240),
    ("en", "Showing 1-20 of 240 results", "records", 240),
    ("en", '1 - 20 of over 1,000 results for "lamp"', "records", 1000),
    ("en", "Items 1-20 of 240", "records", 240),
    ("en", "Showing 1 to 20 of 240 (12 Pages)", "records", 240),
    ("en", "240 results", "records", 240),
    ("en", "Results: 240", "records", 240),
    ("en", "We found 240 matching products", "records", 240),
    ("en", "Page 3 of 57", "pages", 57),
    ("en", "Showing 20 of 240", "records", 240),
    ("en", "You've viewed 20 of 240 products", "records", 240),
    ("en", "20 of 1,240 products", "records", 1240),
    ("en", "About 1,240 results", "records", 1240),
    ("en", "240 results, page 1 of 12", "records", 240),
    ("en", "Displaying items 1 through 20 of 240 in total", "records", 240),
    ("en", "(1-20 of 240)", "records", 240),
    ("en", "1-20/240", "records", 240),
    ("en", "Total: 240 items", "records", 240),
    ("en", "12.5k results", "records", 12500),
    ("de", "Ergebnisse 1 bis 20 von 240", "records", 240),
    ("de", "1 – 20 von 1.240 Treffern", "records", 1240),
    ("de", "240 Artikel gefunden", "records", 240),
    ("de", "Seite 3 von 57", "pages", 57),
    ("de", "20 von 240 Produkten", "records", 240),
    ("de", "Treffer 1-20 von insgesamt 240", "records", 240),
    ("de", "Es wurden 240 Einträge gefunden", "records", 240),
    ("fr", "Résultats 1 à 20 sur 1 240", "records", 1240),
    ("fr", "1-20 sur 240 produits", "records", 240),
    ("fr", "240 annonces", "records", 240),
    ("fr", "Page 3 sur 57", "pages", 57),
    ("fr", "Affichage de 1 à 20 sur 240 résultats", "records", 240),
    ("es", "Mostrando 1-20 de 240 resultados", "records", 240),
    ("es", "Resultados 1 a 20 de 240", "records", 240),
    ("es", "240 anuncios encontrados", "records", 240),
    ("es", "Página 3 de 57", "pages", 57),
    ("it", "Risultati 1-20 di 240", "records", 240),
    ("it", "Da 1 a 20 di 240 prodotti", "records", 240),
    ("it", "240 risultati", "records", 240),
    ("it", "Pagina 3 di 57", "pages", 57),
    ("pt", "Exibindo 1–20 de 240 resultados", "records", 240),
    ("pt", "240 produtos encontrados", "records", 240),
    ("pt", "1 até 20 de 240", "records", 240),
    ("nl", "1-20 van 240 resultaten", "records", 240),
    ("nl", "240 producten", "records", 240),
    ("nl", "Resultaten 1 tot 20 van de 240", "records", 240),
    ("pl", "Wyniki 1–20 z 240", "records", 240),
    ("pl", "Znaleziono 240 ofert", "records", 240),
    ("pl", "Strona 3 z 57", "pages", 57),
    ("cs", "Zobrazeno 1–20 z 240 položek", "records", 240),
    ("cs", "240 výsledků", "records", 240),
    ("sk", "Zobrazených 1 - 20 z 240 výsledkov", "records", 240),
    ("hu", "1–20 / 240 találat", "records", 240),
    ("hu", "240 termék", "records", 240),
    ("ro", "Afișare 1-20 din 240 produse", "records", 240),
    ("ro", "240 de rezultate", "records", 240),
    ("sv", "Visar 1–20 av 240 träffar", "records", 240),
    ("da", "Viser 1-20 af 240 resultater", "records", 240),
    ("nb", "Viser 1–20 av 240 treff", "records", 240),
    ("fi", "Tulokset 1–20 / 240", "records", 240),
    ("fi", "240 hakutulosta", "records", 240),
    ("ru", "Показано 1–20 из 240 товаров", "records", 240),
    ("ru", "Найдено 1 240 объявлений", "records", 1240),
    ("ru", "Страница 3 из 57", "pages", 57),
    ("ru", "Результаты с 1 по 20 из 240", "records", 240),
    ("uk", "Показано 1–20 із 240 товарів", "records", 240),
    ("bg", "Показани 1-20 от 240 резултата", "records", 240),
    ("tr", "240 sonuçtan 1-20 arası gösteriliyor", "records", 240),
    ("tr", "240 ürün bulundu", "records", 240),
    ("tr", "Toplam 240 sonuç", "records", 240),
    ("el", "Εμφάνιση 1–20 από 240 αποτελέσματα", "records", 240),
    ("ja", "240件中 1〜20件を表示", "records", 240),
    ("ja", "全240件", "records", 240),
    ("ja", "検索結果 240件", "records", 240),
    ("ja", "１－２０件／２４０件", "records", 240),
    ("ja", "1 / 12ページ", "pages", 12),
    ("zh", "第1-20条，共240条", "records", 240),
    ("zh", "共 240 件商品", "records", 240),
    ("zh", "共57页", "pages", 57),
    ("zh", "第3页/共57页", "pages", 57),
    ("zh", "找到约 1,240 条结果", "records", 1240),
    ("ko", "총 240개 중 1-20", "records", 240),
    ("ko", "검색결과 240건", "records", 240),
    ("ko", "전체 240개", "records", 240),
    ("ar", "عرض ١–٢٠ من ٢٤٠ نتيجة", "records", 240),
    ("ar", "240 منتج", "records", 240),
    ("he", "מציג 1-20 מתוך 240 תוצאות", "records", 240),
    ("he", "240 מוצרים", "records", 240),
    ("hi", "240 परिणामों में से 1-20", "records", 240),
    ("th", "แสดง 1-20 จาก 240 รายการ", "records", 240),
    ("vi", "Hiển thị 1–20 trong 240 kết quả", "records", 240),
    ("id", "Menampilkan 1–20 dari 240 hasil", "records", 240),
    ("hr", "Prikazano 1–20 od 240 rezultata", "records", 240),
    ("fa", "نمایش ۱–۲۰ از ۲۴۰ محصول", "records", 240),
]
BAITS = [
    ("en", "20 per page"),
    ("en", "Show 20 items per page"),
    ("en", "over 1,000,000 customers"),
    ("en", "240 reviews"),
    ("en", "4.5 out of 5 stars"),
    ("en", "$240.00"),
    ("en", "Brand (240)"),
    ("en", "1 of 8"),
    ("en", "Slide 1 of 8"),
    ("en", "Step 1 of 3"),
    ("en", "1-20 December 2024"),
    ("en", "Copyright 2010-2024"),
    ("en", "240 people are viewing this"),
    ("en", "10 – 20 € of 240"),
    ("de", "20 Artikel pro Seite"),
    ("de", "Über 1.000.000 Kunden"),
    ("fr", "20 résultats par page"),
    ("ja", "1ページに20件"),
    ("zh", "每页20条"),
    ("ru", "20 товаров на странице"),
    ("en", "Mon-Fri 9-17, call 0800 240"),
    ("en", "3 items in your cart"),
    ("en", "Tel. 1-800-240"),
    ("en", "1 2 3 4 5"),
    ("en", "Results"),
    ("en", "Save 20% on 240 products"),
    ("en", "24/7 support"),
    ("en", "Posted 3 of May 2024"),
    ("en", "12 offers left"),
    ("en", "Older than 240 days"),
    ("en", "Rated 4 out of 20 by 240 customers"),
    ("en", "1–20 of 240 reviews"),
    ("de", "240 Bewertungen"),
    ("de", "20 von 240 € gespart"),
    ("en", "0 of 240"),
    ("fr", "240 avis clients"),
    ("es", "240 opiniones"),
    ("it", "240 recensioni"),
    ("pl", "240 opinii"),
    ("ru", "240 отзывов"),
    ("zh", "240条评论"),
    ("ja", "240件のレビュー"),
]


def read(text, language="en", found=FOUND):
    return said(text, found=found, locale=page_locale("https://shop.example/", language))


@pytest.mark.parametrize(("language", "text", "unit", "value"), PROMISES)
def test_a_promise_is_read(language, text, unit, value):
    promised = read(text, language)
    assert (promised.unit, promised.value) == (unit, value)


@pytest.mark.parametrize(("language", "text"), BAITS)
def test_what_only_looks_like_a_promise_is_none(language, text):
    assert read(text, language) is None


def test_more_than_fifteen_languages_are_read():
    assert len({language for language, *_ in PROMISES}) >= 25


@pytest.mark.parametrize("text", ["About 240 results", "1-20 of over 240 results", "240+ results", "1.2k results"])
def test_a_rounded_total_is_approximate(text):
    assert read(text).is_approximate


def test_a_range_that_fits_the_page_is_surer_than_one_that_does_not():
    assert (read("1–20 of 240").strength, read("1–20 of 240", found=3).strength) == (Strength.STATED, Strength.COUNT)


def test_three_numbers_without_a_known_word_must_fit_the_page():
    assert (read("1-20 bla 240").value, read("1-20 bla 240", found=7)) == (240, None)


@pytest.mark.parametrize("text", ["1.240 results", "1,240 results", "1'240 results"])
def test_three_digits_behind_a_separator_are_thousands_whatever_the_language(text):
    assert read(text).value == 1240


def test_a_total_below_what_stands_on_the_page_is_none():
    assert read("12 results") is None


def test_a_count_in_brackets_after_the_heading_is_a_promise():
    locale = page_locale("https://shop.example/", "en")
    readings = [count_in_heading(text, found=20, locale=locale) for text in ("Lamps (240)", "Films (2024)", "Lamps")]
    assert [each and each.value for each in readings] == [240, None, None]
