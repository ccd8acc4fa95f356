"""The text of a body in whatever encoding: what is declared is believed only where the bytes agree. Pure.

Browsers believe the header, then the meta element (WHATWG, HTML, 13.2.3). Servers and templates are often wrong, so
here what is declared must decode, and must not look like the text of another encoding; where it does, or where nothing
is declared, charset-normalizer judges by the bytes.
"""

import codecs
import re
from itertools import accumulate, islice

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from scraper.latin import latin_encoding

# Continuation bytes of UTF-8 that do not come together by accident.
_BYTES_THAT_TELL = 8

# Codecs of Python that no browser knows: they make characters of what stands there as text.
_NO_ENCODINGS_OF_PAGES = frozenset(("punycode", "idna", "unicode-escape", "raw-unicode-escape"))

# Bytes that one broken place in so many may have: cut words and pasted signs, not another encoding.
_BYTES_PER_FLAW = 50
_SAMPLE_BYTES = 20_000
_SAMPLE_WORDS = 5000
_READ_BYTES = 1_000_000
_HIGH_BYTES = bytes(range(128, 256))

# What is guessed among: the encodings of the web (WHATWG, Encoding, 4.2) that are told by their bytes.
_SCRIPTS = (
    *("cp1251", "koi8_r", "koi8_u", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp874"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
# What pages of a language are in where they say nothing; where no language is said either, letters tell (`latin`).
_BY_LANGUAGE = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "hr", "sl", "ro", "bs", "sq"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("tr", "az"), ("cp1254",)),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257",)),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), ("cp1251", "koi8_r", "koi8_u")),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256",)),
    "el": ("cp1253", "iso8859_7"),
    "he": ("cp1255",),
    "th": ("cp874",),
    "ja": ("cp932", "euc_jp"),
    "zh": ("gb18030", "big5"),
    "ko": ("cp949",),
}
_WESTERN = "cp1252"
_LANGUAGE = re.compile(rb"<html[^>]{0,300}\slang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]*>")

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TEXT_BEYOND_ASCII = re.compile(rb"[^\r\n\x80-\xff]*[\x80-\xff][^\r\n]*")
# Letters of other alphabets read as Latin-1: words of accents, as no language has them ("×àéíèê").
_ACCENTED_WORD = re.compile("[\u00a1-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]{4,}")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")


def decoded(body: bytes, content_type: str | None) -> str:
    """The body's text: by its byte order mark, as UTF-8 where it can only be that, as declared, or by its bytes."""
    bom_encoding, bom = read_bom(body)
    if bom_encoding:
        return body[len(bom or b"") :].decode(bom_encoding, "replace")
    encoding = unmarked_utf16(body[:1024])
    if encoding:
        return body.decode(encoding, "replace")
    text = _plain_utf8(body)
    if text is not None:
        return text
    named = _named(body, content_type)
    fitting = {each: text for each in named if (text := _fitting(body, each)) is not None}
    if len(set(fitting.values())) > 1:
        return fitting[_likeliest(body, list(fitting)) or next(iter(fitting))]
    if fitting:
        return next(iter(fitting.values()))
    guess = _guess(body)
    is_utf8 = guess == "utf-8" or (guess == _WESTERN and "utf-8" in named)
    return body.decode("utf-8", "strays") if is_utf8 else body.decode(guess, "replace")


def unmarked_utf16(start: bytes) -> str | None:
    """The form of UTF-16 that a body starts in without saying so: every other byte of its markup is NUL."""
    half = len(start) // 2
    high, low = start[0::2].count(0), start[1::2].count(0)
    if low > half // 4 and high <= half // 50 and any(sign in start for sign in (b"<\x00", b"{\x00", b"[\x00")):
        return "utf-16-le"
    if high > half // 4 and low <= half // 50 and any(sign in start for sign in (b"\x00<", b"\x00{", b"\x00[")):
        return "utf-16-be"
    return None


def _plain_utf8(body: bytes) -> str | None:
    """The text of a body that can only be UTF-8, whatever was declared.

    Text of another encoding is valid UTF-8 by accident only where it is a few characters long.
    """
    if body.isascii():
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if len(body) - len(text) >= _BYTES_THAT_TELL else None


def _named(body: bytes, content_type: str | None) -> list[str]:
    """The encodings that header and meta element name, in this order, by Python's names; unknown ones left out."""
    names = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    known = [resolve_encoding(name) for name in names if name and name not in _NO_ENCODINGS_OF_PAGES]
    return list(dict.fromkeys(name for name in known if name))


def _fitting(body: bytes, encoding: str) -> str | None:
    """The body in the encoding, or None where it cannot be in that one."""
    try:
        text = body.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # "rot13": a codec of Python, but none of texts
        return None
    # A meta element that says UTF-16 in ASCII is wrong (WHATWG, HTML, 13.2.3.3).
    if not any(sign in text for sign in "<{[") and any(sign in body for sign in b"<{["):
        return None
    flaws = text.count("\ufffd")
    if flaws > _beyond_ascii(body) // _BYTES_PER_FLAW or _looks_wrong(text):
        return None
    return body.decode("utf-8", "strays") if flaws and encoding == "utf-8" else text


def _beyond_ascii(body: bytes) -> int:
    return len(body) - len(body.translate(None, _HIGH_BYTES))


def _looks_wrong(text: str) -> bool:
    """Whether it is the text of another encoding: words of accents alone, or of half-width kana."""
    words = [each.group() for each in islice(_BEYOND_ASCII.finditer(text), _SAMPLE_WORDS)]
    length = sum(map(len, words))
    if length < _BYTES_THAT_TELL:
        return False
    accents = sum(len(run) for word in words for run in _ACCENTED_WORD.findall(word))
    kana = sum(len(_HALF_WIDTH_KANA.findall(word)) for word in words)
    return max(accents, kana) > length // 3


def _guess(body: bytes) -> str:
    """The encoding by the bytes: mostly UTF-8, else that of an alphabet, else a Latin one by the page's language."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if beyond_ascii >= 2 * broken:
        return "utf-8"
    found = _LANGUAGE.search(body[:2000])
    usual = _BY_LANGUAGE.get(found.group(1).decode().lower() if found else "", ())
    usual = tuple(each for each in usual if _fitting(body, each) is not None)
    if usual:
        return (_likeliest(body, [*usual]) if len(usual) > 1 else None) or usual[0]
    if not found and beyond_ascii < _BYTES_THAT_TELL:
        return _WESTERN
    western = body.decode(_WESTERN, "replace")
    is_latin = not _looks_wrong(western)
    if is_latin and (other := latin_encoding(_sample(body))) is not None:
        return other
    is_western = is_latin and western.count("\ufffd") <= beyond_ascii // _BYTES_PER_FLAW
    return _WESTERN if is_western else _likeliest(body, [*_SCRIPTS]) or _WESTERN


def _likeliest(body: bytes, encodings: list[str]) -> str | None:
    """Which of the encodings makes the most sensible text of the body's words."""
    words = _sample(body)
    if not words:
        return None
    names = [codecs.lookup(each).name.replace("-", "_") for each in encodings]
    best = from_bytes(words, cp_isolation=names, preemptive_behaviour=False).best()
    by_name = dict(zip(names, encodings, strict=True))
    return by_name.get(best.encoding) if best is not None else None


def _sample(body: bytes) -> bytes:
    """Whole texts between tags that go beyond ASCII: cut within a character they would be in no encoding."""
    texts = _TEXT_BEYOND_ASCII.findall(_TAG.sub(b"\n", body[:_READ_BYTES]))
    ends = accumulate(len(text) for text in texts)
    return b"\n".join(text for text, end in zip(texts, ends, strict=True) if end <= _SAMPLE_BYTES) or b"".join(
        texts[:1]
    )


def _strays(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as windows-1252, from which they were pasted; what that does not know is U+FFFD."""
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.end]
    text = "".join("\ufffd" if byte == 0xFF else bytes([byte]).decode(_WESTERN, "replace") for byte in stray)
    return text, error.end


codecs.register_error("strays", _strays)
