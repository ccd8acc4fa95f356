"""Where a URL says which page of a list it is: page=2, /page/2/, -p2.html, start=40. Reads URLs only, never pages."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

# Words that name a page number, in the languages and platforms seen in pagination URLs (Bitrix: PAGEN_1).
PAGE_WORDS = (
    "page|pages|pageno|page_no|page_num|pagenum|page_number|pagenumber|page_index|pageindex|currentpage|current_page|"
    "curpage|cur_page|paged|pagina|paginas|página|p|pg|pgno|pn|pi|seite|strona|strana|stranka|stránka|stran|sayfa|"
    "sivu|sida|side|oldal|pagen_[0-9]+|halaman|hal|trang|lapa|puslapis|lehekulg|bladzijde|siden|str|index"
)
# Words that name the number of the first record. Their step is the page size, not 1.
OFFSET_WORDS = "offset|start|skip|from|startat|start_at|startindex|start_index|limitstart|first|begin|st"
SIZE_WORDS = "limit|per_page|perpage|page_size|pagesize|size|count|rows|num|hitsperpage|ipp|items_per_page|per"

PAGE_PARAMETERS = tuple(word for word in PAGE_WORDS.split("|") if word != "pagen_[0-9]+")
OFFSET_PARAMETERS = tuple(OFFSET_WORDS.split("|"))
SIZE_PARAMETERS = tuple(SIZE_WORDS.split("|"))

_QUERY = r"(?:(?<=[?&;])|(?<=%5B)|(?<=\[))(?:{words})(?:%5D|\])?=(?P<value>[0-9]{{1,7}})(?=[&;#]|$)"
_PAGE_QUERY = re.compile(_QUERY.format(words=PAGE_WORDS), re.IGNORECASE)
_OFFSET_QUERY = re.compile(_QUERY.format(words=OFFSET_WORDS), re.IGNORECASE)
_SIZE_QUERY = re.compile(_QUERY.format(words=SIZE_WORDS), re.IGNORECASE)
_PAGE_PATH = re.compile(
    rf"(?<=[/\-_.,;])(?:{PAGE_WORDS})(?:[/\-_.=,:]|)(?P<value>[0-9]{{1,6}})(?=/?(?:$|[?#])|\.[a-z]{{2,5}}(?:$|[?#])|/)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A number in a URL that counts pages ("page") or records ("offset"): `url[start:end]` are its digits."""

    url: str
    start: int
    end: int
    kind: Literal["page", "offset"]

    @property
    def digits(self) -> str:
        """The digits as they stand in the URL, zeros in front included."""
        return self.url[self.start : self.end]

    @property
    def value(self) -> int:
        """The number."""
        return int(self.digits)

    def with_value(self, value: int) -> str:
        """The URL with `value` in the number's place, padded with zeros as the number was."""
        width = len(self.digits) if self.digits.startswith("0") else 0
        return f"{self.url[: self.start]}{value:0{width}d}{self.url[self.end :]}"


@lru_cache(maxsize=2_000)  # URLs; a page asks for its own with each of its links, and for many links twice
def find_page_number(url: str) -> PageNumber | None:
    """The page number or record offset in `url`, or None. The query wins over the path, a page over an offset."""
    for kind, pattern, begin in (
        ("page", _PAGE_QUERY, url.find("?")),
        ("offset", _OFFSET_QUERY, url.find("?")),
        ("page", _PAGE_PATH, _path_start(url)),
    ):
        if begin < 0:
            continue
        matches = [match for match in pattern.finditer(url, begin) if match.start() < _end(url, pattern)]
        if matches:
            match = matches[-1]
            return PageNumber(url, match.start("value"), match.end("value"), "page" if kind == "page" else "offset")
    return None


def find_page_size(url: str) -> int | None:
    """The number of records a page that the query of `url` asks for (limit=20), or None if it names none."""
    match = _SIZE_QUERY.search(url, max(url.find("?"), 0)) if "?" in url else None
    return int(match["value"]) or None if match else None


def _path_start(url: str) -> int:
    """Where the path of an absolute URL begins; -1 if it has none."""
    parts = urlsplit(url)
    return url.find("/", len(parts.scheme) + 3 + len(parts.netloc)) if parts.netloc else 0


def _end(url: str, pattern: re.Pattern[str]) -> int:
    """Where the part that `pattern` reads ends: the path before the query, the query before the fragment."""
    fragment = url.find("#") if "#" in url else len(url)
    query = url.find("?") if "?" in url else fragment
    return min(query, fragment) if pattern is _PAGE_PATH else fragment
