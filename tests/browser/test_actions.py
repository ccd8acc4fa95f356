"""scraper.browser.actions: what a job may do on a page."""

import pytest

from scraper.browser.actions import Action, actions_of, locator_text, waiting_seconds
from scraper.exceptions import InvalidOptions


def test_an_action_is_typed():
    assert actions_of([{"type": "click", "selector": "a", "times": 3}]) == (Action("click", "a", times=3),)


@pytest.mark.parametrize(
    ("action", "pointer"),
    [
        ({"type": "wait"}, "/actions/0"),
        ({"type": "click", "times": 2}, "/actions/0"),
        ({"type": "write", "selector": "a"}, "/actions/0"),
        ({"type": "press", "selector": "a"}, "/actions/0"),
        ({"type": "click", "selector": "a", "text": "b"}, "/actions/0/text"),
        ({"type": "scroll", "seconds": 1}, "/actions/0/seconds"),
    ],
)
def test_one_that_lacks_something_or_has_what_it_cannot_use_is_refused(action, pointer):
    with pytest.raises(InvalidOptions) as refused:
        actions_of([action])
    assert refused.value.pointer == pointer


def test_waits_are_added_up():
    actions = actions_of([{"type": "wait", "seconds": 2}, {"type": "wait", "selector": "a"}])
    assert (waiting_seconds(1.5, actions), waiting_seconds("#a", actions)) == (3.5, 2)


@pytest.mark.parametrize(
    ("selector", "expected"), [("a > b", "css=a > b"), ("//a", "xpath=//a"), ("(//a)[1]", "xpath=(//a)[1]")]
)
def test_a_selector_is_css_unless_it_starts_as_xpath_does(selector, expected):
    assert locator_text(selector) == expected
