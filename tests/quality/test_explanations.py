"""On labelled pages an explanation tells the story that `extract` tells, and each runner-up has its reason."""

import pytest

from scraper.extraction import RecordSchema, extract
from scraper.extraction.explain.explanation import explain
from tests.quality.labelled import labelled_pages

NAMES = ("products", "recipes", "news", "lists", "court_lists", "events", "json_lists")
EVERY = 20  # one page in so many of each corpus, the first one always


@pytest.mark.parametrize("name", NAMES)
def test_an_explanation_tells_the_story_of_extract(name):
    for page, entry in labelled_pages(name, every=EVERY):
        schema = RecordSchema.from_definition(entry["schema"])
        records = extract(page, schema).records[:3]
        told = explain(page, schema, records=range(len(records))).records
        if records:
            values = [{field.name: field.value for field in each.fields if field.evidence} for each in told]
            assert values == [record.data for record in records]
        assert all(rival.reasons for each in told for field in each.fields for rival in field.rivals)
