"""What a page gives the ranker to learn from."""

from training.readings import dump, load


def of(readings, **wanted):
    return [each for each in readings if all(getattr(each, name) == value for name, value in wanted.items())]


def labels(reading, name):
    return next(field for field in reading.fields if field.name == name).labels


def test_the_right_group_is_labelled(readings):
    own = of(readings, corpus="products", task="own", is_stripped=False)[0]
    assert max(labels(own, "price")) == 1.0 > min(labels(own, "price"))


def test_nothing_is_right_on_a_page_of_another_kind(readings):
    crossed = of(readings, task="cross")
    assert {label for reading in crossed for field in reading.fields for label in field.labels} == {0.0}


def test_the_markup_is_hidden_where_it_is_the_truth(readings):
    distant = of(readings, task="distant")
    assert {reading.is_stripped for reading in distant} == {True}


def test_a_schema_of_unknown_fields_has_no_concepts(readings):
    unknown = of(readings, task="unknown")[0]
    assert {spec.concept for spec in unknown.schema.fields} == {None}


def test_one_page_in_so_many_is_read(readings):
    assert len({each.id for each in of(readings, corpus="news")}) == 6


def test_what_is_written_is_read_back(readings, tmp_path):
    path = tmp_path / "readings"
    count = dump(iter(readings[:3]), path)
    assert (count, [each.id for each in load(path)]) == (3, [each.id for each in readings[:3]])
