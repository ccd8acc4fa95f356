"""Which texts of a page a labelled main text means."""

import pytest

from training.content_labels import shares_of

TRUTH = "The council decided to build a new bridge.\nReactions\nThe mayor is glad about it, she said."


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The council decided to build a new bridge.", 1.0),
        ("The council decided to build ships.", 0.67),
        ("Reactions", 1.0),
        ("The mayor", 0.0),
        ("Read more about the town in our newsletter", 0.0),
        ("—", 0.0),
    ],
    ids=["whole", "half", "line", "part-of-a-line", "other", "no-words"],
)
def test_a_text_belongs_as_far_as_the_truth_has_it(text, share):
    assert shares_of(TRUTH, [text])[0] == pytest.approx(share, abs=0.01)
