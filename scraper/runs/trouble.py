"""What an error of the database means for the run of this process."""

from db.exceptions import DatabaseAway, NotFound, RunLost
from scraper.runs.run import LiveRun


def is_ended_by(run: LiveRun, error: Exception) -> bool:
    """End the run where the error says that it is another's or gone, or that the database stays away.

    False, and nothing done, for any other error: who met it says what failed.
    """
    if isinstance(error, RunLost | NotFound):
        run.lose(str(error))
    elif isinstance(error, DatabaseAway):
        run.stop("database_away")
    else:
        return False
    return True
