"""Concepts as data: what pages say of articles, recipes and other works."""

from scraper.extraction.concepts.concept import Concept, concept

WORKS: tuple[Concept, ...] = (
    concept(
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
    concept(
        "date_modified",
        "datemodified modified updated updatedat lastupdated modifieddate lastmodified updateddate modifiedat",
        "updated|last updated|modified|last modified|aktualisiert|mis a jour|actualizado|aggiornato|stand",
        keys="dateModified",
        meta="article:modified_time og:updated_time lastmod last-modified dcterms.modified",
        tokens="updated modified",
    ),
    concept(
        "author",
        "author authors authorname byline writer writtenby creator postedby by autor auteur autore username user "
        "poster reviewer publishername contributor chef",
        "author|by|written by|autor|von|par|auteur|autore|posted by|recipe by|verfasser|por|автор|author name|di|door",
        keys="author.name author creator.name creator reviewedBy.name",
        meta="author article:author dc.creator parsely-author sailthru.author byl cxenseparse:author "
        "citation_author twitter:creator dcterms.creator article:author_name",
        tokens="author byline writer creator autor auteur autore authors contributor",
    ),
    concept(
        "image",
        "image picture photo imageurl img thumbnail mainimage images pictures photos bild foto coverimage poster "
        "thumbnailurl heroimage pictureurl photourl",
        "",
        keys="image image.url image.contentUrl thumbnailUrl primaryImageOfPage.url photo",
        meta="og:image og:image:secure_url og:image:url twitter:image twitter:image:src image",
        tokens="image photo picture img",
    ),
    concept(
        "description",
        "description summary teaser abstract excerpt shortdescription beschreibung lead intro subtitle snippet dek "
        "descripcion descrizione productdescription",
        "description|beschreibung|product description|produktbeschreibung|descripcion|descrizione|summary|omschrijving",
        keys="description abstract",
        meta="og:description description twitter:description dc.description",
        tokens="description summary teaser excerpt abstract lead intro beschreibung",
    ),
    concept(
        "body",
        "body articlebody text content maintext fulltext articletext story posttext reviewtext reviewbody inhalt "
        "article bodytext postbody commenttext message",
        "",
        keys="articleBody reviewBody text",
        tokens="body content text article entry post story",
    ),
    concept(
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
    concept(
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
    concept(
        "prep_time",
        "preptime preparationtime preparation vorbereitungszeit arbeitszeit prepminutes",
        "prep time|prep|preparation time|preparation|vorbereitung|vorbereitungszeit|arbeitszeit|zubereitungszeit|"
        "temps de preparation|tiempo de preparacion|tempo di preparazione|voorbereidingstijd|active time|"
        "hands on time",
        keys="prepTime",
        tokens="prep preptime preparation",
    ),
    concept(
        "cook_time",
        "cooktime cookingtime bakingtime baketime kochzeit backzeit cookminutes",
        "cook time|cooking time|cook|cooking|bake time|baking time|kochzeit|backzeit|koch backzeit|garzeit|"
        "temps de cuisson|cuisson|tiempo de coccion|tempo di cottura|cottura|kooktijd|bereidingstijd|oventijd",
        keys="cookTime performTime",
        tokens="cook cooktime cooking bake",
    ),
    concept(
        "total_time",
        "totaltime totalduration readyin timetotal overalltime gesamtzeit",
        "total time|total|ready in|time|gesamtzeit|gesamt|temps total|tiempo total|tempo totale|totale tijd|duration|"
        "czas przygotowania|tid|total cooking time|takes|zubereitungszeit",
        keys="totalTime",
        tokens="total totaltime duration time",
    ),
    concept(
        "servings",
        "servings yield yields serves portions recipeyield portionen servingsize numberofservings makes",
        "servings|serves|yield|yields|makes|portions|portionen|personen|fur|raciones|porciones|porzioni|personnes|"
        "porties|porcje|portioner|serving|number of servings|pour|dosi per|porcoes|annosta|porce",
        keys="recipeYield yield",
        tokens="servings yield serves portions portionen recipeyield",
    ),
)
