"""What the spider and the browser say to each other: the task of a request, and what was seen of the page."""

from dataclasses import dataclass

TASK = "browser_task"
"""The key of Request.meta that holds a BrowserTask: the request is made in the browser."""

SEEN = "browser_seen"
"""The key of Request.meta that holds what a Seen says of the response."""

STATE = "browser"
"""The key of a visit's state that holds, for a click or a scroll, its number and the type of the pagination."""

KNOWN = "data-scraper-known"
"""The attribute of elements that were on the page before the step; page.js sets it."""


@dataclass(frozen=True, slots=True)
class Paging:
    """How a page is made to show more: the name of a pagination type and what the job says of its button."""

    type: str
    selector: str | None = None
    text: str | None = None
    scroll_delay: float | None = None


@dataclass(frozen=True, slots=True)
class BrowserTask:
    """A page to open (step 0), or one that is open and is to be clicked or scrolled once more.

    `key` names the page among others of the run. A page without `paging` is closed as soon as it is read.
    """

    key: str
    step: int = 0
    paging: Paging | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a page besides its text: whether a step brought anything, and what could be done next.

    `way` is the pagination type that leads on from here, None where none does; `label` names the control to press.
    """

    step: int = 0
    has_news: bool = True
    way: str | None = None
    label: str = ""
