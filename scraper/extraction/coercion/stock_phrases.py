"""What pages of many languages print where a thing can be bought, ordered, or not: phrases by meaning, as data.

Folded like labels (no accents, lower case); "#" stands for a number. Where two phrases begin at the same word the
longer one of the earlier meaning counts, so that a negation stands before what it denies.
"""

PHRASES: tuple[tuple[str, str], ...] = (
    (
        "outofstock",
        # English
        "out of stock|sold out|soldout|outofstock|not in stock|no stock|unavailable|currently unavailable|"
        "not available|no longer available|temporarily out|back order|backorder|discontinued|sold|coming soon|"
        "notify me when|notify me|email me when|tell me when|join the waitlist|join waitlist|waiting list|"
        "no longer for sale|not for sale|item has ended|listing has ended|listing ended|bidding has ended|"
        "auction ended|auction has ended|this item is sold|stock 0|0 in stock|0 left|"
        # German, Dutch
        "ausverkauft|nicht verfugbar|derzeit nicht verfugbar|nicht mehr verfugbar|nicht auf lager|nicht vorratig|"
        "nicht mehr auf lager|nicht lieferbar|derzeit nicht lieferbar|nicht mehr lieferbar|vergriffen|"
        "benachrichtigen|benachrichtigen sie mich|verkauft|uitverkocht|niet op voorraad|niet beschikbaar|"
        "niet leverbaar|niet meer leverbaar|verkocht|mail mij|"
        # French, Spanish, Portuguese, Italian, Romanian, Catalan
        "epuise|en rupture|rupture de stock|stock epuise|indisponible|actuellement indisponible|non disponible|"
        "plus disponible|me prevenir|m avertir|prevenez moi|vendu|"
        "agotado|agotada|sin existencias|sin stock|no disponible|no hay existencias|avisame|avisarme|vendido|"
        "esgotado|esgotada|sem estoque|sem stock|indisponivel|nao disponivel|avise me|produto indisponivel|"
        "esaurito|esaurita|non disponibile|non piu disponibile|avvisami|venduto|"
        "stoc epuizat|indisponibil|nu este in stoc|lipsa stoc|exhaurit|"
        # Nordic, Finnish, Baltic
        "slutsald|ej i lager|slut i lager|tillfalligt slut|slut|finns ej i lager|bevaka|udsolgt|ikke pa lager|utsolgt|"
        "ikke tilgjengelig|loppu|loppuunmyyty|ei varastossa|ei saatavilla|valiaikaisesti loppu|isparduota|izpardots|"
        "laost otsas|"
        # Slavic, Hungarian, Greek, Turkish
        "brak|brak w magazynie|niedostepny|niedostepne|wyprzedane|powiadom o dostepnosci|vyprodano|neni skladem|"
        "nedostupne|vypredane|nie je skladom|momentalne nedostupne|hlidat dostupnost|elfogyott|nincs raktaron|"
        "nem elerheto|razprodano|ni na zalogi|rasprodano|nije dostupno|nema na zalihi|нет в наличии|нет на складе|"
        "распродано|закончился|закончилась|снят с продажи|сообщить о поступлении|немає в наявності|закінчився|"
        "изчерпан|няма в наличност|εξαντλημενο|εξαντληθηκε|μη διαθεσιμο|stokta yok|tukendi|stok yok|gelince haber ver|"
        # Semitic, Asian
        "غير متوفر|غير متاح|نفد المخزون|نفدت الكمية|نفذت الكمية|אזל מהמלאי|אזל|לא במלאי|אינו במלאי|לא זמין|ناموجود|"
        "缺货|缺貨|已售完|已售罄|售罄|无货|無貨|到货通知|补货中|売り切れ|在庫なし|在庫切れ|品切れ|入荷待ち|完売|"
        "품절|일시품절|재고 없음|hết hàng|het hang|stok habis|habis|สินค้าหมด",
    ),
    (
        "madetoorder",
        "made to order|auf bestellung gefertigt|auf bestellung|sur commande|bajo pedido|su ordinazione|op bestelling|"
        "sob encomenda|na zamowienie|pa bestilling|pa bestallning|bestallningsvara|tilauksesta|na objednavku|"
        "na objednanie|под заказ|на заказ|под замовлення|受注生産|取り寄せ",
    ),
    (
        "preorder",
        "pre order|preorder|vorbestell|vorbestellen|vorbestellbar|precommande|precommander|preventa|preordine|"
        "preordina|pre venda|prevenda|forbestill|forudbestil|forhandsboka|ennakkotilaa|predobjednat|przedsprzedaz|"
        "предзаказ|予約する|予約注文|预售|預購|예약구매",
    ),
    (
        "offered",
        "contact seller|contact the seller|message seller|chat with seller|email user|email seller|reply to ad|"
        "make an offer|make offer|place bid|place a bid|bid now|request a quote|request quote|enquire now|"
        "anbieter kontaktieren|verkaufer kontaktieren|nachricht schreiben|nachricht senden|anfrage senden|"
        "jetzt bieten|contacter le vendeur|envoyer un message|faire une offre|encherir|contactar al vendedor|"
        "contactar con el vendedor|contatta il venditore|fai un offerta|bericht sturen|bieden|plaats bod|"
        "contatar vendedor|enviar mensagem|napisz do sprzedajacego|написать продавцу|связаться с продавцом|"
        "reply|contact advertiser|contact owner|contact dealer|call seller|call dealer|show phone number|"
        "show number|reveal number|kontaktieren|telefonnummer anzeigen|nummer anzeigen|rufnummer anzeigen|"
        "anbieter anrufen|toon telefoonnummer|toon nummer|contacter l annonceur|afficher le numero|"
        "voir le numero|voir le telephone|contactar anunciante|ver telefono|mostrar telefono|ver numero|"
        "contatta inserzionista|mostra numero|mostra telefono|ver telefone|mostrar telefone|vis nummer|"
        "visa nummer|visa telefonnummer|vis telefonnummer|nayta numero|pokaz numer|zadzwon|zobrazit cislo|"
        "zobrazit telefon|показать телефон|показать номер|показати телефон|numarayi goster|εμφανιση τηλεφωνου",
    ),
    (
        "instock",
        # English
        "cart add|addtocart|add cart|basket add|buy product|buyproduct|"
        "in stock|instock|available|in store|not sold|not sold out|add to cart|add to basket|add to bag|add to trolley|"
        "add to my bag|add to order|buy now|buy it now|buy tickets|get tickets|limitedavailability|onlineonly|"
        "instoreonly|limited availability|lowstock|low stock|left in stock|# in stock|only # left|# left|# available|"
        "last # items|ships|usually ships|ships in #|ships within #|dispatched within #|dispatched in #|"
        "ready to ship|delivery in # days|delivered in #|in stock soon|"
        # German, Dutch
        "auf lager|sofort lieferbar|lieferbar|lieferbar in #|verfugbar|sofort verfugbar|vorratig|lagernd|ab lager|"
        "lieferzeit #|lieferzeit ca #|lieferung in #|versandfertig in #|nur noch #|nur noch wenige|# stuck verfugbar|"
        "in den warenkorb|in den einkaufswagen|zum warenkorb hinzufugen|in den korb|jetzt kaufen|sofort kaufen|"
        "op voorraad|leverbaar|direct leverbaar|beschikbaar|voor # uur besteld|morgen in huis|levertijd #|nog # op|"
        "in winkelwagen|in winkelmandje|in mijn winkelwagen|toevoegen aan winkelwagen|kopen|bestellen|"
        # French, Spanish, Portuguese, Italian, Romanian, Catalan
        "en stock|disponible|expedie sous #|livraison sous #|plus que #|il ne reste plus que #|ajouter au panier|"
        "mettre au panier|acheter|acheter maintenant|j achete|en existencia|hay existencias|envio en #|quedan #|"
        "solo quedan #|anadir al carrito|anadir a la cesta|anadir a la bolsa|agregar al carrito|agregar al carro|"
        "comprar|comprar ahora|comprar entradas|comprar ya|em estoque|em stock|disponivel|entrega em #|restam #|"
        "adicionar ao carrinho|adicionar ao cesto|adicionar a sacola|comprar agora|colocar no carrinho|"
        "disponibile|disponibilita immediata|in magazzino|spedizione in #|solo # disponibili|ne restano #|"
        "aggiungi al carrello|metti nel carrello|acquista|acquista ora|compra ora|compra subito|in stoc|"
        "adauga in cos|cumpara|cumpara acum|afegir a la cistella|"
        # Nordic, Finnish, Baltic
        "i lager|pa lager|finns i lager|leveranstid #|lagg i varukorg|lagg i varukorgen|lagg i kundvagn|kop|kop nu|"
        "leveringstid #|laeg i kurv|lag i kurv|tilfoj til kurv|kob|kob nu|legg i handlekurv|legg i handlekurven|"
        "kjop|kjop na|varastossa|saatavilla|toimitusaika #|lisaa ostoskoriin|lisaa koriin|osta|osta nyt|yra sandelyje|"
        "i krepseli|pirkt|lisa ostukorvi|"
        # Slavic, Hungarian, Greek, Turkish
        "dostepny|dostepne|na stanie|w magazynie|wysylka w #|do koszyka|dodaj do koszyka|kup teraz|kup|skladem|"
        "skladom|na sklade|dostupne|ihned k odberu|do kosiku|do kosika|pridat do kosiku|vlozit do kosika|"
        "vlozit do kosiku|pridat do kosika|koupit|kupit|raktaron|keszleten|kosarba|kosarba teszem|megveszem|na zalogi|"
        "v kosarico|dodaj v kosarico|u kosaricu|dodaj u kosaricu|na zalihi|u korpu|в наличии|есть в наличии|"
        "на складе|в корзину|добавить в корзину|купить|купить сейчас|в наявності|є в наявності|купити|до кошика|"
        "в кошик|в наличност|купи|добави в количката|διαθεσιμο|αμεσα διαθεσιμο|προσθηκη στο καλαθι|αγορα|"
        "στο καλαθι|stokta|stokta var|sepete ekle|satin al|hemen al|"
        # Semitic, Asian
        "متوفر|متاح|أضف إلى السلة|اضف الى السلة|أضف إلى العربة|أضف للسلة|اشتر الآن|במלאי|הוסף לסל|הוספה לסל|לקנייה|"
        "קנה עכשיו|הוסף לעגלה|موجود|افزودن به سبد|有货|有貨|现货|現貨|立即购买|立即購買|加入购物车|"
        "加入購物車|放入購物車|直接購買|"
        "在庫あり|購入手続き|カートに入れる|カートに追加|買い物かごに入れる|今すぐ購入|재고|구매하기|바로구매|장바구니|"
        "con hang|mua ngay|them vao gio|beli sekarang|tambah ke troli|masukkan keranjang|tersedia|ready stock|"
        "หยิบใส่ตะกร้า|ซื้อเลย|มีสินค้า",
    ),
)

NOT_BEFORE: dict[str, tuple[str, ...]] = {
    "sold": ("by", "and", "in", "separately", "as", "over", "on", "exclusively", "individually", "per"),
    "slut": ("i",),
    "reply": ("to", "from", "all", "within", "time", "rate"),
    "kontaktieren": ("sie", "uns"),
}
"""Words after which a phrase says something else: "sold by"."""
