"""`python -m tests.paging_site.crawling CASE…`: one process that runs the jobs of these cases by the spider `job`.

A crawl of its own for each would spend most of its time on importing. Some run at a time, each on a site of its own. For
each case a line of JSON says what became of it; the runs are in the database that SCRAPER_DATABASE_URL names.
"""

import asyncio
import json
import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from uuid import UUID

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.log import configure_logging
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from tests.crawls import Crawls
from tests.paging_site import VARIANTS, Ask, Variant, options_of

AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A variant and one of the jobs that ask for it."""

    variant: Variant
    ask: Ask
    place: int

    @property
    def name(self) -> str:
        return f"{self.variant.name}-{self.ask.type or 'empty'}-{self.place}"


CASES = {
    case.name: case
    for case in (Case(variant, ask, place) for variant in VARIANTS for place, ask in enumerate(variant.asks))
}


async def crawl(case: Case, crawls: Crawls, schema_id: UUID, runner: AsyncCrawlerRunner) -> None:
    """Run the case's job on a site of its own and print what became of it; one that cannot run stops no other."""
    job_id, refusal = None, ""
    with ExitStack() as stack:
        site = stack.enter_context(case.variant.serve())
        options = options_of(case.ask, site.url)
        try:
            job_id = crawls.job(site.url + case.variant.start, case.ask.type, schema_id=schema_id, **options)
            await runner.crawl("job", job_id=str(job_id))
        except Exception as error:  # the test that asked for the case says what it was
            refusal = f"{type(error).__name__}: {error}"
        requests = [path for path in site.paths if path != "/robots.txt"]
    line = {"name": case.name, "job_id": job_id and str(job_id), "refusal": refusal, "requests": requests}
    print(json.dumps(line), flush=True)


async def crawl_all(cases: list[Case]) -> None:
    """Run the jobs of all cases."""
    settings = get_project_settings()
    configure_logging(settings)
    runner, gate = AsyncCrawlerRunner(settings), asyncio.Semaphore(AT_A_TIME)
    crawls = Crawls(os.environ["SCRAPER_DATABASE_URL"])
    kinds = {case.variant.catalogue.kind.name: case.variant.catalogue.kind for case in cases}
    schemas = {name: crawls.schema(kind.schema) for name, kind in kinds.items()}

    async def in_turn(case: Case) -> None:
        async with gate:
            await crawl(case, crawls, schemas[case.variant.catalogue.kind.name], runner)

    await asyncio.gather(*map(in_turn, cases))
    crawls.close()


def main(names: list[str]) -> None:
    """Run the cases of these names under a reactor that ends with them."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import task  # installs a reactor itself where there is none

    task.react(lambda _: deferred_from_coro(crawl_all([CASES[name] for name in names])))


if __name__ == "__main__":
    main(sys.argv[1:])
