"""The languages that the test site speaks: its labels, its promises and the words that its records are made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `promise` is a sentence with {first}, {last}, {total}, {page} or {pages} in it."""

    code: str
    next: str
    previous: str
    menu: tuple[str, ...]
    labels: tuple[str, ...]
    promise: str
    currency: str
    things: tuple[str, ...]
    qualities: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[str, ...]
    direction: str = "ltr"


# Each row: code, next, previous, promise, currency; menu; labels (price, author, date, replies, company, place);
# things; qualities; topics; places.
_ROWS = (
    (
        ("en", "Next", "Previous", "Showing {first}–{last} of {total} results", "$ {}"),
        "Home|Departments|Opening hours|Contact us",
        "Price|Author|Date|Replies|Company|Location",
        "Armchair|Bookcase|Desk lamp|Garden bench|Kettle|Wardrobe",
        "Oak|Walnut|Copper|Linen|Slate|Willow",
        "Council votes on the new bridge|Harvest comes three weeks early|Ferry returns to winter timetable|"
        "Museum reopens after long repairs|Night trains to run again|Old mill turned into a school",
        "Harrow|Whitby|Ludlow|Kendal|Stroud|Oban",
    ),
    (
        ("de", "Weiter", "Zurück", "Ergebnisse {first} bis {last} von {total}", "{} €"),
        "Startseite|Abteilungen|Öffnungszeiten|Kontakt",
        "Preis|Autor|Datum|Antworten|Firma|Ort",
        "Sessel|Regal|Schreibtisch|Gartenbank|Wasserkocher|Kleiderschrank",
        "Eiche|Nussbaum|Kupfer|Leinen|Schiefer|Weide",
        "Stadtrat stimmt über neue Brücke ab|Ernte beginnt drei Wochen früher|Fähre fährt nach Winterfahrplan|"
        "Museum öffnet nach Umbau|Nachtzüge fahren wieder|Alte Mühle wird zur Schule",
        "Goslar|Husum|Lindau|Meißen|Soest|Weimar",
    ),
    (
        ("fr", "Suivant", "Précédent", "{total} résultats", "{} €"),
        "Accueil|Rayons|Horaires d’ouverture|Nous contacter",
        "Prix|Auteur|Date|Réponses|Entreprise|Lieu",
        "Fauteuil|Étagère|Lampe de bureau|Banc de jardin|Bouilloire|Armoire",
        "Chêne|Noyer|Cuivre|Lin|Ardoise|Osier",
        "Le conseil vote pour le nouveau pont|La moisson commence en avance|Le bac reprend ses horaires d’hiver|"
        "Le musée rouvre après travaux|Les trains de nuit reviennent|L’ancien moulin devient une école",
        "Auxerre|Bayeux|Cahors|Dinan|Honfleur|Sarlat",
    ),
    (
        ("es", "Siguiente", "Anterior", "Mostrando {first}-{last} de {total} resultados", "{} €"),
        "Inicio|Secciones|Horario|Contacto",
        "Precio|Autor|Fecha|Respuestas|Empresa|Lugar",
        "Sillón|Estantería|Lámpara de mesa|Banco de jardín|Hervidor|Armario",
        "Roble|Nogal|Cobre|Lino|Pizarra|Mimbre",
        "El ayuntamiento vota el nuevo puente|La cosecha llega tres semanas antes|El ferri vuelve al horario de invierno|"
        "El museo reabre tras las obras|Regresan los trenes nocturnos|El viejo molino será una escuela",
        "Ronda|Úbeda|Cuenca|Soria|Teruel|Zamora",
    ),
    (
        ("it", "Successivo", "Precedente", "Trovati {total} annunci", "€ {}"),
        "Home|Reparti|Orari di apertura|Contatti",
        "Prezzo|Autore|Data|Risposte|Azienda|Luogo",
        "Poltrona|Libreria|Lampada da tavolo|Panchina da giardino|Bollitore|Guardaroba",
        "Rovere|Noce|Rame|Lino|Ardesia|Vimini",
        "Il consiglio vota il nuovo ponte|Il raccolto arriva in anticipo|Il traghetto torna all’orario invernale|"
        "Il museo riapre dopo i lavori|Tornano i treni notturni|Il vecchio mulino diventa una scuola",
        "Assisi|Lucca|Mantova|Orvieto|Ravenna|Urbino",
    ),
    (
        ("pt", "Próxima", "Anterior", "{total} itens encontrados", "R$ {}"),
        "Início|Departamentos|Horário|Fale conosco",
        "Preço|Autor|Data|Respostas|Empresa|Local",
        "Poltrona|Estante|Luminária|Banco de jardim|Chaleira|Guarda-roupa",
        "Carvalho|Nogueira|Cobre|Linho|Ardósia|Vime",
        "Câmara vota a nova ponte|Colheita chega três semanas antes|Balsa volta ao horário de inverno|"
        "Museu reabre após longa reforma|Trens noturnos voltam a circular|Velho moinho vira escola",
        "Olinda|Paraty|Évora|Óbidos|Tomar|Lamego",
    ),
    (
        ("nl", "Volgende", "Vorige", "{first} - {last} van {total} resultaten", "€ {}"),
        "Home|Afdelingen|Openingstijden|Contact",
        "Prijs|Auteur|Datum|Reacties|Bedrijf|Plaats",
        "Leunstoel|Boekenkast|Bureaulamp|Tuinbank|Waterkoker|Kledingkast",
        "Eiken|Noten|Koper|Linnen|Leisteen|Wilgen",
        "Raad stemt over de nieuwe brug|Oogst begint drie weken eerder|Veerboot vaart weer volgens winterdienst|"
        "Museum heropent na verbouwing|Nachttreinen keren terug|Oude molen wordt een school",
        "Deventer|Hoorn|Zutphen|Veere|Gouda|Sneek",
    ),
    (
        ("pl", "Następna", "Poprzednia", "Znaleziono {total} ofert", "{} zł"),
        "Strona główna|Działy|Godziny otwarcia|Kontakt",
        "Cena|Autor|Data|Odpowiedzi|Firma|Miejsce",
        "Fotel|Regał|Lampka biurkowa|Ławka ogrodowa|Czajnik|Szafa",
        "Dąb|Orzech|Miedź|Len|Łupek|Wiklina",
        "Rada głosuje nad nowym mostem|Żniwa trzy tygodnie wcześniej|Prom wraca do rozkładu zimowego|"
        "Muzeum otwarte po remoncie|Nocne pociągi znów kursują|Stary młyn będzie szkołą",
        "Chełm|Gniezno|Kłodzko|Płock|Sandomierz|Żywiec",
    ),
    (
        ("cs", "Další", "Předchozí", "Nalezeno celkem {total} výsledků", "{} Kč"),
        "Úvod|Oddělení|Otevírací doba|Kontakty",
        "Cena|Autor|Datum|Odpovědi|Firma|Místo",
        "Křeslo|Knihovna|Stolní lampa|Zahradní lavice|Konvice|Skříň",
        "Dub|Ořech|Měď|Len|Břidlice|Proutí",
        "Zastupitelé hlasují o novém mostě|Sklizeň začíná dříve|Přívoz jezdí podle zimního řádu|"
        "Muzeum znovu otevřelo|Noční vlaky se vracejí|Ze starého mlýna bude škola",
        "Telč|Tábor|Písek|Litomyšl|Kutná Hora|Znojmo",
    ),
    (
        ("ru", "Следующая", "Предыдущая", "Показано {first}–{last} из {total}", "{} ₽"),
        "Главная|Разделы|Режим работы|Контакты",
        "Цена|Автор|Дата|Ответов|Компания|Город",
        "Кресло|Стеллаж|Настольная лампа|Садовая скамья|Чайник|Шкаф",
        "Дуб|Орех|Медь|Лён|Сланец|Ива",
        "Совет голосует за новый мост|Жатва началась раньше срока|Паром ходит по зимнему расписанию|"
        "Музей открылся после ремонта|Ночные поезда возвращаются|Старая мельница станет школой",
        "Суздаль|Псков|Елец|Кашин|Тотьма|Углич",
    ),
    (
        ("sv", "Nästa", "Föregående", "Visar {first}-{last} av {total} träffar", "{} kr"),
        "Hem|Avdelningar|Öppettider|Kontakta oss",
        "Pris|Författare|Datum|Svar|Företag|Ort",
        "Fåtölj|Bokhylla|Skrivbordslampa|Trädgårdsbänk|Vattenkokare|Garderob",
        "Ek|Valnöt|Koppar|Linne|Skiffer|Pil",
        "Fullmäktige röstar om nya bron|Skörden börjar tre veckor tidigt|Färjan går efter vintertidtabell|"
        "Museet öppnar efter renovering|Nattågen går igen|Gamla kvarnen blir skola",
        "Sigtuna|Visby|Ystad|Eksjö|Gränna|Trosa",
    ),
    (
        ("da", "Næste", "Forrige", "Viser {first} til {last} af {total}", "{} kr."),
        "Forside|Afdelinger|Åbningstider|Kontakt",
        "Pris|Forfatter|Dato|Svar|Firma|Sted",
        "Lænestol|Bogreol|Skrivebordslampe|Havebænk|Elkedel|Klædeskab",
        "Eg|Valnød|Kobber|Hør|Skifer|Pil",
        "Byrådet stemmer om ny bro|Høsten kommer tre uger før|Færgen følger vinterplanen|"
        "Museet åbner efter ombygning|Nattogene kører igen|Den gamle mølle bliver skole",
        "Ribe|Ebeltoft|Dragør|Mariager|Tønder|Skagen",
    ),
    (
        ("fi", "Seuraava", "Edellinen", "Tulokset {first}–{last} / {total}", "{} €"),
        "Etusivu|Osastot|Aukioloajat|Yhteystiedot",
        "Hinta|Tekijä|Päivämäärä|Vastauksia|Yritys|Paikka",
        "Nojatuoli|Kirjahylly|Työpöytälamppu|Puutarhapenkki|Vedenkeitin|Vaatekaappi",
        "Tammi|Pähkinä|Kupari|Pellava|Liuske|Paju",
        "Valtuusto äänestää uudesta sillasta|Sadonkorjuu alkaa etuajassa|Lautta kulkee talviaikataululla|"
        "Museo avautuu remontin jälkeen|Yöjunat palaavat radoille|Vanhasta myllystä tulee koulu",
        "Porvoo|Rauma|Loviisa|Naantali|Hamina|Raahe",
    ),
    (
        ("hu", "Következő", "Előző", "Összesen {total} találat", "{} Ft"),
        "Kezdőlap|Osztályok|Nyitvatartás|Kapcsolat",
        "Ár|Szerző|Dátum|Válaszok|Cég|Hely",
        "Fotel|Könyvespolc|Asztali lámpa|Kerti pad|Vízforraló|Szekrény",
        "Tölgy|Dió|Réz|Len|Pala|Fűz",
        "A tanács szavaz az új hídról|Korábban kezdődik az aratás|A komp téli menetrend szerint jár|"
        "Újra nyit a múzeum|Visszatérnek az éjszakai vonatok|Iskola lesz a régi malomból",
        "Eger|Gyula|Kőszeg|Pápa|Sopron|Tata",
    ),
    (
        ("tr", "Sonraki", "Önceki", "Toplam {total} sonuç bulundu", "{} TL"),
        "Ana Sayfa|Bölümler|Çalışma saatleri|İletişim",
        "Fiyat|Yazar|Tarih|Yanıtlar|Şirket|Yer",
        "Koltuk|Kitaplık|Masa lambası|Bahçe bankı|Su ısıtıcı|Gardırop",
        "Meşe|Ceviz|Bakır|Keten|Arduvaz|Söğüt",
        "Meclis yeni köprüyü oyluyor|Hasat üç hafta erken başladı|Feribot kış tarifesine döndü|"
        "Müze onarımdan sonra açıldı|Gece trenleri yeniden yolda|Eski değirmen okul oluyor",
        "Amasra|Birgi|Foça|Mudurnu|Sinop|Tire",
    ),
    (
        ("el", "Επόμενη", "Προηγούμενη", "Αποτελέσματα {first}–{last} από {total}", "{} €"),
        "Αρχική|Τμήματα|Ωράριο|Επικοινωνία",
        "Τιμή|Συγγραφέας|Ημερομηνία|Απαντήσεις|Εταιρεία|Τόπος",
        "Πολυθρόνα|Βιβλιοθήκη|Φωτιστικό|Παγκάκι|Βραστήρας|Ντουλάπα",
        "Δρυς|Καρυδιά|Χαλκός|Λινό|Σχιστόλιθος|Ιτιά",
        "Το συμβούλιο ψηφίζει τη νέα γέφυρα|Νωρίτερα φέτος ο θερισμός|Χειμερινά δρομολόγια για το πλοίο|"
        "Άνοιξε ξανά το μουσείο|Επιστρέφουν τα νυχτερινά τρένα|Σχολείο γίνεται ο παλιός μύλος",
        "Καβάλα|Ναύπλιο|Ξάνθη|Πάργα|Σύρος|Χίος",
    ),
    (
        ("ja", "次へ", "前へ", "全{total}件中 {first}～{last}件を表示", "{} 円"),
        "ホーム|売り場|営業時間|お問い合わせ",
        "価格|著者|日付|返信|会社|場所",
        "肘掛け椅子|本棚|卓上ランプ|庭のベンチ|電気ケトル|洋服だんす",
        "オーク|くるみ|銅|リネン|石板|柳",
        "市議会が新しい橋を採決|収穫が三週間早まる|連絡船が冬の時刻表に|博物館が改修後に再開|夜行列車が復活|古い水車小屋が学校に",
        "倉敷|萩|角館|津和野|尾道|高山",
    ),
    (
        ("zh", "下一页", "上一页", "共 {total} 条记录，第 {page}/{pages} 页", "¥ {}"),
        "首页|商品分类|营业时间|联系我们",
        "价格|作者|日期|回复|公司|地点",
        "扶手椅|书柜|台灯|花园长椅|电水壶|衣柜",
        "橡木|胡桃|黄铜|亚麻|板岩|柳编",
        "市议会表决新桥方案|今年收割提前三周|渡轮恢复冬季时刻|博物馆修缮后重新开放|夜行列车重新开行|老磨坊改建学校",
        "平遥|丽江|凤凰|阆中|徽州|大理",
    ),
    (
        ("ko", "다음", "이전", "총 {total}건", "{} 원"),
        "홈|매장 안내|영업시간|문의하기",
        "가격|저자|날짜|답글|회사|지역",
        "안락의자|책장|탁상 램프|정원 벤치|전기 주전자|옷장",
        "참나무|호두나무|구리|리넨|점판암|버드나무",
        "시의회 새 다리 표결|수확 삼 주 앞당겨져|여객선 겨울 시간표로|박물관 보수 뒤 재개관|야간열차 다시 운행|옛 방앗간 학교로",
        "경주|전주|안동|통영|강릉|남원",
    ),
    (
        ("ar", "التالي", "السابق", "عرض {first}–{last} من أصل {total} نتيجة", "{} د.إ"),
        "الرئيسية|الأقسام|أوقات العمل|اتصل بنا",
        "السعر|المؤلف|التاريخ|الردود|الشركة|المكان",
        "كرسي بذراعين|خزانة كتب|مصباح مكتب|مقعد حديقة|غلاية|خزانة ملابس",
        "بلوط|جوز|نحاس|كتان|أردواز|صفصاف",
        "المجلس يصوت على الجسر الجديد|الحصاد يبدأ مبكرا|العبارة تعود إلى جدول الشتاء|"
        "المتحف يفتح بعد الترميم|عودة القطارات الليلية|الطاحونة القديمة تصبح مدرسة",
        "صور|جرش|طنجة|سوسة|صلالة|تدمر",
        "rtl",
    ),
    (
        ("he", "הבא", "הקודם", "מציג {first}–{last} מתוך {total} תוצאות", "₪ {}"),
        "דף הבית|מחלקות|שעות פתיחה|צור קשר",
        "מחיר|מחבר|תאריך|תגובות|חברה|מקום",
        "כורסה|ארון ספרים|מנורת שולחן|ספסל גן|קומקום|ארון בגדים",
        "אלון|אגוז|נחושת|פשתן|צפחה|ערבה",
        "המועצה מצביעה על הגשר החדש|הקציר מקדים בשלושה שבועות|המעבורת חוזרת ללוח החורף|"
        "המוזיאון נפתח אחרי שיפוץ|רכבות הלילה חוזרות|הטחנה הישנה תהיה בית ספר",
        "צפת|עכו|יפו|אילת|טבריה|קיסריה",
        "rtl",
    ),
)


def _language(row: tuple) -> Language:  # type: ignore[type-arg]
    (code, following, previous, promise, currency), *lists = row
    menu, labels, things, qualities, topics, places = (tuple(words.split("|")) for words in lists[:6])
    direction = lists[6] if len(lists) > 6 else "ltr"
    return Language(
        code, following, previous, menu, labels, promise, currency, things, qualities, topics, places, direction
    )


LANGUAGES = {language.code: language for language in map(_language, _ROWS)}
