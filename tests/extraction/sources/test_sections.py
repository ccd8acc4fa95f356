"""The items below headings."""

import pytest

from scraper.extraction.sources.sections import sections
from tests.extraction.reading import scope_of

TEXTS = {"type": "array", "items": {"type": "string"}}


def items(html, name="ingredients"):
    scope = scope_of(f"<body><h1>Cake</h1>{html}</body>", ingredients=TEXTS, instructions=TEXTS)
    spec = scope.schema.field(name)
    return next((each.raw for each in sections(scope, spec)), None)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Ingredients</h2><ul><li>2 eggs</li><li>flour</li></ul>",
        "<h2>Ingredients <small>1x 2x</small></h2><ul><li>2 eggs</li><li>flour</li></ul>",
        "<h2>Ingredients (serves 4)</h2><ul><li>2 eggs</li><li>flour</li></ul>",
        "<h2>Les ingrédients de la recette</h2><ul><li>2 eggs</li><li>flour</li></ul>",
        "<h2>Ingredients</h2><table><tr><td>2</td><td>eggs</td></tr><tr><td>flour</td></tr></table>",
        "<h2>Ingredients</h2><p>2 eggs<br>flour</p>",
        "<h2>Ingredients</h2><h3>Base</h3><ul><li>2 eggs</li></ul><h3>Top</h3><ul><li>flour</li></ul>",
        "<h3>Ingredients</h3><ul><li>2 eggs</li></ul><h3>For the top</h3><ul><li>flour</li></ul><h3>Other</h3><ul><li>x"
        "</li><li>y</li></ul>",
        "<b>Ingredients</b><ul><li>▢ 2 eggs</li><li>▢ flour</li></ul><b>Method</b><ul><li>Mix.</li></ul>",
        "<div><strong>Ingredients</strong></div><ul><li><span>2</span><span>eggs</span></li><li>flour</li></ul>",
    ],
)
def test_the_items_are_those_up_to_the_next_part(html):
    assert items(html) == ["2 eggs", "flour"]


def test_amounts_and_names_in_boxes_of_their_own_are_one_item():
    boxes = "".join(
        f"<div><p>{amount}</p><p>{name}</p></div>" for amount, name in (("2", "eggs"), ("1 l", "milk"), ("1", "pear"))
    )
    assert items(f"<h2>Ingredients</h2><section>{boxes}</section>") == ["2 eggs", "1 l milk", "1 pear"]


def test_notes_that_only_their_look_sets_apart_stand_in_brackets():
    noted = (
        '<li><span>butter</span> <span class="item-notes">melted</span></li><li>flour, <i class="notes">fine</i></li>'
    )
    assert items(f"<h2>Ingredients</h2><ul>{noted}</ul>") == ["butter (melted)", "flour (fine)"]


def test_steps_have_the_names_of_their_groups_and_may_be_boxes_or_one_text():
    groups = "<h2>Method</h2><h3>Base</h3><ol><li>Mix.</li><li>Bake.</li></ol><h3>Top</h3><ol><li>Spread.</li></ol>"
    boxes = "<h2>Method</h2><div><div class=s>Mix it.</div><div class=s>Bake it.</div><div class=s>Eat.</div></div>"
    text = f"<h2>Method</h2><p>{'Mix and bake it well. ' * 10}</p>"
    found = [items(html, "instructions") for html in (groups, boxes, text)]
    assert found == [
        ["Base", "Mix.", "Bake.", "Top", "Spread."],
        ["Mix it.", "Bake it.", "Eat."],
        [("Mix and bake it well. " * 10).strip()],
    ]
