"""Values of records brought into columns."""

from tests.extraction.reading import columns_of

LINKED = [f"<h3><a href='/{n}'>Title {n}</a></h3><b>$ {n}.50</b>" for n in range(1, 5)]


def test_nested_elements_with_the_same_text_are_one_column():
    assert len([each for each in columns_of(*LINKED) if each.first.text == "Title 1"]) == 1


def test_values_that_look_labelled_but_never_stand_together_are_one_column():
    rows = [f"<p>{word}: words about it</p><i>{n}</i>" for n, word in enumerate(["Note", "Note", "Hint", "Hint"])]
    assert any(len(each.leaves) == 4 and each.first.text == "Note: words about it" for each in columns_of(*rows))
