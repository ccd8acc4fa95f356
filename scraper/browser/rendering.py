"""Which pages of a run are loaded in a browser."""

from typing import Any, Literal

from scraper.browser.values import TASK, BrowserTask
from scraper.items import Visit
from scraper.runs.run import LiveRun


class Rendering:
    """Decides for each visit of a run whether a browser loads its page."""

    def __init__(self, run: LiveRun) -> None:
        self.run = run

    def renderer(self, visit: Visit) -> Literal["http", "browser"]:
        """What loads the visit's page."""
        return "browser" if self.run.job.options.render_js is True else "http"

    def meta(self, visit: Visit) -> dict[str, Any]:
        """What goes into the meta of the visit's request."""
        options = self.run.job.options
        meta: dict[str, Any] = {"proxy": self.run.config.proxies[options.proxy]} if options.proxy else {}
        if self.renderer(visit) == "browser":
            meta[TASK] = BrowserTask(visit.fingerprint)
        return meta
