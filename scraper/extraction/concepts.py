"""The concepts that schemas ask for, as data: how fields, labels, JSON keys and meta elements name them.

`names` are what schema authors call such a field (label keys without spaces), `labels` what pages print beside the
value, in several languages, `keys` where structured data holds it (schema.org property paths, best first), `meta` the
names of meta elements, `tokens` words of class and id attributes. All but `keys` are folded (`words.fold`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that fields of many names mean."""

    name: str
    names: tuple[str, ...]
    labels: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()


def _concept(name: str, names: str, labels: str = "", **other: str) -> Concept:
    """Names, keys, meta and tokens are separated by spaces, labels by "|"."""
    split = {key: tuple(value.split()) for key, value in other.items()}
    return Concept(name, tuple(names.split()), tuple(filter(None, labels.split("|"))), **split)


ALL: tuple[Concept, ...] = (
    _concept(
        "price",
        "price currentprice saleprice actualprice finalprice offerprice sellingprice cost amount preis prix precio "
        "prezzo preco prijs cena pris productprice priceamount unitprice newprice",
        "price|our price|sale price|current price|preis|prix|precio|prezzo|preco|prijs|cena|pris|fiyat|цена|价格|価格",
        keys="offers.price offers.lowPrice offers.priceSpecification.price price lowPrice priceSpecification.price",
        meta="product:price:amount og:price:amount product:sale_price:amount twitter:data1",
        tokens="price preis prix precio prezzo prijs cena pris fiyat",
    ),
    _concept(
        "old_price",
        "oldprice originalprice listprice regularprice wasprice previousprice rrp msrp strikeprice pricebefore "
        "compareatprice uvp priceold fullprice retailprice",
        "old price|original price|list price|regular price|was|rrp|msrp|uvp|prix conseille|statt|antes|prezzo "
        "di listino",
        keys="offers.priceSpecification.listPrice listPrice compareAtPrice originalPrice regularPrice",
        meta="product:original_price:amount og:price:standard_amount",
        tokens="old was regular strike original compare rrp msrp uvp list",
    ),
    _concept(
        "currency",
        "currency pricecurrency currencycode waehrung devise moneda valuta",
        "currency|wahrung|devise|moneda|valuta",
        keys="offers.priceCurrency offers.priceSpecification.priceCurrency priceCurrency",
        meta="product:price:currency og:price:currency",
        tokens="currency",
    ),
    _concept(
        "title",
        "title name headline productname producttitle articletitle heading recipename jobtitle eventname eventtitle "
        "titel titre titulo titolo naam nom nombre nome posttitle",
        "title|name|product name|titel|titre|titulo|titolo|nombre|nom|nome|naam",
        keys="headline name title",
        meta="og:title twitter:title dc.title sailthru.title parsely-title title",
        tokens="title headline name heading titel titre titulo",
    ),
    _concept(
        "brand",
        "brand manufacturer brandname maker marke hersteller marque marca merk vendor producer fabricant make",
        "brand|manufacturer|brand name|marke|hersteller|marque|marca|merk|producent|fabrikant|fabricant|fabricante|"
        "produttore|varumarke|tillverkare|maerke|valmistaja|vyrobce|znacka|vyrobca|бренд|производитель|"
        "марка|виробник|торговая марка|ブランド|メーカー|品牌|生产商|브랜드|제조사|vendor|by|"
        "manufactured by|made by|brands|"
        "make|fabricado por|editeur|produttore marca|marka|producent marka|gyarto|markasi|uretici|proizvodac|"
        "proizvajalec|"
        "producator|merkki|bottillverkare|fabrikat|العلامة التجارية|الماركة|ماركة|מותג|יצרן|κατασκευαστης|μαρκα",
        keys="brand.name brand manufacturer.name manufacturer",
        meta="product:brand og:brand brand",
        tokens="brand manufacturer marke hersteller marque marca merk vendor",
    ),
    _concept(
        "sku",
        "sku productid articlenumber itemnumber productcode partnumber artikelnummer reference stockcode itemcode "
        "artnr itemid catalognumber",
        "sku|item number|item no|item|item id|item code|product code|product id|product number|product no|"
        "article number|"
        "article no|artikelnummer|artikel nr|art nr|artnr|art no|bestellnummer|bestell nr|reference|ref|referencia|"
        "codice|codice prodotto|codigo|code|code article|artikelnr|varenummer|varenr|model no|style|style no|"
        "style number|part number|stock code|kod produktu|kod|артикул|код товара|商品番号|catalog number|cat no|"
        "produktnummer|produkt nr|tuotenumero|tuotekoodi|kod produktu|nr katalogowy|web id|asin|"
        "codigo do produto|cod|cod articolo|codice articolo|numero article|numero d article|no d article|codart|"
        "codigo de producto|codigo del producto|numer katalogowy|kod towaru|kod tovaru|katalogove cislo|"
        "objednaci cislo|cikkszam|termekkod|cod produs|kataloski broj|sifra|sifra artikla|артикул товара|"
        "код товару|номер товара|商品コード|品番|型番|상품번호|품번|货号|商品编号|رقم المنتج|מק ט|"
        "מקט|stok kodu|urun kodu",
        keys="sku productID offers.sku identifier",
        meta="product:retailer_item_id product:sku sku product:item_id",
        tokens="sku productid itemnumber articlenumber artnr artikelnummer",
    ),
    _concept(
        "gtin",
        "gtin ean upc gtin13 gtin12 gtin8 gtin14 barcode isbn isbn13 eancode",
        "gtin|ean|upc|ean code|ean nummer|barcode|isbn|isbn 13|gtin ean|ean gtin|gtin 13|code ean|codice ean|"
        "codigo ean",
        keys="gtin13 gtin gtin14 gtin12 gtin8 isbn offers.gtin13 offers.gtin offers.gtin12 offers.gtin8 offers.gtin14",
        meta="product:ean product:upc product:gtin product:isbn books:isbn og:upc",
        tokens="gtin ean upc barcode isbn",
    ),
    _concept(
        "mpn",
        "mpn manufacturerpartnumber modelnumber model manufacturernumber herstellernummer modelno",
        "mpn|manufacturer part number|manufacturer part no|mfr part number|mfg part|mfr|mfr no|model number|model no|"
        "model|modell|modellnummer|herstellernummer|hersteller nr|herstellerartikelnummer|manufacturer number|"
        "manufacturers part number|modele|modelo|modello|part number|part no|oem|"
        "fabrikantcode|item model number|model name|mpn sku|numero du modele de l article|numero de modele|"
        "reference fabricant|"
        "reference constructeur|ref fabricant|numero de modelo del producto|numero de modelo|"
        "referencia del fabricante|"
        "numero modello articolo|numero modello|codice produttore|riferimento produttore|referenznummer|"
        "hersteller artikelnummer|herstellerreferenz|modellnummer des artikels|modelnummer|fabrikantnummer|"
        "produktove cislo|part number vyrobce|kod producenta|kod producent|numer modelu|modellnamn|"
        "artikelnr tillverkare|"
        "gyartoi cikkszam|cod producator|номер модели|код производителя|артикул производителя|"
        "модель|型号|メーカー型番|모델명",
        keys="mpn offers.mpn model model.name",
        meta="product:mfr_part_no product:mpn",
        tokens="mpn model",
    ),
    _concept(
        "availability",
        "availability stock instock stockstatus verfugbarkeit verfuegbarkeit disponibilite isavailable stocklevel "
        "availabilitystatus disponibilidad disponibilita beschikbaarheid isinstock",
        "availability|stock|stock status|verfugbarkeit|lieferstatus|disponibilite|disponibilidad|disponibilita|"
        "beschikbaarheid|dostepnosc|dostupnost|"
        "наличие|lagerbestand|lagerstatus|bestand|stan magazynowy|raktarkeszlet|keszlet|elerhetoseg|saatavuus|"
        "varastossa|"
        "stoc|disponibilitate|disponibilidade|estoque|tillganglighet|lager|tilgjengelighet|stok durumu|在庫|库存|재고|"
        "наявність|διαθεσιμοτητα|זמינות|מלאי|التوفر",
        keys="offers.availability availability",
        meta="product:availability og:availability availability",
        tokens="availability stock instock outofstock soldout verfugbarkeit disponibilite stockstatus",
    ),
    _concept(
        "rating",
        "rating averagerating ratingvalue score stars reviewscore userrating bewertung note ratingaverage avgrating",
        "rating|average rating|score|bewertung|note|valoracion|valutazione|beoordeling",
        keys="aggregateRating.ratingValue ratingValue reviewRating.ratingValue",
        meta="rating",
        tokens="rating stars score ratingvalue",
    ),
    _concept(
        "review_count",
        "reviewcount ratingscount ratingcount reviewscount numberofreviews numreviews reviews votes numratings "
        "numberofratings totalreviews bewertungen totalratings",
        "reviews|ratings|votes|bewertungen|avis|recensioni|opiniones|beoordelingen",
        keys="aggregateRating.ratingCount aggregateRating.reviewCount ratingCount reviewCount",
        tokens="reviewcount ratingcount reviews ratings votes",
    ),
    _concept(
        "date",
        "date datepublished publisheddate publishdate publishingdate publicationdate published publishedat postedon "
        "postdate posted createdat created dateposted releasedate pubdate datum fecha dateadded uploaddate publishedon "
        "publicationtime filed datefiled filingdate decisiondate eventdate day when startdate releaseddate",
        "date|published|posted|posted on|published on|publication date|datum|veroffentlicht|publie le|fecha|data|"
        "release date|created|date filed|filed|decision date|start date|when|erstellt|дата",
        keys="datePublished dateCreated uploadDate startDate datePosted dateModified",
        meta="article:published_time og:article:published_time published_time datepublished publishdate pubdate "
        "publish-date publication_date date dc.date dc.date.issued dcterms.created dcterms.date dcterms.issued "
        "parsely-pub-date sailthru.date cxenseparse:recs:publishtime citation_publication_date citation_date "
        "dc.date.created og:pubdate article:published article.published article_date_original originalpublicationdate "
        "cxenseparse:publishtime shareaholic:article_published_time bt:pubdate rnews:datepublished "
        "vr:published_time creation_date last-modified",
        tokens="date published pubdate posted datum fecha time timestamp datetime publish",
    ),
    _concept(
        "date_modified",
        "datemodified modified updated updatedat lastupdated modifieddate lastmodified updateddate modifiedat",
        "updated|last updated|modified|last modified|aktualisiert|mis a jour|actualizado|aggiornato|stand",
        keys="dateModified",
        meta="article:modified_time og:updated_time lastmod last-modified dcterms.modified",
        tokens="updated modified",
    ),
    _concept(
        "author",
        "author authors authorname byline writer writtenby creator postedby by autor auteur autore username user "
        "poster reviewer publishername contributor chef",
        "author|by|written by|autor|von|par|auteur|autore|posted by|recipe by|verfasser|por|автор|author name|di|door",
        keys="author.name author creator.name creator reviewedBy.name",
        meta="author article:author dc.creator parsely-author sailthru.author byl cxenseparse:author "
        "citation_author twitter:creator dcterms.creator article:author_name",
        tokens="author byline writer creator autor auteur autore authors contributor",
    ),
    _concept(
        "image",
        "image picture photo imageurl img thumbnail mainimage images pictures photos bild foto coverimage poster "
        "thumbnailurl heroimage pictureurl photourl",
        "",
        keys="image image.url image.contentUrl thumbnailUrl primaryImageOfPage.url photo",
        meta="og:image og:image:secure_url og:image:url twitter:image twitter:image:src image",
        tokens="image photo picture img",
    ),
    _concept(
        "description",
        "description summary teaser abstract excerpt shortdescription beschreibung lead intro subtitle snippet dek "
        "descripcion descrizione productdescription",
        "description|beschreibung|product description|produktbeschreibung|descripcion|descrizione|summary|omschrijving",
        keys="description abstract",
        meta="og:description description twitter:description dc.description",
        tokens="description summary teaser excerpt abstract lead intro beschreibung",
    ),
    _concept(
        "body",
        "body articlebody text content maintext fulltext articletext story posttext reviewtext reviewbody inhalt "
        "article bodytext postbody commenttext message",
        "",
        keys="articleBody reviewBody text",
        tokens="body content text article entry post story",
    ),
    _concept(
        "ingredients",
        "ingredients ingredient recipeingredient zutaten ingredientes ingredienti ingredientlist",
        "ingredients|zutaten|ingredientes|ingredienti|ingredienten|skladniki|ingredienser|you will need|"
        "what you need|du brauchst|ainesosat|ainekset|"
        "suroviny|hozzavalok|材料|用料|食材|ингредиенты|инградиенты|інгредієнти|"
        "malzemeler|malzeme|ingrediente|sastojci|sestavine|υλικα|המצרכים|מצרכים|المقادير|المكونات|مكونات|재료|"
        "nguyen lieu|bahan|bahan bahan|ingredienslista|lista de ingredientes|ingredientenlijst|potrebujeme|"
        "koostisosad|sastavdalas|ingredients list|shopping list|einkaufsliste|das brauchst du|zutatenliste",
        keys="recipeIngredient ingredients supply.name",
        tokens="ingredients ingredient zutaten zutat ingredientes ingredienti ingredienten skladniki",
    ),
    _concept(
        "instructions",
        "instructions instruction steps directions method preparation recipeinstructions zubereitung preparationsteps "
        "howto procedure",
        "instructions|directions|method|preparation|steps|zubereitung|anleitung|preparacion|preparazione|bereiding|"
        "bereidingswijze|przygotowanie|sposob przygotowania|instruktioner|gor sa har|fremgangsmade|elkeszites|postup|"
        "how to make it|valmistusohje|作り方|"
        "modo de preparo|modo de preparacao|modo de fazer|procedimento|instructions de preparation|realisation|"
        "etapes|"
        "les etapes|etapes de preparation|la preparation|como preparar|como fazer|como hacer|como se hace|"
        "elaboracion|"
        "paso a paso|come fare|come preparare|esecuzione|how to make|how to prepare|how to cook|how to bake|"
        "step by step|cooking instructions|cooking directions|baking instructions|let s make it|recipe method|"
        "postup pripravy|pracovny postup|navod|postopek|nacin pripreme|priprema|priprava|elkeszitese|"
        "igy keszul|elkeszitesi modja|wykonanie|przepis|jak zrobic|przygotowanie krok po kroku|mod de preparare|"
        "bereiden|zo maak je het|werkwijze|aan de slag|sadan gor du|slik gjor du|sa har gor du|tillagning|"
        "tilberedning|nain teet|ohje|valmistus|hazirlanisi|yapilisi|nasil yapilir|so geht s|so gehts|"
        "und so wird s gemacht|so wird s gemacht|arbeitsschritte|schritt fur schritt|und so geht s|"
        "приготовление|способ приготовления|как приготовить|приготування|пошаговый рецепт|процес приготування|"
        "εκτελεση|οδηγιες|אופן ההכנה|הוראות הכנה|אופן הכנה|طريقة التحضير|طريقة العمل|الطريقة|做法|步骤|制作方法|手順|"
        "만드는 법|만들기|조리 방법|cach lam|cara membuat|langkah",
        keys="recipeInstructions step",
        tokens="instructions instruction directions direction method steps step preparation zubereitung preparacion "
        "preparazione bereiding",
    ),
    _concept(
        "prep_time",
        "preptime preparationtime preparation vorbereitungszeit arbeitszeit prepminutes",
        "prep time|prep|preparation time|preparation|vorbereitung|vorbereitungszeit|arbeitszeit|zubereitungszeit|"
        "temps de preparation|tiempo de preparacion|tempo di preparazione|voorbereidingstijd|active time|"
        "hands on time",
        keys="prepTime",
        tokens="prep preptime preparation",
    ),
    _concept(
        "cook_time",
        "cooktime cookingtime bakingtime baketime kochzeit backzeit cookminutes",
        "cook time|cooking time|cook|cooking|bake time|baking time|kochzeit|backzeit|koch backzeit|garzeit|"
        "temps de cuisson|cuisson|tiempo de coccion|tempo di cottura|cottura|kooktijd|bereidingstijd|oventijd",
        keys="cookTime performTime",
        tokens="cook cooktime cooking bake",
    ),
    _concept(
        "total_time",
        "totaltime totalduration readyin timetotal overalltime gesamtzeit",
        "total time|total|ready in|time|gesamtzeit|gesamt|temps total|tiempo total|tempo totale|totale tijd|duration|"
        "czas przygotowania|tid|total cooking time|takes|zubereitungszeit",
        keys="totalTime",
        tokens="total totaltime duration time",
    ),
    _concept(
        "servings",
        "servings yield yields serves portions recipeyield portionen servingsize numberofservings makes",
        "servings|serves|yield|yields|makes|portions|portionen|personen|fur|raciones|porciones|porzioni|personnes|"
        "porties|porcje|portioner|serving|number of servings|pour|dosi per|porcoes|annosta|porce",
        keys="recipeYield yield",
        tokens="servings yield serves portions portionen recipeyield",
    ),
    _concept(
        "topics",
        "topics tags keywords topic tag keyword themes subjects schlagworte",
        "tags|topics|keywords|filed under|schlagworte|themen|mots cles|etiquetas|more on",
        keys="keywords about.name",
        meta="article:tag keywords news_keywords parsely-tags sailthru.tags og:article:tag cxenseparse:taxonomy",
        tokens="tags tag topics topic keywords",
    ),
    _concept(
        "category",
        "category section categories genre cuisine kategorie department productcategory articlesection",
        "category|section|categories|kategorie|categorie|categoria|cuisine|course|genre",
        keys="articleSection recipeCategory category genre recipeCuisine",
        meta="article:section product:category",
        tokens="category section kategorie",
    ),
    _concept(
        "duration",
        "duration length runtime laufzeit",
        "duration|length|runtime|running time|dauer|laufzeit|duree|duracion|durata",
        keys="duration timeRequired",
        meta="video:duration og:video:duration",
        tokens="duration runtime length",
    ),
    _concept(
        "location",
        "location place venue city ort lieu where joblocation",
        "location|place|venue|where|ort|lieu|lugar|city|standort",
        keys="location.name location.address.addressLocality jobLocation.address.addressLocality location",
        tokens="location venue place",
    ),
    _concept(
        "address",
        "address streetaddress street adresse anschrift direccion indirizzo",
        "address|adresse|anschrift|direccion|indirizzo|endereco|adres|adress|street address",
        keys="address address.streetAddress location.address",
        tokens="address adr adresse",
    ),
    _concept(
        "phone",
        "phone telephone phonenumber tel mobile telefon telefono fax",
        "phone|telephone|tel|telefon|telefono|mobile|call|fon",
        keys="telephone contactPoint.telephone",
        tokens="phone tel telephone telefon",
    ),
    _concept(
        "email",
        "email mail emailaddress contactemail",
        "email|e mail|mail",
        keys="email contactPoint.email",
        tokens="email mail",
    ),
    _concept(
        "url",
        "url link href uri permalink pageurl producturl detailurl weburl website",
        "link|url|website|web",
        keys="url mainEntityOfPage @id",
        meta="og:url",
        tokens="link url permalink",
    ),
    _concept(
        "docket_number",
        "docketnumber casenumber caseno docketno docket fileno filenumber aktenzeichen docketnumbers caseid",
        "docket|docket number|docket no|case number|case no|no|file number|aktenzeichen|case",
        keys="docketNumber caseNumber",
        tokens="docket casenumber caseno",
    ),
    _concept(
        "case_name",
        "casename caption casecaption casetitle casestyle parties",
        "case name|case|caption|parties|style|case title|title",
        tokens="case caption parties",
    ),
    _concept(
        "company",
        "company employer organization organisation hiringorganization companyname firma",
        "company|employer|organization|organisation|firma|unternehmen|entreprise|empresa",
        keys="hiringOrganization.name organizer.name publisher.name worksFor.name",
        tokens="company employer organization",
    ),
    _concept(
        "publisher",
        "publisher sitename source site verlag",
        "publisher|source|verlag|editeur|editorial",
        keys="publisher.name publisher",
        meta="og:site_name publisher",
        tokens="publisher source",
    ),
    _concept(
        "language",
        "inlanguage pagelanguage contentlanguage",
        "language|sprache|langue|idioma|lingua",
        keys="inLanguage",
        meta="language og:locale",
    ),
    _concept(
        "salary",
        "salary wage pay compensation gehalt basesalary salaryrange",
        "salary|pay|compensation|gehalt|wage|salaire|salario",
        keys="baseSalary.value.value baseSalary.value baseSalary",
        tokens="salary pay compensation",
    ),
)
