"""Evidence led back."""

import pytest

from scraper.extraction.evidence import at_pointer, resolve
from tests.extraction.reading import URL, page_of

HTML = """<body><h1 class="x">A <b>lamp</b></h1><script type="application/ld+json">{"a": [{"b/c": 1}]}</script>
<script>window.__STATE__ = {"sku": "77", "name": "some lamp"};</script></body>"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("url", URL),
        ("/html[1]/body[1]/h1[1]", "A lamp"),
        ("/html[1]/body[1]/h1[1]/@class", "x"),
        ("/html[1]/body[1]/script[1]#/a/0/b~1c", 1),
        ("/html[1]/body[1]/script[2]#/sku", "77"),
    ],
)
def test_a_path_leads_to_what_stands_there(path, found):
    assert resolve(page_of(HTML), path) == found


@pytest.mark.parametrize("path", ["/html[1]/body[1]/p[1]", "/html[1]/body[1]/script[1]#/z"])
def test_a_path_that_leads_nowhere_is_an_error(path):
    with pytest.raises(LookupError):
        resolve(page_of(HTML), path)


def test_a_pointer_through_an_array_may_leave_the_first_position_out():
    assert at_pointer({"a": [{"b": 1}, {"b": 2}]}, "/a/b") == 1
