"""The errors that this package raises on purpose.

    ScraperError
      JobError                          the job cannot be run as written: fix the job
        InvalidSchema(pointer, reason)
        InvalidOptions(pointer, reason)
        UnknownPaginationType(name, known)
        InvalidArguments                the spider's -a arguments are not the ones it takes
      AlreadyStarted(run_id, status)    the run is another process's, or has ended: not a failure
      InvalidSetting(name, reason)      the operator's setting has a wrong type or value
      UnusablePage(reason)              empty, blocked, not HTML: no extractor will help
      LlmError(reason)                  the language model gave no usable answer: go on without
      GatewayError                      the gateway of the credits gave none
        CreditsRefused(held, reason)    the balance has too few, and `held` are in other runs' blocks
        BlockClosed(run_id, block_no)   the block was settled before and is never opened again
        GatewayUnavailable(reason)      it did not answer, or not by the contract: ask again later

The exceptions carry fields; their messages are made from the fields and say what to do next. Errors of the database
have a tree of their own in `db.exceptions`.
"""

from collections.abc import Sequence


class ScraperError(Exception):
    """Base of every error that this package raises on purpose."""


class JobError(ScraperError):
    """The job cannot be run as written; the message names the place and the cure."""


class InvalidSchema(JobError):
    """The schema definition cannot work. `pointer` is a JSON pointer into it ("" is the whole document)."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"schema_definition{pointer and ' at ' + pointer}: {reason}")
        self.pointer = pointer
        self.reason = reason


class InvalidOptions(JobError):
    """An option of the job has a wrong type or value. `pointer` is a JSON pointer into `options`."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"options{pointer and ' at ' + pointer}: {reason}")
        self.pointer = pointer
        self.reason = reason


class UnknownPaginationType(JobError):
    """The job's pagination_type is none of the known ones."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"pagination_type {name!r} is not known; use one of: {', '.join(known)}")
        self.name = name
        self.known = tuple(known)


class InvalidSetting(ScraperError):
    """A SCRAPER_* setting has a wrong type or value."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.name = name
        self.reason = reason


class UnusablePage(ScraperError):
    """The page is empty, blocked or no HTML or JSON: no extractor will help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LlmError(ScraperError):
    """The language model's server failed, or its answer is of no use; the page is read without it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the language model {reason}")
        self.reason = reason


class GatewayError(ScraperError):
    """The gateway gave no credits."""


class CreditsRefused(GatewayError):
    """The balance has too few credits. `held` are in blocks of other runs, which may return some of them."""

    def __init__(self, held: int, reason: str = "") -> None:
        super().__init__(f"the balance has too few credits{reason and ': ' + reason}")
        self.held = held
        self.reason = reason


class BlockClosed(GatewayError):
    """The gateway has settled the block and will never open it again: ask for the next one."""

    def __init__(self, run_id: object, block_no: int) -> None:
        super().__init__(f"block {block_no} of run {run_id} is closed at the gateway")
        self.run_id = run_id
        self.block_no = block_no


class GatewayUnavailable(GatewayError):
    """The gateway did not answer (`is_silent`), or not by its contract. `is_lasting`: asking again is of no use."""

    def __init__(self, reason: str, *, is_lasting: bool = False, is_silent: bool = False) -> None:
        super().__init__(f"the gateway of the credits {reason}")
        self.reason = reason
        self.is_lasting = is_lasting
        self.is_silent = is_silent


class SettlementRefused(GatewayUnavailable):
    """The gateway will never settle the block with what was used of it: it has settled it with another number."""


class InvalidArguments(JobError):
    """The spider was started with arguments it does not take, or without those it needs."""


class AlreadyStarted(ScraperError):
    """The run exists and is not this process's to start: nothing is fetched, and that is no failure."""

    def __init__(self, run_id: object, status: str) -> None:
        cures = {"queued": "to start it", "running": "if its process was killed, to go on with it"}
        cure = f"; {cures[status]}: -a run_id={run_id}" if status in cures else ""
        super().__init__(f"run {run_id} exists already and is {status}; nothing was fetched{cure}")
        self.run_id = run_id
        self.status = status
