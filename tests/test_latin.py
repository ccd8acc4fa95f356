"""Latin encodings told by letters; all texts are ours."""

import time

import pytest

from scraper.charset import decoded
from scraper.latin import latin_encoding

TEXTS = {
    "pl": "Żółty dzbanek z gliny został wykonany ręcznie w małym warsztacie nad rzeką i długo trzyma ciepło.",
    "cs": "Žlutá konvice je vyrobena ručně v malé dílně u řeky, dlouho drží teplo a čaj v ní zjemní.",
    "sk": "Žltá kanvica je vyrobená ručne v malej dielni pri rieke, dlho drží teplo, no čaj v nej môže ešte zjemnieť.",
    "hu": "A sárga agyagkancsó kézzel készült a folyó menti kis műhelyben, sokáig őrzi a meleget, és öt színben kérhető.",
    "ro": "Ceainicul galben a fost făcut manual într-un mic atelier lângă râu şi ţine mult timp căldura în casă.",
    "hr": "Žuti vrč načinjen je ručno u maloj radionici uz rijeku, dugo čuva toplinu, a čaj u njemu bit će blaži.",
    "sl": "Rumeni vrč je ročno narejen v naši majhni delavnici ob reki, dolgo časa drži toploto in čaj v njem še bolj diši.",
    "tr": "Sarı çaydanlık nehir kıyısındaki küçük bir atölyede elle yapıldı, ısıyı uzun süre tutar ve çay yumuşar.",
    "lt": "Geltonas ąsotis pagamintas rankomis mažoje dirbtuvėje prie upės, ilgai išlaiko šilumą, o žolelių arbata švelni.",
    "lv": "Dzeltenā krūze ir izgatavota ar rokām mazā darbnīcā pie upes, ilgi saglabā siltumu; tēja šajā krūzē kļūst maigāka, un ņemt to līdzi ir viegli.",
    "de": "Die gelbe Kanne wird in einer kleinen Werkstatt für Töpfe gemacht, hält die Wärme und schmückt größere Räume.",
    "fr": "La théière est façonnée à la main près de la rivière, elle garde la chaleur et l’été dernier nous l’avons aimée.",
    "es": "¿Dónde está la tetera pequeña? Se hace a mano en un taller, año tras año, y el té después sabe más suave aún.",
    "pt": "A chaleira é feita à mão numa oficina junto ao rio, mantém o calor e não há chá melhor; atenção às promoções.",
    "it": "La teiera è fatta a mano così com’era già: tiene il caldo più a lungo, perciò la qualità del tè è superiore.",
    "sv": "Den gula kannan är gjord för hand i en liten verkstad vid ån, håller värmen länge och gör teet mjukare än förr.",
    "da": "Den gule kande er lavet i hånden på et lille værksted ved åen, holder på varmen og gør også teen blødere.",
    "is": "Gula kannan er handgerð í litlu verkstæði við ána, heldur hitanum lengi og gerir teið mýkra en áður þekktist.",
    "et": "Kollane kann on käsitsi tehtud väikeses töökojas jõe ääres, hoiab kaua sooja ja tee on õrnem.",
    "fi": "Keltainen kannu tehdään käsin pienessä pajassa joen äärellä, pitää lämmön pitkään ja tee pehmenee vähän.",
    "names": "Müller, González, François, Sørensen, Åsa, Renée, Zoë, Citroën, São Paulo, Malmö, Zürich, Tromsø, Århus",
}
OTHERS = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "hr", "sl"), ("cp1250", "iso8859_2")),
    "tr": ("cp1254",), "lt": ("cp1257",), "lv": ("cp1257",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "encoding"), [(name, encoding) for name, known in OTHERS.items() for encoding in known]
)
def test_a_page_that_says_nothing_is_read_by_the_letters_of_its_language(language, encoding):
    page = f"<html><body><h1>A jug</h1><p>{TEXTS[language]}</p><p>{TEXTS[language]}</p></body></html>"
    assert decoded(page.encode(encoding), "text/html") == page


@pytest.mark.parametrize("language", [name for name in TEXTS if name not in OTHERS])
def test_western_pages_that_say_nothing_are_windows_1252(language):
    page = f"<html><body><h1>A jug</h1><p>{TEXTS[language]}</p><p>{TEXTS[language]}</p></body></html>"
    assert decoded(page.encode("cp1252"), "text/html") == page


@pytest.mark.parametrize("text", [b"", b"plain", b"caf\xe9", b"\xe9" * 5_000, bytes(range(128, 256)) * 200])
def test_what_tells_nothing_is_none(text):
    assert latin_encoding(text) is None


def test_a_page_that_says_a_language_which_it_is_not_in_is_read_by_its_letters():
    page = f'<html lang="en"><body><p>{TEXTS["pl"]}</p></body></html>'
    assert decoded(page.encode("iso8859_2"), "text/html") == page


def test_it_takes_no_time():
    text = TEXTS["pl"].encode("cp1250") * 200  # as much as is sampled
    started = time.process_time()
    latin_encoding(text)
    assert time.process_time() - started < 0.05
