"""What Scrapyd gives a process, less what our runs must not have."""

from collections.abc import Collection
from typing import Any

from scrapyd.interfaces import IEnvironment
from zope.interface import implementer


@implementer(IEnvironment)
class RunEnvironment:
    """Scrapyd's own `environment`, without a folder of requests (`jobs_dir`) for the projects `run_projects`.

    Their requests are rows: a second queue on the disk would fetch them twice, and hold the cookies of their jobs.
    """

    def __init__(self, environment: Any, run_projects: Collection[str]) -> None:
        self._environment = environment
        self._run_projects = run_projects

    def get_settings(self, message: dict[str, Any]) -> dict[str, Any]:
        """Scrapy's settings for the process of the message."""
        settings: dict[str, Any] = self._environment.get_settings(message)
        if message["_project"] in self._run_projects:
            settings.pop("JOBDIR", None)
        return settings

    def get_environment(self, message: dict[str, Any], slot: int) -> dict[str, str]:
        """The environment variables of the process of the message."""
        variables: dict[str, str] = self._environment.get_environment(message, slot)
        return variables
