"""AutoScraper on list pages: it learns from the true values of a page's first record, field by field.

It is given more than we are: a record of the very page. It then gives for each field the values that it takes for the
same; the n-th values of all fields are the n-th record. Learnt rules are applied to the same page, and to the other
pages of the site.
"""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from autoscraper import AutoScraper


def learnt(url: str, html: str, first: Mapping[str, Any]) -> AutoScraper | None:
    """The rules learnt from the first record's true values, or None where it finds none of them on the page."""
    wanted = {name: [str(_one(value))] for name, value in first.items() if _one(value) not in (None, "")}
    scraper = AutoScraper()
    return scraper if wanted and scraper.build(url=url, html=html, wanted_dict=wanted) else None


def applied(scraper: AutoScraper, url: str, html: str) -> list[dict[str, Any]]:
    """The records that the rules give on a page."""
    columns = scraper.get_result_similar(url=url, html=html, group_by_alias=True, keep_order=True)
    rows = zip_longest(*columns.values())
    return [{name: value for name, value in zip(columns, row, strict=True) if value} for row in rows]


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
