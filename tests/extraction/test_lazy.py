"""Properties that are computed once."""

from scraper.extraction.lazy import lazy


class Counted:
    """Counts how often its property is made."""

    made = 0

    @lazy
    def value(self):
        """The value."""
        self.made += 1
        return self.made


def test_the_value_is_made_once_an_object():
    counted = Counted()
    assert (counted.value, counted.value, Counted().value) == (1, 1, 1)


def test_the_class_gives_the_property_with_its_description():
    assert Counted.value.__doc__ == "The value."
