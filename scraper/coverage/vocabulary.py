"""The words around counts: records, pages, "of", "to", "about", and what is counted besides, in 30 languages."""

import re
from functools import lru_cache

# `word*` stands for every word that begins so: inflections. Languages are in the order of the lists of next_words.
_RECORDS = """
result results item items product products entry entries record records listing listings article articles post
posts job jobs vacancy vacancies offer offers property properties hit hits match matches row rows document
documents book books hotel hotels event events recipe recipes course courses topic topics thread threads ads
company companies video videos title titles place places position positions homes cars vehicles deals
publication* paper papers object objects things song songs film films movie movies quote quotes profile profiles
lot lots ergebnis* suchergebnis* treffer* produkt* artikel* eintrag* einträge* angebot* anzeige* datensatz*
datensätze* stelle stellen stellenangebot* beitrag beiträge* objekt* immobilie* rezept* veranstaltung* termin*
bücher* dokument* fahrzeug* wohnung* résultat* produit* annonce* élément* élements offre* enregistrement* biens
fiche fiches réponse* livre livres recette* résultats événement* référence* logement* emploi* poste postes
resultado* producto* artículo* elemento* anuncio* oferta* registro* entrada* inmueble* libro libros receta*
empleo* vivienda* evento* publicacion* coincidencia* encontrad* resultat* producte* anunci* produto* artigo*
anúncio* imóve* itens vaga vagas registos livro livros receita* imove* risultat* prodott* articol* annunci*
element* offert* inserzion* libri ricett* immobil* evento eventi voci resultaten producten artikelen
advertentie* aanbieding* vacature* woning* treffers boeken recepten evenement* wynik* ofert* ogłosze* artykuł*
wpis* pozycj* rekord* rezultat* książk* przepis* výsled* polož* nabíd* inzerát* článk* záznam* zbož* nalezen*
produktov výsledk* položiek találat* termék* hirdetés* elem elemek tétel* bejegyzés* könyv* rezultate* produse*
produs articole* anunțuri anunturi oferte* înregistrări träff* annons* artiklar* poster objekt inlägg jobb
bostäder böcker treff* oppføring* varer vare artikler innlegg stillinger bøker resultater produkter annoncer
opslag boliger tulos* tulok* hakutulo* tuote* tuottei* tuotet* ilmoitu* kohde* osuma* artikkeli* результат*
товар* объявлен* запис* предложени* позици* элемент* ваканси* стать* найден* публикац* книг* объект* оголошен*
пропозиці* позиці* вакансі* знайден* стат* резултат* продукт* обяв* артикул* proizvod* oglas* artikal* zapis*
stavk* izdelk* izdelek* zadetk* objav* sonuç* sonuc* ürün* urun* kayıt* kayit* ilan* ilân* öğe* içerik* kitap*
αποτελέσμα* αποτέλεσμα* προϊόν* προϊόντ* αγγελί* εγγραφ* άρθρ* įraš* preki* rezultāt* prec* ierakst* tulemus*
toode* toodet kirje* kuulutus* תוצאות תוצאה מוצרים מוצר פריטים פריט מודעות רשומות نتيجة نتائج النتائج منتج
منتجات المنتجات منتجًا منتجا عنصر عناصر إعلان إعلانات سجل سجلات نتیجه نتایج محصول کالا آگهی مورد परिणाम परिणामों
उत्पाद उत्पादों आइटम रिकॉर्ड लेख ফলাফল পণ্য kết_quả sản_phẩm bài_viết mục tin bản_ghi kết phẩm hasil produk
barang iklan artikel entri lowongan keputusan
"""
# Languages without spaces: parts of a text.
_RECORD_PARTS = """
件 个结果 個結果 条结果 結果 结果 条 個商品 商品 产品 產品 项 項 筆 条记录 记录 건 개 결과 상품 รายการ สินค้า
ผลลัพธ์ 冊 品 点
"""

_PAGES = """
page pages pag pág seite seiten página páginas pagina paginas pagine pagini pagina's bladzijde stron strona
strony stránka strana stran stránek stránky stranka oldal oldalak sida sidan sidor side sider sivu sivua sivut
страница страницы страниц стр сторінка сторінки сторінок страници страна sayfa sayfası σελίδα σελίδες puslapis
puslapių lapa lapas lehekülg lehekülge עמוד עמודים דף דפים صفحة صفحات صفحه पृष्ठ पेज পৃষ্ঠা trang halaman laman
pàgina pàgines stranica stranice orria
"""
_PAGE_PARTS = """
页 頁 ページ 페이지 쪽 หน้า
"""

# "20 per page": the word that makes a count one of each page, at any place of the text.
_PER = re.compile(
    r"(?:\b(?:per|pro|je|par|por|pe|a|på|pr|na|за|на|kohti|oldalanként|başına|ανά|לכל|لكل|mỗi|setiap)\b\.?|प्रति|/)\s*"
    r"(?:page|seite|página|pagina|strona|stronę|stranu|stránku|stranicu|sida|side|sivu|oldal|страниц[еу]|сторінц[іу]"
    r"|sayfa|σελίδα|עמוד|דף|صفحة|पृष्ठ|trang|halaman)\b|\bsayfa başına|\boldalanként|\bsivulla\b"
    r"|ページあたり|每页|每頁|페이지당|ต่อหน้า|1ページに|表示件数",
    re.IGNORECASE,
)

# What is counted besides records: opinions, people, money, time, pictures, steps.
_OTHERS = """
review reviews rating ratings star stars vote votes customer customers user users people member members follower
followers like likes share shares download downloads comment comments reply replies view views day days hour
hours minute minutes min mins month months week weeks year years image images photo photos slide slides step
steps question questions answer answers point points visitor visitors subscriber* seller sellers shop shops
stores store brand brands category categories cart basket bag wishlist country countries city cities language
languages employee* delivery shipping bewertung* rezension* stern sterne sternen kunde* nutzer* mitglied*
kommentar* tage tag stunden monat* woche* jahre jahr bild bilder foto fotos frage fragen antwort* punkte
schritt* warenkorb marken kategorie* avis note notes étoile* client clients utilisateur* membre* commentaire*
jour jours heure* mois semaine* an ans année* étape* question* panier marque* catégorie* magasin* opinion*
reseña* valoracion* valoración* estrella* cliente* usuario* miembro* comentario* día días hora horas mes meses
semana* año años imagen* imágenes paso pasos pregunta* respuesta* carrito cesta marca* categoría* tienda*
avaliaç* estrela* usuário* utilizador* membro* comentário* dia dias ano anos pergunta* carrinho loja* categoria*
recension* stelle stella clienti utenti membri comment* giorn* ore mesi settiman* anni immagin* domand* carrello
negozi beoordeling* review* sterren klanten gebruikers leden reacties dagen uur maanden weken jaar afbeelding*
vragen winkel* opinii opinia ocen oceny gwiazd* klient* użytkownik* komentarz* dni godzin* miesi* lat lata zdjęć
koszyk* sklep* hodnocen* hvězd* zákazník* uživatel* komentář* dnů dní hodin* měsíc* recenz* košík* értékelés*
vélemény* csillag* vásárló* felhasználó* nap órа hónap év kép recenzii stele clienți utilizatori zile luni ani
omdöme* stjärn* kund kunder användare medlemmar kommentarer dagar timmar månader anmeldelse* omtale* stjerne*
brukere bruger* medlemmer dager dage timer måneder billeder arvostelu* arvio* tähte* tähti* asiakas* asiakkaa*
käyttäj* päivä* tunti* kuukau* kuva kuvaa отзыв* оценк* звезд* покупател* клиент* пользовател* комментари* день
дня дней час* месяц* недел* лет год* фото вопрос* ответ* корзин* магазин* просмотр* шаг* відгук* оцін* зір*
покупц* клієнт* користувач* коментар* днів годин* місяц* років кошик* отзиви мнения оценки клиенти потребители
коментари дни часа месеца години recenzij* ocjen* kupac* kupc* korisnik* komentar* dana sati mjesec* godin*
yorum* değerlendirme* yıldız* müşteri* kullanıcı* üye* gün saat ay hafta yıl fotoğraf* soru* sepet* κριτικ*
αξιολογ* αστέρ* πελάτ* χρήστ* σχόλι* ημέρ* ώρες μήν* ביקורות כוכבים לקוחות משתמשים תגובות ימים שעות تقييم
تقييمات مراجعة مراجعات نجوم عملاء مستخدم تعليق تعليقات يوم أيام ساعة نظر समीक्षा समीक्षाएं रेटिंग ग्राहक दिन
घंटे đánh_giá khách_hàng bình_luận ngày giờ ulasan pelanggan komentar hari jam
"""
_OTHER_PARTS = """
レビュー 口コミ 評価 点満点 #人 #円 #日 #時間 #か月 #ヶ月 #年 评论 評論 评价 評價 用户 客户 #天 #小时 #月 #分
리뷰 평점 #명 #원 #일 #시간 รีวิว ดาว บาท #คน
"""

_OF = """
of out_of von aus de des sur di su van uit z ze spośród av af ud_af out из з із від od din dintre din_totalul iš
no από trong dari daripada من מתוך में_से จาก 中 共 全 총 중 in in_total of_the del dels
"""
_TO = """
to through thru until bis à au a ad al até tot t/m tot_en_met do do_ po_ až до по til till και έως ως ile đến
tới sampai hingga s/d إلى الى עד से ถึง から 至 到 ~ a_ al_ pana_la până_la līdz iki kuni s_d
"""
_SHOWN = """
show shows showing shown display displaying displayed viewing viewed view seen you've zeige zeigt angezeigt
anzeigen gezeigt gesehen affiche affichage affichés affichées voir vu vus mostrando mostrar mostrados
visualizzati visualizzazione mostra exibindo exibidos weergegeven getoond toont bekeken wyświetlono wyświetlanie
pokazano zobrazeno zobrazuji zobrazené megjelenítve látható afișare afișate visar visas viser vist näytetään
показано показаны відображено показані prikazano gösteriliyor gösterilen εμφάνιση εμφανίζονται מציג מוצגים عرض
يعرض दिखा_रहे hiển_thị menampilkan memaparkan 表示 显示 顯示 표시 แสดง loaded geladen
"""
_TOTAL = """
total totals found count all gesamt insgesamt gefunden anzahl totaal gevonden aantal trouvé trouvés trouvée
trouvées totaux encontrados encontradas encontrado totale trovati trovate trovato celkem celkom nalezeno
znaleziono łącznie razem összesen totalt antal antall funnet fundet hittade yhteensä löytyi löydetty всего
найдено итого всього знайдено общо ukupno skupaj toplam bulundu σύνολο βρέθηκαν סה״כ נמצאו المجموع إجمالي कुल
tổng tìm_thấy jumlah ditemukan iš_viso kopā kokku
"""
_TOTAL_PARTS = """
全 共 共有 約 合計 総数 总共 共计 总计 총 전체 검색결과 ทั้งหมด พบ 検索結果 該当
"""
_ABOUT = re.compile(
    r"\b(?:about|approx(?:imately)?|around|over|more than|nearly|almost|up to|at least|ca|circa|etwa|ungefähr|rund|über"
    r"|mehr als|environ|plus de|près de|cerca de|alrededor de|más de|aproximadamente|mais de|oltre|più di|ongeveer"
    r"|meer dan|ruim|około|ponad|přibližně|více než|körülbelül|több mint|aproximativ|peste|cirka|över|mer än|omkring"
    r"|noin|yli|около|более|примерно|свыше|приблизно|понад|більше|yaklaşık|περίπου|πάνω από|khoảng|hơn|sekitar"
    r"|lebih dari)\b|约|約|超过|以上|약|이상|ประมาณ|מעל|כ-|حوالي|أكثر من|#\s?\+",
    re.IGNORECASE,
)
_LAST = """
last last_page letzte letzte_seite ende dernière dernier dernière_page última último última_página ultima ultimo
ultima_pagina laatste laatste_pagina ostatnia ostatnia_strona poslední posledná utolsó sista siste sidste
viimeinen последняя в_конец конец остання последна zadnja son son_sayfa τελευταία 末页 尾页 最后一页 最後 最後へ
마지막 หน้าสุดท้าย cuối trang_cuối terakhir الأخيرة האחרון
"""
_CURRENCY = re.compile(
    r"[$€£¥₽₹₴₺₩₪฿₫%°]|\b(?:usd|eur|gbp|chf|zł|pln|kč|czk|kr|sek|nok|dkk|руб|грн|лв|lei|ft|huf|tl|try|aed|sar)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s\d#.,;:()\[\]|·•~–—‐-]+")  # not \w: the vowel signs of Hindi are no letters


class Words:
    """Words and beginnings of words; those with "_" are several words, `parts` stand anywhere in a text."""

    def __init__(self, words: str, parts: str = "") -> None:
        listed = words.split()
        self._whole = frozenset(word for word in listed if not word.endswith("*") and "_" not in word)
        self._starts = tuple({word[:-1] for word in listed if word.endswith("*")})
        self._parts = (*parts.split(), *(word.replace("_", " ").strip() for word in listed if "_" in word))

    def are_in(self, text: str) -> bool:
        """Whether one of the words stands in the folded text."""
        return bool(self.found_in(text))

    def found_in(self, text: str) -> str | None:
        """The first of the words in the folded text."""
        for word in _words_of(text):
            if word in self._whole or word.startswith(self._starts):
                return word
        return next((part for part in self._parts if part and part in text), None)


@lru_cache(maxsize=500)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


RECORDS = Words(_RECORDS, _RECORD_PARTS)
PAGES = Words(_PAGES, _PAGE_PARTS)
OTHERS = Words(_OTHERS, _OTHER_PARTS)
OF = Words(_OF)
SHOWN = Words(_SHOWN)
TOTAL = Words(_TOTAL, _TOTAL_PARTS)
_LAST_LABELS = frozenset(label.replace("_", " ") for label in _LAST.split())
TO = tuple(sorted({word.replace("_", " ").strip() for word in _TO.split()}, key=len, reverse=True))


def is_per_page(text: str) -> bool:
    """Whether the text says how many stand on each page."""
    return bool(_PER.search(text))


def is_about(text: str) -> bool:
    """Whether the text, numbers as #, gives its counts as approximate or as the least."""
    return bool(_ABOUT.search(text))


def is_priced(text: str) -> bool:
    """Whether amounts of money, per cents or degrees are in the text."""
    return bool(_CURRENCY.search(text))


def is_last_label(text: str) -> bool:
    """Whether the folded text as a whole names the last page."""
    return text in _LAST_LABELS
