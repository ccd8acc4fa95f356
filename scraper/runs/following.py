"""What a complete page adds to the proof of coverage."""

from scraper.coverage.tracking import Track
from scraper.items import PageTally


def follow(track: Track, tally: PageTally) -> None:
    """Take the page into the track: what it promised, that it was empty, or failed, or needed several tries."""
    visit = tally.visit
    if tally.state == "failed":
        track.failed.add(visit.number, visit.url, kind=visit.kind, reason=tally.reason, tries=tally.tries)
        return
    if tally.tries > 1:
        track.healed.add(visit.number, visit.url, kind=visit.kind, tries=tally.tries, trouble=tally.trouble)
    if tally.state == "done" and visit.kind == "page" and not visit.is_index:
        found = tally.found + tally.linked
        track.read(visit.number, visit.url, found=found, is_new=found > 0 and not tally.is_known)
        track.hear(tally.promises, visit.number, visit.url)
