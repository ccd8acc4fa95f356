"""Records from the columns that a wrapper found: which are kept, how sure their values are, and their evidence."""

from collections.abc import Mapping, Sequence

from scraper.extraction.lists.record_rules import lacks_usual
from scraper.extraction.lists.records import USUAL
from scraper.extraction.ranker.ranking import record_confidence
from scraper.extraction.schema import RecordSchema
from scraper.extraction.twins import ruled_out
from scraper.extraction.values import ExtractOptions, Record
from scraper.extraction.wrappers.findings import Finding, LazyEvidence
from scraper.extraction.wrappers.wrapper import Wrapper

Columns = Mapping[str, Sequence[Finding | None]]
"""By field what was found in each record."""


class Recorder:
    """Makes the records of one wrapper's pages. Values are as sure as the slow path was of the field on the whole."""

    def __init__(self, wrapper: Wrapper, schema: RecordSchema, options: ExtractOptions) -> None:
        self.schema = schema
        self.is_list = wrapper.mode == "list"
        self.least_kept = options.min_confidence
        self.means = {each.name: (each.confidence, each.certainty) for each in wrapper.fields}
        self.required = [spec.name for spec in schema.required]
        self.usual = [each.name for each in wrapper.fields if each.fill >= USUAL]
        self.has_twins = any(spec.concept == "old_price" for spec in schema.fields if spec.name in self.means)
        least = min((mean for mean, _ in self.means.values()), default=0.0)
        self.even_least = min((self.means.get(name, (0.0,))[0] for name in self.required), default=least)
        is_even = least >= options.min_confidence and not self.has_twins
        self.even = {name: mean for name, (mean, _) in self.means.items()} if is_even else {}

    def records(self, columns: Columns, links: Sequence[str | None]) -> list[Record]:
        """A record for each row with enough of the usual fields; `links` are the records' own, one a row."""
        if self.is_list and self._is_even(columns):
            return self._even_records(columns, links)
        names, rows = list(columns), zip(*columns.values(), strict=True)
        made = (self._record(dict(zip(names, row, strict=True)), link) for row, link in zip(rows, links, strict=True))
        return [record for record in made if record is not None]

    def _is_even(self, columns: Columns) -> bool:
        """Whether every record has every field, with the confidence that is usual."""
        if not self.even:
            return False
        return all(
            None not in column and all(each.certainty >= self.means[name][1] for each in column if each is not None)
            for name, column in columns.items()
        )

    def _even_records(self, columns: Columns, links: Sequence[str | None]) -> list[Record]:
        """The records of columns that lack nothing: most pages of most lists, so it is made cheap."""
        names = tuple(columns)
        values = ([each.value for each in column if each is not None] for column in columns.values())
        rows = zip(zip(*values, strict=True), zip(*columns.values(), strict=True), links, strict=True)
        confidences = [self.even.copy() for _ in links]
        return [
            Record(dict(zip(names, row, strict=True)), self.even_least, sure, LazyEvidence(names, found, sure), link)
            for (row, found, link), sure in zip(rows, confidences, strict=True)
        ]

    def _record(self, row: Mapping[str, Finding | None], link: str | None) -> Record | None:
        found = {name: each for name, each in row.items() if each is not None}
        confidence = self._confidence(found)
        if len(confidence) < len(found):
            found = {name: found[name] for name in confidence}
        if not found:
            return None
        if not self.is_list:
            least = record_confidence(self.schema, confidence)
        elif lacks_usual(found, self.usual):
            return None
        else:
            least = min([confidence.get(name, 0.0) for name in self.required or confidence])
        data = {name: each.value for name, each in found.items()}
        return Record(data, least, confidence, LazyEvidence(tuple(found), tuple(found.values()), confidence), link)

    def _confidence(self, found: Mapping[str, Finding]) -> dict[str, float]:
        """The confidence of each value that is kept, in the order of the fields."""
        confidence = {}
        for name, finding in found.items():
            mean, certainty = self.means[name]
            sure = mean if finding.certainty >= certainty else round(mean * finding.certainty / certainty, 4)
            if sure >= self.least_kept:
                confidence[name] = sure
        if self.has_twins:
            for name in ruled_out(self.schema, {name: finding.value for name, finding in found.items()}):
                confidence.pop(name, None)
        return confidence
