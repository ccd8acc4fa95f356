"""Suggested schemas on labelled pages: how many labelled fields they propose, and whether they give their samples.

`pytest -s tests/quality/test_suggestions.py` prints the figures; the floors only move up.
"""

import pytest

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.lexicon import concept_of
from scraper.extraction.suggest.suggestion import suggest
from scraper.extraction.words import label_key, split_words
from tests.quality.labelled import labelled_pages

# Corpus: (one page in so many, least share of labelled fields proposed, least share of pages read in the right mode).
FLOORS = {
    "products": (5, 0.8, 0.75),
    "news": (8, 0.9, 0.9),
    "recipes": (60, 0.8, 0.85),
    "lists": (3, 0.8, 0.8),
    "court_lists": (4, 0.65, 0.6),
    "json_lists": (1, 0.5, 1.0),
}


def meaning_of(name, definition):
    """The concept that a field means, or its own name."""
    kind, form = definition.get("type", "string"), definition.get("format")
    return concept_of(split_words(name), (), value_type=kind, value_format=form) or name


def keys_of(values):
    return {label_key(str(value)) for value in values}


def labelled_values(entry):
    """Field -> the values that its labels give, of fields that have any."""
    truth = entry.get("truth") or {}
    for name in entry["schema"]["properties"]:
        listed = [record[name] for record in entry.get("truth_records", ()) if record.get(name) is not None]
        known = truth.get(name) or listed
        if known:
            yield name, known if isinstance(known, list) else [known]


def is_proposed(name, values, entry, read):
    """Whether a field of that meaning was proposed, or one whose values are half of them the labelled ones."""
    definition = entry["schema"]["properties"][name]
    if {name, meaning_of(name, definition)} & set(read):
        return True
    wanted = keys_of(values)
    return any(found and 2 * len(found & wanted) >= min(len(found), len(wanted)) for found in read.values())


def judged(page, entry):
    """(labelled fields proposed, labelled fields, samples that extraction gives, samples, the mode is right)."""
    suggestion = suggest(page)
    read, reproduced = {}, 0
    if suggestion.fields:
        options = ExtractOptions(mode=suggestion.mode if suggestion.needs_mode else "auto")
        records = extract(page, RecordSchema.from_definition(suggestion.definition), options).records
        for field in suggestion.fields:
            values = [record.data[field.name] for record in records if field.name in record.data]
            read[meaning_of(field.name, field.definition)] = keys_of(values)
            reproduced += sum(sample in values for sample in field.samples)
    proposed = [is_proposed(name, values, entry, read) for name, values in labelled_values(entry)]
    samples = sum(len(field.samples) for field in suggestion.fields)
    return sum(proposed), len(proposed), reproduced, samples, suggestion.mode == entry["kind"]


@pytest.mark.parametrize("corpus", FLOORS)
def test_suggestions_propose_what_is_labelled_and_work(corpus):
    every, least_proposed, least_right_mode = FLOORS[corpus]
    figures = [judged(page, entry) for page, entry in labelled_pages(corpus, every=every)]
    proposed, labelled, reproduced, samples, modes = map(sum, zip(*figures, strict=True))
    print(f"\n{corpus}: {len(figures)} pages, {modes} in the right mode, ", end="")
    print(f"{proposed} of {labelled} labelled fields proposed, {reproduced} of {samples} samples reproduced")
    assert reproduced == samples
    assert proposed >= least_proposed * labelled
    assert modes >= least_right_mode * len(figures)
