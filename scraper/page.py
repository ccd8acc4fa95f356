"""A fetched document: its final URL, its text, and its parsed form, parsed once. Not how it was fetched."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import lxml.etree
import lxml.html
from w3lib.html import get_base_url

from scraper.charset import decoded, unmarked_utf16
from scraper.exceptions import UnusablePage

# Media types that no reader of ours can use; others are told apart by content, because servers name them wrongly.
_BINARY_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/gzip")

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


_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?/[A-Za-z0-9_.~/-]*(?:\?[A-Za-z0-9_.~=&-]*)?")
"""URLs in which nothing needs escaping."""

_MARKUP = re.compile(r"<[a-zA-Z][\w-]{0,40}(?:\s[^<>]*+)?>")

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
        text = decoded(body, headers.get("content-type"))
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
    def fragment(self) -> "Page":
        """The HTML that a JSON answer carries ({"html": "<li>…"}), as a page; the page itself where it is none."""
        document = self.json if self.is_json else None
        members = list(document.values()) if isinstance(document, dict) else []
        texts = [*members, *(inner for each in members if isinstance(each, dict) for inner in each.values())]
        html = [text for text in texts if isinstance(text, str) and _MARKUP.search(text)]
        longest = max(html, key=len, default="")
        if not longest or len(longest) * 2 < sum(len(str(text)) for text in members):
            return self
        return Page(self.url, longest, is_json=False, status=self.status, headers=self.headers)

    @property
    def _has_base(self) -> bool:
        """Whether there may be a <base>; the tree says so in a microsecond, a search of the text in thirty."""
        try:
            return next(self.root.iter("base"), None) is not None
        except UnusablePage:
            return True

    @cached_property
    def base_url(self) -> str:
        """What relative links are resolved against: <base href> or the page's own URL."""
        if self.is_json or (_PLAIN_URL.fullmatch(self.url) and not self._has_base):
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
    if b"\x00" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff")) or unmarked_utf16(start):
        return False
    controls = sum(byte < 0x20 and byte not in b"\t\n\f\r" for byte in start)
    return controls > len(start) // 50 or b"<" not in start


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
