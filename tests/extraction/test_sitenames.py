"""What a site is called."""

import pytest

from scraper.extraction.document import Document
from scraper.extraction.sitenames import is_site
from scraper.page import Page

HTML = (
    '<head><meta property="og:site_name" content="The Daily Bridge"><title>A bridge - News</title></head><body>x</body>'
)
DOCUMENT = Document(Page.from_bytes("https://www.bridge-news.example/a", HTML.encode()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("the daily bridge", True), ("Bridge News", True), ("News", True), ("Ada Example", False), ("", False)],
)
def test_a_site_is_called_as_its_head_its_title_and_its_host_say(text, expected):
    assert is_site(DOCUMENT, text) is expected
