"""Which Chromium is run: the one that the operator names, Playwright's own, or the system's."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from scraper.config import Config
from scraper.exceptions import InvalidSetting

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SETTING = "SCRAPER_BROWSER"


def browser_executable(config: Config) -> str:
    """The path of the browser to run. Raises InvalidSetting, which says how to get one, where there is none."""
    if find_spec("scrapy_playwright") is None:
        raise InvalidSetting(
            _SETTING, "cannot be used: render_js needs scrapy-playwright: pip install scrapy-playwright"
        )
    if config.browser:
        if not os.access(config.browser, os.X_OK) or Path(config.browser).is_dir():
            raise InvalidSetting(_SETTING, f"is {config.browser!r}, which is no program that can be run; correct it")
        return config.browser
    found = playwrights_own() or system_browser()
    if found is None:
        cure = "install it (apt-get install chromium), or name one that is installed elsewhere"
        raise InvalidSetting(_SETTING, f"is not set and no Chromium is found, which render_js needs: {cure}")
    return found


def system_browser() -> str | None:
    """The system's Chromium; None where there is none on the PATH."""
    return next((path for path in map(shutil.which, SYSTEM_NAMES) if path), None)


def playwrights_own() -> str | None:
    """The newest Chromium that `playwright install chromium` has brought; None where it has not."""
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    found = sorted(Path(home).glob("chromium-*/chrome-linux*/chrome"), key=_revision)
    return str(found[-1]) if found else None


def _revision(path: Path) -> int:
    digits = path.parent.parent.name.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0
