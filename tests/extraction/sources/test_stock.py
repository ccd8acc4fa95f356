"""Availability from texts and buttons."""

import pytest

from scraper.extraction.detail import field_choices
from tests.extraction.reading import scope_of

OTHERS = "".join(f'<li><a href="/{n}">Other {n}</a> <button>Add to basket</button></li>' for n in (7, 8, 9))


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("<p>In stock</p><button>Add to basket</button>", "In stock"),
        ("<p>Made to order</p><button>Add to basket</button>", "Made to order"),
        ("<p>Sold out</p><button>Tell me</button>", "Sold out"),
    ],
)
def test_what_the_page_says_is_believed_before_its_button(shown, value):
    scope = scope_of(f"<body><h1>Lamp</h1>{shown}<ul>{OTHERS}</ul></body>", availability={"type": "string"})
    assert field_choices(scope, scope.schema.fields[0], [])[0].value == value


def test_the_buttons_of_other_products_say_nothing():
    scope = scope_of(f"<body><h1>Lamp</h1><ul>{OTHERS}</ul></body>", availability={"type": "string"})
    assert field_choices(scope, scope.schema.fields[0], []) == []
