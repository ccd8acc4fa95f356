"""What a page costs and whether it is charged: usage in, credits out. What a run may spend is `budget`."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from scrapy.utils.misc import load_object

from scraper.exceptions import InvalidSetting
from scraper.items import PageTally


@dataclass(frozen=True, slots=True)
class Usage:
    """What fetching and reading one page took; `model_tokens` are those of the questions and of the answers."""

    http_pages: int = 0
    browser_pages: int = 0
    model_tokens: int = 0

    def as_dict(self) -> dict[str, int]:
        """The kinds of usage that there were any of, by name."""
        return {name: count for name, count in asdict(self).items() if count}


CreditPolicy = Callable[[Usage], int]

HTTP_PAGE_CREDITS = 1
BROWSER_PAGE_CREDITS = 5
TOKENS_PER_CREDIT = 1000


def pages(usage: Usage) -> int:
    """1 credit a page over HTTP, 5 a page in a browser."""
    return usage.http_pages * HTTP_PAGE_CREDITS + usage.browser_pages * BROWSER_PAGE_CREDITS


def pages_and_tokens(usage: Usage) -> int:
    """As `pages`, and 1 credit for each 1,000 tokens that a page took of a language model, begun ones too."""
    return pages(usage) + ceil(usage.model_tokens / TOKENS_PER_CREDIT)


CREDIT_POLICIES: Mapping[str, CreditPolicy] = {"pages": pages, "pages_and_tokens": pages_and_tokens}
_SETTING = "SCRAPER_CREDIT_POLICY"


def credit_policy(name: str) -> CreditPolicy:
    """The policy of that name, or the function at that dotted path. Raises InvalidSetting.

    The policy that is returned raises InvalidSetting too, where the function gives anything but a whole number from 0.
    """
    policy: Any = CREDIT_POLICIES.get(name)
    if policy is None:
        try:
            policy = load_object(name)
        except (ImportError, NameError, ValueError) as error:
            known = ", ".join(CREDIT_POLICIES)
            cure = f"known: {known}; or give the dotted path of a function of usage ({error})"
            raise InvalidSetting(_SETTING, f"is {name!r}; {cure}") from error

    def checked(usage: Usage) -> int:
        credits: Any = policy(usage)
        if type(credits) is not int or credits < 0:
            raise InvalidSetting(
                _SETTING, f"{name!r} gave {credits!r} for {usage}; a policy gives whole numbers from 0"
            )
        return credits

    return checked


def charge_reason(tally: PageTally) -> str:
    """Why the page is charged ("records") or free: a word of `db.receipts.CHARGE_REASONS`.

    A page is charged if it gave a valid record, unless it repeats the page that led to it. Whether the run has a record
    already changes nothing, so that the charge cannot depend on which of two pages came first.
    """
    if tally.state != "done":
        return "not_read"
    if tally.is_repeating_parent:
        return "repeats_parent"
    if tally.valid:
        return "records"
    if tally.dropped["max_items"]:
        return "beyond_max_items"
    if tally.found:
        return "no_valid_record"
    return "records_on_own_pages" if tally.linked else "no_record"
