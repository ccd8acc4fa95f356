"""What a complete page comes to in a run that several processes share. Pure: the caller holds the run's lock.

A process decides these things by itself where it has the run alone (`scraper.runs.run`); here they are decided when
the page is stored, by what all processes have stored so far.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from db.sharing import Known
from scraper.config import Config
from scraper.credits.budget import Budget
from scraper.credits.policies import CreditPolicy
from scraper.failures import is_refusal
from scraper.items import PageTally, RecordItem, Visit
from scraper.job import Job
from scraper.runs.following import follow
from scraper.shared.standing import Standing


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits of the whole run: its job's and the operator's."""

    job: Job
    config: Config
    policy: CreditPolicy

    def budget(self) -> Budget:
        """What one page may cost: so much is set aside for each that is claimed."""
        budget = Budget(self.policy, limit=None)
        if self.job.options.render_js:
            budget.render()
        return budget


def judged(tally: PageTally, rules: Rules, standing: Standing, known: Known) -> PageTally:
    """The page as it is to be stored: what the run has already, and what is beyond its limits, is left out of it.

    `standing` and `known` are what they are after the page.
    """
    page = replace(tally, dropped=Counter(tally.dropped), stored=[], next_visits=[])
    for item in tally.stored:
        reason = _reason_to_drop(item, rules, standing, known)
        if reason is None:
            page.stored.append(item)
        else:
            page.dropped[reason] += 1
    end = _end_by_content(page, rules, standing, known)
    is_over = end is not None or standing.ended_by is not None or standing.paging.is_over
    end = end or tally.ends
    for visit in tally.next_visits:
        if visit.fingerprint in known.fingerprints:
            page.repeated += visit.kind == "detail"
            end = end or ("loop" if visit.kind == "page" and not rules.job.is_listed(visit.state) else None)
        elif _is_page(visit) and not is_over and _has_all_pages(visit, rules, standing):
            end = end or "max_pages"
        elif visit.kind == "detail" or not is_over:
            page.next_visits.append(_enrolled(visit, standing, known))
    _charge(page, rules, standing)
    _note(page, standing)
    _follow(page, rules, standing, end)
    return page


def enrolled(visits: list[Visit], rules: Rules, standing: Standing) -> Iterator[Visit]:
    """The first visits of the run, as far as max_pages allows."""
    for visit in visits:
        if _is_page(visit) and _has_all_pages(visit, rules, standing):
            standing.ended_by = standing.ended_by or "max_pages"
        else:
            yield _enrolled(visit, standing, Known())


def _reason_to_drop(item: RecordItem, rules: Rules, standing: Standing, known: Known) -> str | None:
    """Why the record is not stored, if it is not: another process may have stored it, or the last one wanted."""
    if item.content_hash in known.hashes:
        return "duplicate"
    wanted = rules.job.options.max_items
    if wanted is not None and standing.items_stored >= wanted:
        return "max_items"
    known.hashes.add(item.content_hash)
    standing.items_stored += 1
    return None


def _end_by_content(page: PageTally, rules: Rules, standing: Standing, known: Known) -> str | None:
    """Why a pagination that is a chain ends with this page, by what stands on it (`LiveRun.goes_on`)."""
    is_link = page.visit.kind == "page" and page.state == "done"
    if not is_link or rules.job.is_listed(page.visit.state) or standing.ended_by is not None:
        return None
    paging = standing.paging
    paging.empty_pages = 0 if page.found + page.linked else paging.empty_pages + 1
    if paging.empty_pages >= rules.config.empty_pages_limit:
        return "empty_pages"
    if page.content is None:
        return None
    is_known = page.content in known.contents
    known.contents.add(page.content)
    return "loop" if is_known else None


def _is_page(visit: Visit) -> bool:
    return visit.kind == "page" and not visit.is_index


def _has_all_pages(visit: Visit, rules: Rules, standing: Standing) -> bool:
    return standing.pages >= rules.job.max_pages(visit.state)


def _enrolled(visit: Visit, standing: Standing, known: Known) -> Visit:
    """The visit with its place in the order of the whole run."""
    known.fingerprints.add(visit.fingerprint)
    standing.pages += _is_page(visit)
    standing.visits += 1
    return replace(visit, order=standing.visits - 1)


def _charge(page: PageTally, rules: Rules, standing: Standing) -> None:
    """What the page may cost was set aside when it was claimed."""
    budget = rules.budget()
    budget.hold(page.visit.fingerprint)
    budget.charge(page)
    standing.credits_charged += page.credits


def _note(page: PageTally, standing: Standing) -> None:
    standing.notes.dropped.update(page.dropped)
    if page.repeated:
        standing.notes.dropped["duplicate"] += page.repeated
    if page.state == "failed" and is_refusal(page.reason, page.http_status):
        standing.notes.blocked[page.reason or ""] += 1


def _follow(page: PageTally, rules: Rules, standing: Standing, end: str | None) -> None:
    """What follows for the run (`LiveRun._take`): pages in a row, the pagination's end, a limit that is reached."""
    paging = standing.paging
    paging.failed_pages = paging.failed_pages + 1 if page.state == "failed" else 0
    paging.blocked_pages = paging.blocked_pages + 1 if is_refusal(page.reason, page.http_status) else 0
    follow(paging.track, page)
    if page.visit.kind == "page" and not rules.job.is_listed(page.visit.state):
        paging.known_pages = paging.known_pages + 1 if page.is_known else 0
    standing.ended_by = standing.ended_by or end
    if paging.known_pages >= rules.config.known_pages_limit:
        paging.is_over = True
        standing.ended_by = standing.ended_by or "no_new_records"
        page.next_visits = [each for each in page.next_visits if each.kind == "detail"]
    standing.stopped_by = standing.stopped_by or _limit_reached(rules, standing)


def _limit_reached(rules: Rules, standing: Standing) -> str | None:
    wanted = rules.job.options.max_items
    if wanted is not None and standing.items_stored >= wanted:
        return "max_items"
    if standing.paging.blocked_pages >= rules.config.blocked_pages_limit:
        return "blocked"
    return "error" if standing.paging.failed_pages >= rules.config.failed_pages_limit else None
