"""scraper.runs.end: the table of docs/jobs.md, row by row."""

import pytest

from scraper.runs.end import STOP_REASONS, run_end

_SENTENCE = "the site refused"


@pytest.mark.parametrize(
    ("stop_reason", "pages_done", "items", "failed", "status", "outcome", "message"),
    [
        pytest.param("no_next", 3, 30, 0, "completed", "complete", None, id="read to the end"),
        pytest.param("no_next", 3, 0, 0, "completed", "empty", None, id="nothing found"),
        pytest.param("no_next", 3, 30, 1, "completed", "partial", _SENTENCE, id="a page is missing"),
        pytest.param("no_next", 0, 0, 4, "failed", "empty", _SENTENCE, id="every page failed"),
        pytest.param("empty_pages", 3, 30, 0, "completed", "complete", None, id="empty pages end it"),
        pytest.param("no_new_records", 3, 30, 0, "completed", "complete", None, id="nothing new ends it"),
        pytest.param("loop", 3, 30, 0, "completed", "complete", None, id="a loop ends it"),
        pytest.param("not_found", 3, 30, 0, "completed", "complete", None, id="the page past the last one"),
        pytest.param("max_pages", 3, 30, 0, "completed", "partial", None, id="max_pages"),
        pytest.param("max_items", 3, 30, 0, "completed", "partial", None, id="max_items"),
        pytest.param("max_duration", 3, 30, 0, "completed", "partial", None, id="max_duration"),
        pytest.param("max_credits", 3, 30, 0, "completed", "partial", None, id="max_credits"),
        pytest.param("credits_exhausted", 3, 30, 0, "completed", "partial", None, id="an empty balance"),
        pytest.param("credits_exhausted", 0, 0, 0, "completed", "empty", None, id="an empty balance from the start"),
        pytest.param("quality", 3, 30, 0, "failed", "partial", _SENTENCE, id="quality rules that fail the run"),
        pytest.param("blocked", 0, 0, 1, "failed", "empty", _SENTENCE, id="blocked at once"),
        pytest.param("blocked", 3, 30, 1, "completed", "partial", _SENTENCE, id="blocked later"),
        pytest.param("robots_forbidden", 0, 0, 1, "failed", "empty", _SENTENCE, id="robots.txt"),
        pytest.param("error", 0, 0, 1, "failed", "empty", _SENTENCE, id="an error on the first page"),
        pytest.param("error", 3, 30, 1, "completed", "partial", _SENTENCE, id="an error later"),
        pytest.param("cancelled", 3, 30, 0, "completed", "partial", None, id="cancelled"),
        pytest.param("shutdown", 3, 30, 0, "queued", None, None, id="shutdown leaves the run to be resumed"),
        pytest.param("database_away", 3, 30, 0, "queued", None, None, id="so does a database that stays away"),
        pytest.param("crash", 3, 30, 0, "failed", "partial", _SENTENCE, id="an internal error"),
    ],
)
def test_a_run_ends_as_the_table_says(stop_reason, pages_done, items, failed, status, outcome, message):
    end = run_end(stop_reason, pages_done=pages_done, items_stored=items, pages_missing=failed, message=_SENTENCE)
    assert (end.status, end.outcome, end.error_message) == (status, outcome, message)


@pytest.mark.parametrize(("reason", "stored"), [("crash", "error"), ("database_away", "shutdown")])
def test_what_happens_to_this_program_is_stored_in_the_words_of_the_table(reason, stored):
    assert run_end(reason, pages_done=0, items_stored=0, pages_missing=0).stop_reason == stored


@pytest.mark.parametrize("stop_reason", sorted(STOP_REASONS))
def test_every_stop_reason_gives_an_end(stop_reason):
    end = run_end(stop_reason, pages_done=1, items_stored=1, pages_missing=0)
    assert end.status in {"completed", "failed", "queued"}
