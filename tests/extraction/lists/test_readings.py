"""Values from matched columns."""

import pytest

from scraper.extraction.lists.listing import list_reading
from scraper.extraction.lists.readings import shared_prefix
from scraper.extraction.values import ExtractOptions
from tests.extraction.reading import document_of, schema_of

TITLE = {"title": {"type": "string"}}
DAY, COUNT, TEXT = {"type": "string", "format": "date"}, {"type": "integer"}, {"type": "string"}


def evidence_of(row, field, definition):
    rows = "".join(
        f"<li><h3><a href='/{n}'>Long title {w}</a></h3>{row.format(n=n, w=w)}</li>" for n, w in enumerate("abcde", 1)
    )
    document = document_of(f"<ul>{rows}</ul>")
    record = list_reading(document, schema_of(**TITLE, **{field: definition}), ExtractOptions()).records[0]
    evidence = record.evidence[field]
    stood = "".join(
        str(getattr(node, "text_content", lambda node=node: node)()) for node in document.root.xpath(evidence.path)
    )
    return record.data[field], evidence.transformation, evidence.text in stood


@pytest.mark.parametrize(
    ("row", "field", "definition", "expected"),
    [
        pytest.param(
            "<p>Filed: 2024-05-0{n}</p>", "date", DAY, ("2024-05-01", "without label, date", True), id="label"
        ),
        pytest.param(
            "<p>1{n} Replies, 99{n} Views</p>", "replies", COUNT, (11, "number", True), id="number by its word"
        ),
        pytest.param(
            "<p>View Opinion No. 17-141{n}</p>",
            "docket_number",
            TEXT,
            ("17-1411", "without shared words, as is", True),
            id="shared words",
        ),
        pytest.param("<i>by Ann Lee{w}</i>", "author", TEXT, ("Ann Leea", "without byline, as is", True), id="byline"),
    ],
)
def test_values_are_cut_from_their_text_and_the_evidence_says_how(row, field, definition, expected):
    assert evidence_of(row, field, definition) == expected


@pytest.mark.parametrize(
    ("texts", "prefix"),
    [
        pytest.param(("Case No. 1", "Case No. 2"), "Case No.", id="shared"),
        pytest.param(("Case 1", "Docket 2"), "", id="different"),
        pytest.param(("Case 1",), "", id="one text shares nothing"),
    ],
)
def test_the_prefix_is_what_all_texts_begin_with(texts, prefix):
    assert shared_prefix(texts) == prefix
