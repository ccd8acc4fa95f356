"""Concepts as data: what shops say of things they sell."""

from scraper.extraction.concepts.concept import Concept, concept

PRODUCTS: tuple[Concept, ...] = (
    concept(
        "price",
        "price currentprice saleprice actualprice finalprice offerprice sellingprice cost amount preis prix precio "
        "prezzo preco prijs cena pris productprice priceamount unitprice newprice",
        "price|our price|sale price|current price|preis|prix|precio|prezzo|preco|prijs|cena|pris|fiyat|цена|价格|価格",
        keys="offers.price offers.lowPrice offers.priceSpecification.price price lowPrice priceSpecification.price",
        meta="product:price:amount og:price:amount product:sale_price:amount twitter:data1",
        tokens="price preis prix precio prezzo prijs cena pris fiyat",
    ),
    concept(
        "old_price",
        "oldprice originalprice listprice regularprice wasprice previousprice rrp msrp strikeprice pricebefore "
        "compareatprice uvp priceold fullprice retailprice",
        "old price|original price|list price|regular price|was|rrp|msrp|uvp|prix conseille|statt|antes|prezzo "
        "di listino",
        keys="offers.priceSpecification.listPrice listPrice compareAtPrice originalPrice regularPrice",
        meta="product:original_price:amount og:price:standard_amount",
        tokens="old was regular strike original compare rrp msrp uvp list",
    ),
    concept(
        "currency",
        "currency pricecurrency currencycode waehrung devise moneda valuta",
        "currency|wahrung|devise|moneda|valuta",
        keys="offers.priceCurrency offers.priceSpecification.priceCurrency priceCurrency",
        meta="product:price:currency og:price:currency",
        tokens="currency",
    ),
    concept(
        "title",
        "title name headline productname producttitle articletitle heading recipename jobtitle eventname eventtitle "
        "titel titre titulo titolo naam nom nombre nome posttitle",
        "title|name|product name|titel|titre|titulo|titolo|nombre|nom|nome|naam",
        keys="headline name title",
        meta="og:title twitter:title dc.title sailthru.title parsely-title title",
        tokens="title headline name heading titel titre titulo",
    ),
    concept(
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
    concept(
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
    concept(
        "gtin",
        "gtin ean upc gtin13 gtin12 gtin8 gtin14 barcode isbn isbn13 eancode",
        "gtin|ean|upc|ean code|ean nummer|barcode|isbn|isbn 13|gtin ean|ean gtin|gtin 13|code ean|codice ean|"
        "codigo ean",
        keys="gtin13 gtin gtin14 gtin12 gtin8 isbn offers.gtin13 offers.gtin offers.gtin12 offers.gtin8 offers.gtin14",
        meta="product:ean product:upc product:gtin product:isbn books:isbn og:upc",
        tokens="gtin ean upc barcode isbn",
    ),
    concept(
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
    concept(
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
    concept(
        "rating",
        "rating averagerating ratingvalue score stars reviewscore userrating bewertung note ratingaverage avgrating",
        "rating|average rating|score|bewertung|note|valoracion|valutazione|beoordeling",
        keys="aggregateRating.ratingValue ratingValue reviewRating.ratingValue",
        meta="rating",
        tokens="rating stars score ratingvalue",
    ),
    concept(
        "review_count",
        "reviewcount ratingscount ratingcount reviewscount numberofreviews numreviews reviews votes numratings "
        "numberofratings totalreviews bewertungen totalratings",
        "reviews|ratings|votes|bewertungen|avis|recensioni|opiniones|beoordelingen",
        keys="aggregateRating.ratingCount aggregateRating.reviewCount ratingCount reviewCount",
        tokens="reviewcount ratingcount reviews ratings votes",
    ),
)
