"""The messages of the errors are made from their fields and say what to do next."""

import pytest

from db.exceptions import DbError, IllegalStatusChange, InvalidValue, NotFound, NotMigrated, RunLost

ERRORS = {
    "not found": (NotFound("runs", 7), "runs: there is no row 7; check the id and whose it is"),
    "status": (
        IllegalStatusChange(7, "failed", "running"),
        "run 7 is failed and cannot become running; read it again before the next step",
    ),
    "lost": (RunLost(7), "run 7 is no longer this worker's; stop without writing"),
    "value": (
        InvalidValue("options", "/max_pages", "is 0; give at least 1"),
        "options at /max_pages: is 0; give at least 1",
    ),
    "whole value": (InvalidValue("target_url", "", "is missing"), "target_url: is missing"),
    "not migrated": (NotMigrated("add revision 015"), "add revision 015"),
}


@pytest.mark.parametrize(("error", "message"), ERRORS.values(), ids=ERRORS)
def test_the_message_names_the_thing_and_the_cure(error, message):
    assert str(error) == message


@pytest.mark.parametrize("error", [error for error, _ in ERRORS.values()], ids=ERRORS)
def test_every_error_is_one_of_the_data_layers(error):
    assert isinstance(error, DbError)
