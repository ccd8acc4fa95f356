"""What the site of a page is called: to tell it from authors and other names that stand on the page."""

from urllib.parse import urlsplit

from scraper.extraction.document import Document
from scraper.extraction.headings import page_title, title_parts
from scraper.extraction.words import label_key

_META = frozenset(("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher"))
_MIN_HOST = 3  # characters of a host's name that may stand for the site's


def is_site(document: Document, text: str) -> bool:
    """Whether the text is the site's name: as its head says, at the end of its title, or as its host is called."""
    key = label_key(text)
    return bool(key) and (key in document.once(site_keys) or key.replace(" ", "") in document.once(host_keys))


def site_keys(document: Document) -> frozenset[str]:
    """Label keys of the names that the page's head gives the site."""
    names = []
    for index in document.by_tag.get("meta", ()):
        called = document.attribute(index, "property") or document.attribute(index, "name") or ""
        if called.lower() in _META:
            names.append(document.attribute(index, "content") or "")
    names.extend(title_parts(page_title(document))[2:][-1:])
    return frozenset(key for name in names if (key := label_key(name)))


def host_keys(document: Document) -> frozenset[str]:
    """The labels of the host but its first level, joined and one by one: "lesothotimes" of www.lesotho-times.com."""
    labels = (urlsplit(document.url).hostname or "").lower().split(".")[:-1]
    joined = {label.replace("-", "") for label in labels}
    return frozenset(label for label in joined if len(label) >= _MIN_HOST and label != "www")
