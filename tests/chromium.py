"""A Chromium for the tests: one that is named, Playwright's own, the system's, or apt-get's. No fixtures."""

import os
import shutil
import subprocess

from scraper.browser.executable import playwrights_own, system_browser

VARIABLE = "SCRAPER_BROWSER"
HOW_TO_GET_IT = f"install it (apt-get install chromium, or playwright install chromium), or set {VARIABLE} to its path"


def is_chromium_available() -> bool:
    """Whether there is any of the first three."""
    return bool(os.environ.get(VARIABLE) or playwrights_own() or system_browser())


def bring_chromium() -> None:
    """Install Debian's Chromium where there is none and that can be done: as root, with apt-get."""
    if is_chromium_available() or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    install = ["apt-get", "-q", "-y", "install", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "-q", "update"], install):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, check=False, env=environment, timeout=900, **quiet)
