"""Which Latin encoding a body is in, by the letters of the languages that are written in it. Pure.

Latin alphabets look alike in bytes, and charset-normalizer tells them badly apart in short texts. But a language has
few letters beyond ASCII: in its own encoding nearly all bytes of words are among them, in another one they are not.
"""

import re
from functools import cache

_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_ASCII = bytes(range(128))
_SIGNS = "€‚„…‹‘’“”•–—™›\xa0§©«\xad®°´·»".encode("cp1252")  # in words: quotes, dashes, l’été, soft hyphens
_ENOUGH = 8  # bytes that tell
_NEARLY_ALL = 0.98  # of them must be letters of one language
_AHEAD = 0.08  # by so much more than in windows-1252, which most undeclared pages are in

_WESTERN = (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúüïç¿¡ªº", "àèéìíîòóùúªº", "áâãàçéêíóôõúªº", "åäöéüáàç", "åæøéöäòôü",
    "ëéïèöüêáóç", "áðéíóúýþæö", "õäöüšž", "áéíóú", "àçéèíïóòúü·", "âêîôûŵŷëï", "êëéèôöûïáîç",
)  # fmt: skip
"""German; French; Spanish; Italian; Portuguese; Swedish and Finnish; Danish and Norwegian; Dutch; Icelandic; Estonian;
Irish; Catalan; Welsh; Afrikaans."""
_OTHERS = {
    "cp1250": (_CENTRAL := (
        "ąćęłńóśźż", "áčďéěíňóřšťúůýžöü", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüűä", "ăâîşţșț", "čćđšžäöü", "čšžćđäöü",
        "çë",
    )),
    "iso8859_2": _CENTRAL,
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž"),
}  # fmt: skip
"""Polish, Czech, Slovak, Hungarian, Romanian, Croatian, Slovene, Albanian; Turkish; Lithuanian, Latvian."""


def latin_encoding(text: bytes) -> str | None:
    """The encoding other than windows-1252 whose language the text is surely in; None where nothing says so."""
    words = (word for word in _WORD.findall(text) if word.lower() != word.upper())  # with a letter of ASCII
    telling = b"".join(words).translate(None, _ASCII + _SIGNS)
    if len(telling) < _ENOUGH:
        return None
    western = _share(telling, "cp1252", _WESTERN)
    shares = {encoding: _share(telling, encoding, languages) for encoding, languages in _OTHERS.items()}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= max(_NEARLY_ALL, western + _AHEAD) else None


def _share(telling: bytes, encoding: str, languages: tuple[str, ...]) -> float:
    """The largest share of the bytes that are letters of one of the languages."""
    return max(1.0 - len(telling.translate(None, _bytes_of(encoding, each))) / len(telling) for each in languages)


@cache
def _bytes_of(encoding: str, letters: str) -> bytes:
    return (letters + letters.upper()).encode(encoding, "ignore")
