"""Whether the operator's settings of the credits can work; asked before a run exists that would wait for nobody."""

from scraper.config import Config
from scraper.credits.budget import Budget
from scraper.credits.gateway import credit_gateway
from scraper.credits.policies import credit_policy


def check_credits(config: Config) -> None:
    """Raises InvalidSetting for a policy or a gateway that cannot work."""
    Budget(credit_policy(config.credit_policy), limit=None)  # asks for the price of a page
    credit_gateway(config)
