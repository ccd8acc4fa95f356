"""Records from columns: which are kept and how sure their values are."""

from scraper.extraction import ExtractOptions, RecordSchema
from scraper.extraction.wrappers.findings import Finding
from scraper.extraction.wrappers.recording import Recorder
from scraper.extraction.wrappers.wrapper import FieldWrapper, Place, Wrapper

NAMES = ("title", "price", "old_price", "color")
PLACE = Place("structure", "./a")


def recorder(*, mode="list", names=NAMES[:2], required=(), fill=1.0, least=0.0):
    properties = {name: {"type": "number" if "price" in name else "string"} for name in names}
    schema = RecordSchema.from_definition({"type": "object", "properties": properties, "required": list(required)})
    fields = tuple(FieldWrapper(name, (PLACE,), fill=fill, confidence=0.9 - 0.1 * n) for n, name in enumerate(names))
    wrapper = Wrapper(mode, (PLACE,) if mode == "list" else (), fields)
    return Recorder(wrapper, schema, ExtractOptions(min_confidence=least))


def found(value, certainty=1.0):
    return Finding(value, str(value), None, "", "as is", certainty)


def test_a_full_table_gives_a_record_a_row():
    records = recorder().records({"title": [found("a"), found("b")], "price": [found(1), found(2)]}, ["/a", None])
    assert [record.data for record in records] == [{"title": "a", "price": 1}, {"title": "b", "price": 2}]
    assert [record.url for record in records] == ["/a", None]
    assert [record.confidence for record in records] == [0.8, 0.8]
    assert records[0].evidence["price"].path == "url"


def test_a_row_that_lacks_a_value_has_no_such_field():
    records = recorder().records({"title": [found("a"), found("b")], "price": [found(1), None]}, [None, None])
    assert records[1].data == {"title": "b"}
    assert records[1].field_confidence == {"title": 0.9}


def test_a_row_that_lacks_most_usual_fields_is_no_record():
    columns = {name: [None, found(1)] for name in NAMES[:3]} | {"color": [found("red"), found("red")]}
    assert len(recorder(names=NAMES).records(columns, [None, None])) == 1


def test_a_value_that_was_read_less_certainly_is_less_sure():
    records = recorder(mode="detail").records({"title": [found("a", 0.5)], "price": [found(1)]}, ["/x"])
    assert records[0].field_confidence == {"title": 0.45, "price": 0.8}
    assert records[0].url == "/x"


def test_values_below_the_wanted_confidence_are_left_out():
    records = recorder(least=0.85).records({"title": [found("a")], "price": [found(1)]}, [None])
    assert records[0].data == {"title": "a"}


def test_a_list_record_is_as_sure_as_its_least_required_field():
    records = recorder(required=("title",)).records({"title": [found("a")], "price": [found(1)]}, [None])
    assert records[0].confidence == 0.9


def test_an_old_price_that_is_not_higher_is_ruled_out():
    columns = {"title": [found("a")], "price": [found(5)], "old_price": [found(5)]}
    assert recorder(names=NAMES[:3]).records(columns, [None])[0].data == {"title": "a", "price": 5}
