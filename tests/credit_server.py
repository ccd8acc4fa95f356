"""A gateway of credits on loopback for tests: the contract of docs/credits.md with a ledger in memory, and its faults.

    with CreditServer({user_id: 100}) as server:
        server.faults.extend(["hang", "answer lost"])
        ... server.url, server.charged(user_id)

Each request takes the next fault of `faults`, if there is one; `asked` counts requests, `ledger` keeps what they did.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from tests.site import Reply, Request, Site

TOKEN = "a token for tests"
_PATH = re.compile(r"^/runs/([0-9a-f-]{36})/blocks/(\d+)(/settlement)?$")

# What a fault answers instead, without doing anything.
_ANSWERS: Mapping[str, Reply] = {
    "error": Reply("the ledger is locked", 500),
    "busy": Reply("", 429),
    "web page": Reply("<h1>Welcome</h1>"),
    "broken JSON": Reply('{"granted": 5', content_type="application/json"),
    "list": Reply("[5]", content_type="application/json"),
    "text": Reply('{"granted": "5"}', content_type="application/json"),
    "fraction": Reply('{"granted": 1.5}', content_type="application/json"),
    "true": Reply('{"granted": true}', content_type="application/json"),
    "nothing": Reply('{"granted": 0}', content_type="application/json"),
    "negative": Reply('{"granted": -5}', content_type="application/json"),
    "too much": Reply('{"granted": 1000000}', content_type="application/json"),
    "elsewhere": Reply("", 302, headers={"Location": "/runs"}),
    "long": Reply('{"granted": 5, "note": "' + "x" * 1_000_000 + '"}', content_type="application/json"),
    "reset": Reply(resets=True),
}
FAULTS = (*_ANSWERS, "hang", "answer lost")


@dataclass(slots=True)
class Block:
    """A block as the gateway keeps it; settled once `used` is not None."""

    user_id: UUID
    granted: int
    used: int | None = None


@dataclass(slots=True)
class Ledger:
    """The balances and blocks of all users. A balance has what was neither reserved nor charged."""

    balances: dict[UUID, int]
    blocks: dict[tuple[UUID, int], Block] = field(default_factory=dict)

    def reserve(self, key: tuple[UUID, int], user_id: UUID, credits: int, at_least: int) -> Reply:
        block = self.blocks.get(key)
        if block is not None and block.used is not None:
            return _json({"error": "the block is settled"}, 409)
        if block is not None:
            return _json({"granted": block.granted})
        if user_id not in self.balances:
            return _json({"error": "no such user"}, 403)
        granted = min(credits, self.balances[user_id])
        if granted < at_least:
            return _json({"error": "too few credits", "held": self.held(user_id)}, 402)
        self.balances[user_id] -= granted
        self.blocks[key] = Block(user_id, granted)
        return _json({"granted": granted}, 201)

    def settle(self, key: tuple[UUID, int], user_id: UUID, used: int) -> Reply:
        block = self.blocks.setdefault(key, Block(user_id, 0))  # one that nobody opened never will be
        if used > block.granted or block.used not in (None, used):
            return _json({"error": "not what is known of the block", "charged": block.used}, 409)
        if block.used is None:
            block.used = used
            self.balances[user_id] = self.balances.get(user_id, 0) + block.granted - used
        return _json({"charged": used, "released": block.granted - used})

    def held(self, user_id: UUID) -> int:
        """Credits in open blocks."""
        return sum(each.granted for each in self.blocks.values() if each.user_id == user_id and each.used is None)

    def charged(self, user_id: UUID) -> int:
        """Credits charged by settled blocks."""
        return sum(each.used or 0 for each in self.blocks.values() if each.user_id == user_id)


class CreditServer:
    """The server; `token` is what it wants to be greeted with."""

    def __init__(self, balances: Mapping[UUID, int], *, token: str = TOKEN) -> None:
        self.ledger = Ledger(dict(balances))
        self.faults: deque[str] = deque()
        self.token = token
        self.site = Site(otherwise=self._answer)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self.site.__enter__()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.site.__exit__(*exc_info)

    @property
    def url(self) -> str:
        """What SCRAPER_CREDITS_URL is set to."""
        return self.site.url

    @property
    def asked(self) -> int:
        """Requests so far."""
        return len(self.site.paths)

    def settings(self, **more: Any) -> list[str]:
        """Options of `scrapy crawl` for runs that this server funds; `more` are further SCRAPER_CREDITS_ settings."""
        given = {"backend": "http", "url": self.url, "token": self.token, **more}
        return [f"-s SCRAPER_CREDITS_{name.upper()}={value}" for name, value in given.items()]

    def fail(self, faults: Iterable[str]) -> None:
        """Answer the next requests with these faults."""
        self.faults.extend(faults)

    def _answer(self, request: Request) -> Reply:
        with self._lock:
            fault = self.faults.popleft() if self.faults else None
            if fault in _ANSWERS:
                return _ANSWERS[fault]
            reply = self._done(request) if fault != "hang" else Reply(delay_seconds=60)
        return Reply(resets=True) if fault == "answer lost" else reply

    def _done(self, request: Request) -> Reply:
        found = _PATH.match(request.path)
        if found is None or request.method != "PUT":
            return _json({"error": "no such thing"}, 404)
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return _json({"error": "who are you?"}, 401)
        key, body = (UUID(found[1]), int(found[2])), json.loads(request.body)
        user_id = UUID(body["user_id"])
        if found[3]:
            return self.ledger.settle(key, user_id, body["used"])
        return self.ledger.reserve(key, user_id, body["credits"], body["at_least"])


def _json(value: Mapping[str, Any], status: int = 200) -> Reply:
    return Reply(json.dumps(value), status=status, content_type="application/json")
