"""What a run may still spend: its limit and what is set aside for pages under way. Decides nothing but that."""

from dataclasses import replace

from scraper.credits.policies import CreditPolicy, Usage, charge_reason
from scraper.items import PageTally

_PAGE = Usage(http_pages=1)
_BROWSER_PAGE = Usage(browser_pages=1)


class Budget:
    """Credits of one run. What a page may cost is set aside before it is fetched, so that no charge can go beyond.

    `limit` is the job's max_credits; `cover` what the gateway has granted so far (None: nothing limits).
    """

    def __init__(self, policy: CreditPolicy, *, limit: int | None) -> None:
        self.policy = policy
        self.limit = limit
        self.cover: int | None = None
        self.charged = 0
        self.held = 0
        self.page = _PAGE
        # By fingerprint, of pages under way: what may be used, and the model's tokens that were used.
        self._asking: dict[str, tuple[Usage, int]] = {}

    @property
    def price(self) -> int:
        """What one more page may cost."""
        return self.policy(self.page)

    @property
    def is_within_limit(self) -> bool:
        """Whether max_credits leaves enough for one more page."""
        return self.limit is None or self.charged + self.held + self.price <= self.limit

    @property
    def is_covered(self) -> bool:
        """Whether the credits that the gateway granted pay one more page."""
        return self.cover is None or self.charged + self.held + self.price <= self.cover

    @property
    def shortfall(self) -> int:
        """Credits that the cover lacks for one more page."""
        return max(0, self.charged + self.held + self.price - (self.cover or 0))

    @property
    def left(self) -> int | None:
        """Credits that max_credits leaves beyond what is charged and set aside."""
        return None if self.limit is None else self.limit - self.charged - self.held

    def render(self) -> None:
        """From now on pages are loaded in a browser, and what that costs is set aside for each."""
        self.page = _BROWSER_PAGE

    def hold(self, fingerprint: str = "") -> None:
        """Set aside what one more page may cost."""
        self.held += self.price
        self._asking[fingerprint] = (self.page, 0)

    def hold_browser(self, fingerprint: str) -> bool:
        """Set aside what it costs to load a page under way in a browser, too; False where nothing pays for it."""
        before, _ = self._asking.get(fingerprint, (_PAGE, 0))
        return self._hold_more(fingerprint, replace(before, http_pages=0, browser_pages=1))

    def hold_tokens(self, fingerprint: str, tokens: int) -> bool:
        """Set aside what that many more tokens may cost for a page under way; False where nothing pays for them."""
        before, _ = self._asking.get(fingerprint, (_PAGE, 0))
        return self._hold_more(fingerprint, replace(before, model_tokens=before.model_tokens + tokens))

    def _hold_more(self, fingerprint: str, wanted: Usage) -> bool:
        before, spent = self._asking.get(fingerprint, (_PAGE, 0))
        more = self.policy(wanted) - self.policy(before)
        if any(each is not None and self.charged + self.held + more > each for each in (self.limit, self.cover)):
            return False
        self.held += more
        self._asking[fingerprint] = (wanted, spent)
        return True

    def spend_tokens(self, fingerprint: str, tokens: int) -> None:
        """Count what the model took for a page under way; what was set aside is all that can be charged for it."""
        wanted, spent = self._asking.get(fingerprint, (_PAGE, 0))
        self._asking[fingerprint] = (wanted, spent + tokens)

    def charge(self, tally: PageTally) -> None:
        """Set the page's credits and why; what was set aside for it and not needed is free again."""
        wanted, tokens = self._asking.pop(tally.visit.fingerprint, (self.page, 0))
        held = self.policy(wanted)
        self.held -= held
        tally.charge = charge_reason(tally)
        if tally.charge == "records":
            page = _BROWSER_PAGE if tally.renderer == "browser" else _PAGE
            used = replace(page, model_tokens=tokens)
            tally.usage, tally.credits = used.as_dict(), min(held, self.policy(used))
        self.charged += tally.credits
