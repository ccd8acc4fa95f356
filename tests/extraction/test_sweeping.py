"""The cyclic garbage collector rests while a page is read."""

import gc

import pytest

from scraper.extraction.sweeping import unswept


@unswept
def _is_collecting():
    return gc.isenabled()


@unswept
def _failing():
    raise ValueError("broken")


def test_nothing_is_collected_while_the_function_runs():
    assert (_is_collecting(), gc.isenabled()) == (False, True)


def test_collection_goes_on_after_an_error():
    with pytest.raises(ValueError, match="broken"):
        _failing()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        assert (_is_collecting(), gc.isenabled()) == (False, False)
    finally:
        gc.enable()
