"""Runs that a gateway pays, for tests: a shop of one thing a page, jobs for it, and what every book says of a run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.receipts import receipt
from db.reservations import list_blocks
from db.session import session_scope
from scraper.credits.blocks import ask, settle_left_blocks, take
from scraper.credits.gateway import HttpGateway
from tests.crawls import Crawled, Crawls
from tests.credit_server import CreditServer
from tests.site import Request, Site, document

PAGES = 8
QUICK = {"timeout_seconds": 0.5, "patience_seconds": 2}


def _page(request: Request) -> str:
    number = request.query["page"]
    return document(f"Thing {number}", f"<h1>Thing {number}</h1><p>Price: ${number}.50</p>")


@contextmanager
def thing_shop() -> Iterator[Site]:
    """A running site whose pages /thing?page=1, 2, … have one thing each."""
    with Site({"/thing": _page}) as site:
        yield site


def thing_job(crawls: Crawls, shop: Site, pages: int = PAGES, **options: Any) -> UUID:
    """The id of a new job for the first `pages` pages of the shop."""
    urls = [f"{shop.url}/thing?page={number}" for number in range(1, pages + 1)]
    reading = {"extract": {"mode": "detail", "wrappers": False}, "respect_robots_txt": False}
    return crawls.job(shop.url, "url_list", pagination={"urls": urls}, **reading, **options)


def funded(crawls: Crawls, server: CreditServer, shop: Site, settings: dict[str, Any], **options: Any) -> Crawled:
    """A new job for the shop, run to its end on the server's credits."""
    return crawls.run(thing_job(crawls, shop, **options), *server.settings(**(QUICK | settings)))


@dataclass(frozen=True, slots=True)
class Books:
    """What a run has charged by its row, its receipt, its blocks, and by the gateway's ledger."""

    row: int
    receipt: int
    blocks: int
    ledger: int


def books(crawls: Crawls, server: CreditServer, run_id: UUID) -> Books:
    """The run's books; all of its blocks are settled."""
    with session_scope(crawls.engine) as session:
        found = receipt(session, run_id, user_id=crawls.user_id)
        blocks = list_blocks(session, run_id, user_id=crawls.user_id)
    assert {block.state for block in blocks} <= {"settled"}
    return Books(
        found.credits_charged,
        sum(total.credits for total in found.totals),
        sum(block.used for block in blocks),
        sum(block.used or 0 for (of_run, _), block in server.ledger.blocks.items() if of_run == run_id),
    )


def settle_left(crawls: Crawls, server: CreditServer) -> int:
    """What the reaper does: how many runs had left blocks, which are settled now."""
    return settle_left_blocks(crawls.engine, HttpGateway(server.url, server.token, timeout_seconds=30))


def agreeing(credits: int) -> Books:
    """Books that all say the same."""
    return Books(credits, credits, credits, credits)


def reserve(database, gateway, lease, credits, *, at_least):
    """A block that was asked for and taken: how many credits the run may charge now beyond what it could before."""
    return take(database, gateway, lease, ask(database, gateway, lease, credits), at_least=at_least)
