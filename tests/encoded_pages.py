"""Pages in many encodings, declared rightly, wrongly, twice or not at all; all texts are ours."""

from dataclasses import dataclass

# Language: (title, a paragraph).
_TEXTS = {
    "ru": (
        "Чайник из красной глины",
        "Этот чайник сделан вручную в маленькой мастерской у реки. Он долго держит тепло, и чай в нём становится мягче. "
        "Перед первым использованием ополосните его горячей водой и дайте высохнуть.",
    ),
    "uk": (
        "Глиняний глечик із кришкою",
        "Цей глечик зроблено вручну в невеликій майстерні біля річки. Він довго тримає тепло, і їжа в ньому стає смачнішою.",
    ),
    "el": (
        "Κόκκινη τσαγιέρα από πηλό",
        "Αυτή η τσαγιέρα φτιάχνεται στο χέρι σε ένα μικρό εργαστήριο δίπλα στο ποτάμι. Κρατάει τη ζέστη για πολλή ώρα.",
    ),
    "pl": (
        "Żółty dzbanek z gliny, świąteczny",
        "Ten dzbanek został wykonany ręcznie w małym warsztacie nad rzeką. Długo trzyma ciepło, a herbata staje się łagodniejsza. "
        "Przed pierwszym użyciem należy go opłukać gorącą wodą.",
    ),
    "cs": (
        "Žlutá konvice z hlíny",
        "Tato konvice je vyrobena ručně v malé dílně u řeky. Dlouho drží teplo a čaj v ní zjemní. Před prvním použitím ji "
        "opláchněte horkou vodou a nechte uschnout.",
    ),
    "de": (
        "Große Teekanne aus rötlichem Ton",
        "Diese Kanne wird in einer kleinen Werkstatt am Fluss von Hand gemacht. Sie hält die Wärme lange, und der Tee wird "
        "in ihr milder. Vor dem ersten Gebrauch spülen Sie sie bitte mit heißem Wasser aus.",
    ),
    "fr": (
        "Théière en terre cuite, façonnée à la main",
        "Cette théière est fabriquée dans un petit atelier près de la rivière. Elle garde longtemps la chaleur, et le thé y "
        "devient plus doux. Rincez-la à l’eau chaude avant la première utilisation.",
    ),
    "es": (
        "Tetera pequeña de barro cocido",
        "Esta tetera se hace a mano en un pequeño taller junto al río. Mantiene el calor mucho tiempo y el té se vuelve más suave. "
        "Enjuáguela con agua caliente antes de usarla; después déjela secar.",
    ),
    "tr": (
        "Kırmızı kilden çaydanlık",
        "Bu çaydanlık nehir kıyısındaki küçük bir atölyede elle yapılır. Isıyı uzun süre tutar ve çay içinde yumuşar. İlk "
        "kullanımdan önce sıcak suyla durulayın ve kurumasını bekleyin. Şeker ayrı satılır, ığdır işi.",
    ),
    "he": (
        "קומקום אדום מחימר",
        "הקומקום הזה נעשה בעבודת יד בסדנה קטנה ליד הנהר. הוא שומר על החום זמן רב והתה בו נעשה רך יותר.",
    ),
    "ar": (
        "إبريق شاي من الطين الأحمر",
        "يصنع هذا الإبريق يدويا في ورشة صغيرة قرب النهر. يحفظ الحرارة مدة طويلة ويصبح الشاي فيه ألطف.",
    ),
    "ja": (
        "赤土の急須（小）",
        "この急須は川のそばの小さな工房で一つずつ手作りされています。熱を長く保ち、お茶の味がまろやかになります。"
        "初めてお使いになる前に、お湯ですすいでよく乾かしてください。",
    ),
    "zh": (
        "红泥小茶壶",
        "这把茶壶是在河边的小作坊里用手工做成的。它能长时间保温，茶在里面会变得更加柔和。第一次使用之前，请用热水冲洗，然后晾干。",
    ),
    "tw": (
        "紅泥小茶壺",
        "這把茶壺是在河邊的小作坊裡用手工做成的。它能長時間保溫，茶在裡面會變得更加柔和。第一次使用之前，請用熱水沖洗，然後晾乾。",
    ),
    "ko": (
        "붉은 흙으로 만든 작은 찻주전자",
        "이 찻주전자는 강가의 작은 공방에서 손으로 만듭니다. 열을 오래 유지하고 차의 맛이 부드러워집니다. "
        "처음 사용하기 전에 뜨거운 물로 헹구고 잘 말려 주세요.",
    ),
}
_LANG = {"tw": "zh-TW", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class EncodedPage:
    """A page as bytes with its Content-Type, and the title that it is to give."""

    name: str
    body: bytes
    content_type: str
    title: str


def encoded(
    language: str,
    encoding: str,
    *,
    header: str = "",
    meta: str = "",
    bom: bytes = b"",
    lang: bool = False,
    strays: bool = False,
    note: str = "",
) -> EncodedPage:
    """The language's page in the encoding; `header` and `meta` are what is declared, `lang` whether the language is."""
    title, paragraph = _TEXTS[language]
    if encoding == "iso8859_1":
        paragraph = paragraph.replace("’", "'")
    of = f' lang="{_LANG.get(language, language)}"' if lang else ""
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    text = (
        f"<!DOCTYPE html>\n<html{of}><head>{declared}<title>{title} | Shop</title></head><body><div id=main>"
        f"<h1>{title}</h1><p class=price>$12.50</p><p>{paragraph}</p></div></body></html>"
    )
    body = bom + text.encode(encoding)
    if strays:  # a template of another encoding around the text
        body = body.replace(b"$12.50", "$12.50 – “neu”, gültig für Möbel".encode("cp1252"))
    content_type = "text/html" + (f"; charset={header}" if header else "")
    declares = (
        ", ".join(part for part in (header and f"header {header}", meta and f"meta {meta}") if part) or "undeclared"
    )
    name = f"{language} in {encoding}, {declares}" + (", lang" if lang else "") + (f", {note}" if note else "")
    return EncodedPage(name, body, content_type, title)


PAGES = [
    # As it should be.
    encoded("ru", "utf-8", header="utf-8"),
    encoded("ja", "utf-8", meta="utf-8"),
    encoded("ru", "cp1251", header="windows-1251"),
    encoded("uk", "cp1251", meta="windows-1251"),
    encoded("ru", "koi8-r", meta="koi8-r"),
    encoded("pl", "iso8859_2", header="ISO-8859-2"),
    encoded("cs", "cp1250", meta="windows-1250"),
    encoded("el", "iso8859_7", meta="iso-8859-7"),
    encoded("tr", "cp1254", header="iso-8859-9"),
    encoded("he", "cp1255", meta="windows-1255"),
    encoded("ar", "cp1256", meta="windows-1256"),
    encoded("ja", "shift_jis", meta="Shift_JIS"),
    encoded("ja", "euc_jp", header="EUC-JP"),
    encoded("zh", "gb18030", header="gb18030"),
    encoded("zh", "gbk", meta="gb2312"),
    encoded("tw", "big5", meta="big5"),
    encoded("ko", "euc_kr", meta="euc-kr"),
    encoded("fr", "cp1252", header="iso-8859-1", note="with a curly apostrophe"),
    # By its first bytes.
    encoded("zh", "utf-8", bom=b"\xef\xbb\xbf", meta="gb2312", note="a BOM against the meta element"),
    encoded("ru", "utf-16-le", bom=b"\xff\xfe"),
    encoded("de", "utf-16-be", bom=b"\xfe\xff", header="utf-8", note="a BOM against the header"),
    encoded("ja", "utf-16-le", note="no BOM"),
    encoded("fr", "utf-16-be", note="no BOM"),
    encoded("ru", "utf-16-le", header="utf-16", note="no BOM"),
    # Wrongly.
    encoded("ru", "cp1251", header="utf-8", note="wrong"),
    encoded("ru", "cp1251", header="iso-8859-1", meta="windows-1251", note="the server's default against the page"),
    encoded("ja", "shift_jis", header="utf-8", meta="Shift_JIS", note="the header is wrong"),
    encoded("zh", "gb18030", header="iso-8859-1", note="the server's default"),
    encoded("ko", "euc_kr", meta="utf-8", note="wrong"),
    encoded("de", "utf-8", header="iso-8859-1", note="wrong"),
    encoded("pl", "utf-8", meta="iso-8859-2", note="wrong"),
    encoded("de", "cp1252", header="utf-8", note="wrong"),
    encoded("ja", "euc_jp", meta="Shift_JIS", note="wrong"),
    encoded("el", "utf-8", header="windows-1252", meta="utf-8", note="the header is wrong"),
    # Not at all.
    encoded("ru", "cp1251"),
    encoded("ja", "shift_jis"),
    encoded("zh", "gb18030", lang=True),
    encoded("ko", "euc_kr"),
    encoded("es", "cp1252"),
    encoded("pl", "cp1250", lang=True),
    # Mixed.
    encoded("de", "utf-8", header="utf-8", strays=True, note="with windows-1252 in it"),
    encoded("ru", "utf-8", strays=True, note="with windows-1252 in it"),
]
