"""A fetched document: its final URL, its text, and its parsed form, parsed once. Not how it was fetched."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import lxml.etree
import lxml.html
from w3lib.encoding import html_body_declared_encoding, html_to_unicode, http_content_type_encoding
from w3lib.html import get_base_url

from scraper.exceptions import UnusablePage

# Media types that no reader of ours can use; others are told apart by content, because servers name them wrongly.
_BINARY_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip")

# Continuation bytes of UTF-8 that do not come together by accident.
_BYTES_THAT_TELL = 8

# Codecs of Python that no browser knows: they make characters of what stands there as text.
_NO_ENCODINGS_OF_PAGES = frozenset(("punycode", "idna", "unicode-escape", "raw-unicode-escape"))

# libxml2 compares each attribute of a tag with all before it: 50,000 of them take seconds.
_MAX_ATTRIBUTES = 10_000
_CROWDED_TAG = re.compile(r"(<[a-zA-Z][\w:-]{0,40})[^<>]{50000,}")

# lxml.html's own lookup is Python code that tells forms and inputs apart: it doubles the cost of reaching an element.
_ELEMENT_CLASSES = lxml.etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)


_GUARD = re.compile(r"^\s*(?:\)\]\}'?,?|while\s*\(1\);|for\s*\(;;\);)\s*")
"""What some services write before JSON so that a script element cannot run it."""


class Page:
    """One fetched document, HTML or JSON.

    Values are immutable by convention: readers share `root` and must not change the tree. `headers` maps lower-case
    names to text. Build one with `Page.from_bytes`.
    """

    def __init__(
        self, url: str, text: str, *, is_json: bool, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self.url = url
        self.text = text
        self.is_json = is_json
        self.status = status
        self.headers = dict(headers or {})

    @classmethod
    def from_bytes(
        cls, url: str, body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> "Page":
        """The page in `body`; HTML and JSON are told apart by content, the encoding by header, BOM, meta and bytes.

        Raises UnusablePage if the body is empty or neither text nor JSON.
        """
        headers = {name.lower(): value for name, value in (headers or {}).items()}
        if not body.strip():
            raise UnusablePage("it is empty")
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type.startswith(_BINARY_TYPES) or body.startswith(b"%PDF-"):
            raise UnusablePage(f"it is {media_type or 'a PDF'}, not HTML or JSON")
        if _is_binary(body[:1024]):
            raise UnusablePage("it is binary, not HTML or JSON")
        text = _plain_utf8(body)
        if text is None:
            text = _declared(body, headers.get("content-type"))
        return cls(url, text, is_json=_looks_like_json(text), status=status, headers=headers)

    @cached_property
    def root(self) -> lxml.html.HtmlElement:
        """The document's root element. Raises UnusablePage if libxml2 finds no element at all, or for JSON."""
        if self.is_json:
            raise UnusablePage("it is JSON and has no elements")
        # Without huge_tree libxml2 refuses text above 10 MB; DOWNLOAD_MAXSIZE bounds what is parsed.
        parser = lxml.etree.HTMLParser(huge_tree=True, encoding="utf-8")
        parser.set_element_class_lookup(_ELEMENT_CLASSES)
        text = self.text.replace("\x00", "")
        if text.count("=") > _MAX_ATTRIBUTES:
            text = _CROWDED_TAG.sub(_without_attributes, text)
        data = text.encode("utf-8", "replace")
        try:
            return lxml.html.document_fromstring(data, parser=parser)
        except lxml.etree.ParserError as error:
            raise UnusablePage("it has no HTML elements") from error

    @cached_property
    def json(self) -> Any:
        """The parsed JSON document. Raises UnusablePage if the text is not JSON."""
        try:
            return _parsed_json(self.text)
        except ValueError as error:
            raise UnusablePage(f"it is not valid JSON: {error}") from error

    @cached_property
    def base_url(self) -> str:
        """What relative links are resolved against: <base href> or the page's own URL."""
        if self.is_json:
            return self.url
        try:
            return get_base_url(self.text, self.url)
        except ValueError:  # <base href="http://[half">
            return self.url


def _without_attributes(tag: re.Match[str]) -> str:
    """The start of a tag as written, or without its attributes where there are too many of them."""
    return tag.group(1) if tag.group().count("=") > _MAX_ATTRIBUTES else tag.group()


def _is_binary(start: bytes) -> bool:
    """Whether a body that starts so is no text: NULs, unless they are UTF-16's or strays in what is otherwise text."""
    if b"\x00" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 0x20 and byte not in b"\t\n\f\r" for byte in start)
    return controls > len(start) // 50 or b"<" not in start


def _plain_utf8(body: bytes) -> str | None:
    """The text of a body that can only be UTF-8, whatever was declared: servers and templates are often wrong.

    Text of another encoding is valid UTF-8 by accident only where it is a few characters long.
    """
    if body.isascii() or body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if len(body) - len(text) >= _BYTES_THAT_TELL else None


def _declared(body: bytes, content_type: str | None) -> str:
    """The body in the encoding that header, BOM or meta name, unless it cannot be in that one; then as guessed.

    A meta element that says UTF-16 in ASCII is wrong (WHATWG, HTML, 13.2.3.3).
    """
    named = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if named not in _NO_ENCODINGS_OF_PAGES:
        try:
            _, text = html_to_unicode(content_type, body, auto_detect_fun=_guess_encoding)
        except (LookupError, UnicodeError):  # "rot13": a codec of Python, but none of texts
            text = ""
        if any(sign in text for sign in "<{[") or not any(sign in body for sign in b"<{["):
            return text
    return body.decode(_guess_encoding(body), "replace")


def _guess_encoding(body: bytes) -> str:
    """UTF-8 where most of what is not ASCII is valid UTF-8, else windows-1252, as browsers take it (WHATWG, HTML)."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return "utf-8" if beyond_ascii >= 2 * broken else "windows-1252"


def _parsed_json(text: str) -> Any:
    """The JSON value of a body: also behind a guard such as ")]}'," against inclusion, and of JSON lines as an array.

    Raises ValueError for anything else.
    """
    body = _GUARD.sub("", text.lstrip("\ufeff"), count=1)
    try:
        return json.loads(body)
    except json.JSONDecodeError as error:
        lines = [line for line in body.splitlines() if line.strip()]
        if error.msg != "Extra data" or len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            raise
        return [json.loads(line) for line in lines]


def _looks_like_json(text: str) -> bool:
    """Whether the text is a JSON object or array, or lines of objects; HTML starts with '<', JS does not parse."""
    start = _GUARD.sub("", text.lstrip("\ufeff \t\r\n")[:100], count=1).lstrip()
    if start[:1] not in ("{", "["):
        return False
    try:
        _parsed_json(text)
    except (ValueError, RecursionError):
        return False
    return True
