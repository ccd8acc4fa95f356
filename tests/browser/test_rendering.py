"""scraper.browser.rendering: what follows a page that the browser shows."""

import pytest

from scraper.browser.rendering import Rendering
from scraper.browser.values import SEEN, STATE, TASK, Seen
from scraper.pagination import PageRequest, Step
from tests.live import job, live, visit

END = Step(stop="no_next")
LINK = Step((PageRequest("https://shop.example/list?page=2", 2),))


def followed(paging, seen, step=END, **pagination):
    """What follows a page of a job with that pagination type, of which the browser says that."""
    run, _ = live(job({"render_js": True, "pagination": pagination}, pagination_type=paging))
    rendering = Rendering(run)
    rendering.saw(visit(), {SEEN: seen})
    return rendering.following(visit(), step)


@pytest.mark.parametrize("way", ["load_more", "infinite_scroll", "next_button"])
def test_a_step_is_a_request_of_its_own_that_any_process_can_make(way):
    run, _ = live(job({"render_js": True}, pagination_type=way))
    rendering = Rendering(run)
    rendering.saw(visit(), {SEEN: Seen(step=3, way=way, label="More")})
    (request,) = rendering.following(visit(), END).requests
    task = rendering.meta(visit(state=request.state))[TASK]
    assert (request.state, task.step, task.paging.type) == ({STATE: {"step": 4, "type": way}}, 4, way)


def test_links_are_followed_before_buttons_are_pressed():
    assert followed("next_button", Seen(way="next_button", label="Next"), LINK) == LINK


def test_a_page_that_shows_nothing_to_press_is_the_last_one():
    assert followed("load_more", Seen()).stop == "no_next"


@pytest.mark.parametrize(("way", "limit"), [("load_more", "max_clicks"), ("infinite_scroll", "max_scrolls")])
def test_the_limit_of_the_pagination_holds(way, limit):
    steps = [followed(way, Seen(step=step, way=way), **{limit: 2}).stop for step in (1, 2)]
    assert steps == [None, "max_pages"]


def test_what_auto_does_is_named():
    step = followed(
        "auto", Seen(way="infinite_scroll", label="scrolling"), Step(stop="no_next", choice={"type": "none"})
    )
    assert step.choice == {"type": "infinite_scroll", "reason": "infinite_scroll in the browser: scrolling"}


def test_a_button_that_stays_and_does_nothing_ends_the_pagination_with_a_warning():
    run, _ = live(job({"render_js": True}, pagination_type="load_more"))
    is_page = Rendering(run).saw(visit(), {SEEN: Seen(2, has_news=False, way="load_more", label="Show more")})
    assert (is_page, run.stop_reason, "'Show more' can still be pressed" in next(iter(run.notes.warnings))) == (
        False,
        "no_next",
        True,
    )
