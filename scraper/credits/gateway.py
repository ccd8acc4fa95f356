"""Where the balances are: the gateway that reserves credits in blocks, over HTTP (docs/credits.md) or of another kind.

One call is one attempt. Who asks again, and what the database keeps of it, is `scraper.credits.blocks`.
"""

import json
import queue
import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeGuard, TypeVar
from uuid import UUID

import requests
from scrapy.utils.misc import load_object

from db.reservations import Block
from scraper.config import Config
from scraper.exceptions import BlockClosed, CreditsRefused, GatewayUnavailable, InvalidSetting, SettlementRefused

_MAX_BYTES = 65_536  # of an answer; real ones have some hundred
_REFUSALS = frozenset({402, 403})
_CREDENTIALS = frozenset({401, 407})

T = TypeVar("T")


class CreditGateway(Protocol):
    """Reserves and settles blocks of credits. Both calls may be repeated: a block counts once under its key."""

    def reserve(self, block: Block, *, at_least: int) -> int:
        """How many credits the block holds now: from `at_least` to `block.asked`, as before where it was open already.

        Raises CreditsRefused where the balance has fewer than `at_least`, BlockClosed and GatewayUnavailable.
        """

    def settle(self, block: Block) -> None:
        """Charge `block.used` credits of the block and return its rest.

        Raises GatewayUnavailable; SettlementRefused where saying it again can never help.
        """


def credit_gateway(config: Config) -> CreditGateway | None:
    """The gateway that SCRAPER_CREDITS_BACKEND names; None where credits are only counted. Raises InvalidSetting."""
    if config.credits_backend == "none":
        return None
    if config.credits_backend == "http":
        if not config.credits_url.startswith(("http://", "https://")):
            raise InvalidSetting("SCRAPER_CREDITS_URL", "is no http or https address; give that of the gateway")
        return HttpGateway(config.credits_url, config.credits_token, timeout_seconds=config.credits_timeout_seconds)
    try:
        made: CreditGateway = load_object(config.credits_backend)(config)
    except (ImportError, NameError, ValueError) as error:
        cure = f"known: none, http; or give the dotted path of a function of the configuration ({error})"
        raise InvalidSetting("SCRAPER_CREDITS_BACKEND", f"is {config.credits_backend!r}; {cure}") from error
    return made


class HttpGateway:
    """The gateway behind an HTTP service of the contract in docs/credits.md."""

    def __init__(self, url: str, token: str, *, timeout_seconds: float) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._timeout_seconds = timeout_seconds

    def reserve(self, block: Block, *, at_least: int) -> int:
        """As CreditGateway says."""
        body = {"user_id": str(block.user_id), "credits": block.asked, "at_least": at_least}
        status, answer = self._put(_path(block.run_id, block.block_no), body)
        if status in _REFUSALS:
            held = answer.get("held", 0) if status == 402 else 0
            raise CreditsRefused(held if _is_credits(held) else 0, str(answer.get("error", "")))
        if status == 409:
            raise BlockClosed(block.run_id, block.block_no)
        granted = answer.get("granted")
        if status not in (200, 201) or not _is_credits(granted) or not 0 < granted <= block.asked:
            raise GatewayUnavailable(f"answered {status} and {_shown(answer)} to a request for {block.asked} credits")
        return granted

    def settle(self, block: Block) -> None:
        """As CreditGateway says."""
        body = {"user_id": str(block.user_id), "used": block.used}
        status, answer = self._put(f"{_path(block.run_id, block.block_no)}/settlement", body)
        if status == 409:
            raise SettlementRefused(f"answered 409 and {_shown(answer)} where {block.used} credits were used")
        if status != 200 or not _is_credits(answer.get("charged")) or answer["charged"] != block.used:
            raise GatewayUnavailable(f"answered {status} and {_shown(answer)} where {block.used} credits were used")

    def _put(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and JSON object of the answer; {} for a body that is none. Raises GatewayUnavailable."""
        status, text = _within(self._timeout_seconds, lambda: self._sent(path, body))
        if status in _CREDENTIALS:
            raise GatewayUnavailable(f"answered {status}: check SCRAPER_CREDITS_TOKEN", is_lasting=True)
        try:
            answer = json.loads(text)
        except ValueError:
            answer = None
        return status, answer if isinstance(answer, dict) else {}

    def _sent(self, path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        with requests.Session() as session:
            session.trust_env = False  # the operator's address, not a proxy that a shell happens to name
            options: dict[str, Any] = {"timeout": self._timeout_seconds, "allow_redirects": False, "stream": True}
            with session.put(f"{self._url}{path}", json=body, headers=self._headers, **options) as response:
                return response.status_code, response.raw.read(_MAX_BYTES, decode_content=True)


def _within(seconds: float, call: Callable[[], T]) -> T:
    """What the call returns within that time in all; one that is late is left alone. Raises GatewayUnavailable.

    The timeouts of requests are of each read, so that an answer that drips would take for ever.
    """
    answers: queue.SimpleQueue[T | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(call())
        except Exception as error:  # told in the thread that waits
            answers.put(error)

    threading.Thread(target=run, name="credit-gateway", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise GatewayUnavailable(f"did not answer within {seconds:g} s", is_silent=True) from error
    if isinstance(answer, Exception):
        raise GatewayUnavailable(f"could not be asked: {answer}", is_silent=True) from answer
    return answer


def _path(run_id: UUID, block_no: int) -> str:
    return f"/runs/{run_id}/blocks/{block_no}"


def _is_credits(value: Any) -> TypeGuard[int]:
    return type(value) is int and value >= 0


def _shown(answer: dict[str, Any]) -> str:
    text = json.dumps(answer)
    return text if len(text) <= 200 else f"{text[:199]}…"
