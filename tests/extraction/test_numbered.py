"""The short texts that show a digit."""

from scraper.extraction.numbered import numbered
from tests.extraction.reading import document_of


def test_the_short_elements_that_show_a_digit_are_numbered():
    document = document_of(f"<p>Lamp</p><p>5 <b>EUR</b></p><p>{'6' * 100}</p><script>7</script>")
    assert [document.tags[index] for index in numbered(document)] == ["p"]
