"""Beliefs in sources before anything else is known."""

import pytest

from scraper.extraction.ranker.trust import _BY_CONCEPT, _TRUST, trust
from scraper.extraction.sources import SOURCES


def test_a_concept_without_a_number_of_its_own_takes_the_source_s():
    assert trust("meta", "description") == trust("meta", None) == 0.75


def test_the_picture_of_the_head_is_believed_more_than_that_of_json_ld():
    assert trust("meta", "image") > trust("json_ld", "image")


@pytest.mark.parametrize("source", sorted({*_TRUST, *(source for source, _ in _BY_CONCEPT)}))
def test_every_believed_source_is_one(source):
    assert source in SOURCES
