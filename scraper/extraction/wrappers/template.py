"""One site template of a run: its layouts, how well they do, the pages it learns from. State across pages, no I/O.

Life of a template: the slow path reads its first pages; from them a wrapper is learnt and adopted, if it reads them
alike. From then on it reads the pages. One in so many is read by the slow path too (an audit). A page on which the
values look odd is read by the slow path; from such pages a repair is learnt, as a wrapper for old and new pages alike,
or as one more layout beside the others (A/B tests, half-finished redesigns). It is adopted only if it gives the
remembered values on the remembered pages, and if records that are remembered have not all changed (cf. Ferrara and
Baumgartner, "Design of Automatically Adaptable Web Wrappers", ICAART 2011, who relocate by tree similarity; here the
slow path relocates, and what it says is checked against what is known).
"""

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from scraper.extraction.extract import extract
from scraper.extraction.ranker.ranking import record_confidence
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Extraction, ExtractOptions, Record
from scraper.extraction.wrappers.absences import Absences
from scraper.extraction.wrappers.agreement import agreement
from scraper.extraction.wrappers.applying import Applier
from scraper.extraction.wrappers.examples import CONFIDENT, Example, example_of
from scraper.extraction.wrappers.findings import Applied, Doubt
from scraper.extraction.wrappers.layouts import Attempt, Health, Layout
from scraper.extraction.wrappers.learning import learn, reads_alike
from scraper.extraction.wrappers.samples import MAX_SAMPLES, Sample, overlap
from scraper.extraction.wrappers.skeleton import Signature
from scraper.extraction.wrappers.traits import Traits, traits_of
from scraper.extraction.wrappers.widening import widened
from scraper.extraction.wrappers.wrapper import Wrapper
from scraper.page import Page

MAX_LAYOUTS = 5
"""Wrappers of one template: what A/B tests and a redesign under way may show at a time."""

_FIRST_LIST_PAGES, _FIRST_DETAIL_PAGES = 2, 3
_MAX_PENDING = 4  # pages that wait to be learnt from
_MAX_WAIT = 64  # pages until the next attempt after several failed ones
_MIN_LAST_RECORDS = 5  # records of a list that was the run's only page of the template, to learn from it alone
_STRIKES = 2  # audits in a row that found a wrapper wrong
_FAULTS = 0.05  # share of a field's values in which an audit may differ
_FIRST_AUDITS = 3  # the first pages are audited one in so many; the distance grows with each page
_DOUBTED = CONFIDENT - 0.01
_CONTRADICTING = frozenset(("conflict", "order"))


class Template:
    """A template of one site for one schema and one way to extract."""

    def __init__(
        self,
        signature: Signature,
        key: str,
        how: tuple[RecordSchema, ExtractOptions],
        *,
        audit_pages: int,
    ) -> None:
        self.signature = signature
        self.key = key
        self.schema, self.options = how
        self.audit_pages = audit_pages
        self.layouts: list[Layout] = []
        self.samples: list[Sample] = []
        self.absences = Absences(self.schema.fields)
        self.health = Health()
        self.is_changed = False
        self.has_learnt = False
        self._pending: list[tuple[Page, Extraction]] = []
        self._wait = 0  # pages until the next attempt to learn
        self._failed = 0  # attempts since the last one that succeeded

    @property
    def wrappers(self) -> list[Wrapper]:
        """The wrappers, the one that was right last first."""
        return [layout.applier.wrapper for layout in self.layouts]

    def restore(self, wrappers: Sequence[Wrapper], samples: Sequence[Sample], health: Health) -> None:
        """Go on from what an earlier run stored."""
        self.layouts = [self._layout(wrapper) for wrapper in wrappers[:MAX_LAYOUTS]]
        self.samples, self.health = list(samples[:MAX_SAMPLES]), health

    def read(self, page: Page) -> Extraction:
        """The page's records and what read them. Raises UnusablePage where it has no elements."""
        attempt = self._attempt(page)
        layout, applied = attempt.layout, attempt.applied
        if layout is None or applied is None or attempt.doubts:
            return self._slow(page, attempt)
        self.health.applied += 1
        self.is_changed = True
        self.layouts.remove(layout)
        self.layouts.insert(0, layout)
        if not self._is_audited(page):
            return applied.extraction
        return replace(self._audit(page, layout, applied), read_by="audited")

    def finish(self) -> None:
        """Learn from what is left at the end of a run, where a list was the only page of its template."""
        if self.layouts or not self._pending:
            return
        is_list = all(extraction.mode == "list" for _, extraction in self._pending)
        if is_list and all(len(extraction.records) >= _MIN_LAST_RECORDS for _, extraction in self._pending):
            self._learn()

    def _attempt(self, page: Page) -> Attempt:
        """The first layout without doubts, or of several with fields that may be missed the one with the fewest."""
        best, fewest = Attempt(), 0
        traits: Traits | None = None
        for number, layout in enumerate(self.layouts):
            applied = layout.applier.apply(page)
            if not applied.is_sound:
                best = Attempt(doubts=applied.doubts) if not number else best
                continue
            if applied.missing and traits is None:
                traits = traits_of(page.root)
            open_ = self.absences.possible(applied.missing, traits) if traits is not None else []
            if best.layout is None or len(open_) < fewest:
                best, fewest = Attempt(layout, applied), len(open_)
            if not open_:
                return best
        if best.applied is None or traits is None:
            return best
        missed = self.absences.unexplained(best.applied.missing, traits, _number_of(page))
        return replace(best, doubts=tuple(Doubt(name, "missing") for name in missed))

    def _layout(self, wrapper: Wrapper) -> Layout:
        return Layout(Applier(wrapper, self.schema, self.options))

    def _is_audited(self, page: Page) -> bool:
        """Whether this page is: by its content, so that the same pages are in every run; early ones more often."""
        distance = min(self.audit_pages, _FIRST_AUDITS + self.health.applied // 2)
        return _number_of(page) % distance == 0

    def _audit(self, page: Page, layout: Layout, applied: Applied) -> Extraction:
        """The slow path's reading; a wrapper that disagrees twice in a row is dropped, and the page learnt from."""
        reading = extract(page, self.schema, self.options)
        self._learn_absences(page, reading, applied)
        self.health.audited += 1
        if not agreement(applied.extraction, reading).faults(_FAULTS):
            layout.strikes = 0
            self.health.agreed += 1
            return reading
        layout.strikes += 1
        self._pending.append((page, reading))
        if layout.strikes >= _STRIKES:
            self.layouts.remove(layout)
            self.health.dropped += 1
            self.has_learnt = True
            self._learn()
        return reading

    def _learn_absences(self, page: Page, reading: Extraction, applied: Applied | None) -> None:
        if reading.records:
            missing = applied.missing if applied is not None else ()
            self.absences.learn(traits_of(page.root), _fields_in(reading), missing)

    def _slow(self, page: Page, attempt: Attempt) -> Extraction:
        reading = extract(page, self.schema, self.options)
        self._learn_absences(page, reading, attempt.applied)
        self.health.slow += 1
        for doubt in attempt.doubts:
            name = f"{doubt.field}:{doubt.reason}"
            self.health.doubts[name] = self.health.doubts.get(name, 0) + 1
        reading = self._doubted(reading, attempt.doubts)
        self.is_changed = self.is_changed or bool(self.layouts)
        if reading.records and not self._is_settled(page, reading, attempt):
            self._pending = [*self._pending, (page, reading)][-_MAX_PENDING:]
            self._wait -= 1
            first = _FIRST_LIST_PAGES if reading.mode == "list" else _FIRST_DETAIL_PAGES
            if len(self._waiting()) >= first and self._wait <= 0:
                self._learn()
        return reading

    def _is_settled(self, page: Page, reading: Extraction, attempt: Attempt) -> bool:
        """Whether the wrapper had read all that the page says, or does so now that it was widened."""
        if attempt.layout is None or attempt.applied is None:
            return False
        found = _fields_in(reading).intersection(attempt.applied.missing)
        if set(agreement(attempt.applied.extraction, reading).faults(_FAULTS)) - found:
            return False
        return not found or self._is_widened(attempt.layout, (page, reading), found)

    def _is_widened(self, layout: Layout, read: tuple[Page, Extraction], names: set[str]) -> bool:
        """Whether the layout's wrapper was given places for those fields, by the page and the remembered ones."""
        fresh, how = example_of(*read), (self.schema, self.options)
        if fresh is None:
            return False
        known = [each for each in self._remembered() if reads_alike(layout.applier.wrapper, [each], how)]
        wrapper = widened(layout.applier.wrapper, [*known, fresh], names, how)
        if wrapper is None:
            return False
        layout.applier = Applier(wrapper, *how)
        self._adopted([read])
        return True

    def _doubted(self, reading: Extraction, doubts: Sequence[Doubt]) -> Extraction:
        """The reading with less confidence in fields of which the page contradicts itself, or what is remembered."""
        if not doubts:
            return reading
        known = overlap(self.samples, [reading])
        suspects = {doubt.field for doubt in doubts if doubt.reason in _CONTRADICTING} - known.confirmed
        suspects |= known.contradicted
        return replace(reading, records=tuple(self._capped(each, suspects) for each in reading.records))

    def _capped(self, record: Record, suspects: set[str]) -> Record:
        if not suspects & record.data.keys():
            return record
        confidence = {
            name: min(value, _DOUBTED) if name in suspects else value for name, value in record.field_confidence.items()
        }
        evidence = {
            name: replace(each, confidence=confidence[name]) if name in suspects else each
            for name, each in record.evidence.items()
        }
        least = min(record.confidence, record_confidence(self.schema, confidence))
        return replace(record, confidence=least, field_confidence=confidence, evidence=evidence)

    def _learn(self) -> None:
        """Learn from the pages that wait; what is not adopted is tried again when twice as many have come."""
        waiting = self._waiting()
        examples = [example_of(page, reading) for page, reading in waiting]
        fresh = [each for each in examples if each is not None]
        wrapper = self._learnt(fresh) if fresh else None
        if wrapper is None:
            self.health.refused += bool(self.layouts)
            self._failed += 1
            self._wait = min(_MAX_WAIT, 2**self._failed)
            return
        self.layouts = [self._layout(wrapper), *self.layouts][:MAX_LAYOUTS]
        self._pending, self._wait, self._failed = [], 0, 0
        self._adopted(waiting)

    def _adopted(self, read: Sequence[tuple[Page, Extraction]]) -> None:
        """Remember some of the pages that were learnt from."""
        kept = [Sample(page.url, page.text, reading) for page, reading in read]
        self.samples = [*kept[-2:], *self.samples][:MAX_SAMPLES]
        self.health.learnt += 1
        self.is_changed = self.has_learnt = True

    def _learnt(self, fresh: Sequence[Example]) -> Wrapper | None:
        """A wrapper for the fresh pages: for remembered ones too if there is one, else one that leaves them alone."""
        remembered = self._remembered()
        if remembered:
            if overlap(self.samples, [example.extraction for example in fresh]).contradicted:
                return None
            mode = fresh[0].extraction.mode
            alike = [each for each in remembered if each.extraction.mode == mode]
            both = learn([*alike, *fresh], self.schema, self.options) if alike else None
            if both is not None:
                return both
        alone = learn(fresh, self.schema, self.options)
        if alone is None or not reads_alike(alone, remembered, (self.schema, self.options), is_strict=False):
            return None
        return alone

    def _waiting(self) -> list[tuple[Page, Extraction]]:
        """The pages to learn from that were read as the newest was: as lists, or as details."""
        return [each for each in self._pending if each[1].mode == self._pending[-1][1].mode]

    def _remembered(self) -> list[Example]:
        examples = [example_of(sample.page, sample.extraction) for sample in self.samples]
        return [each for each in examples if each is not None]


def _fields_in(reading: Extraction) -> set[str]:
    """The fields that any of the records has."""
    return {name for record in reading.records for name in record.data}


def _number_of(page: Page) -> int:
    """A number by the page's content, so that the same pages are chosen in every run."""
    return crc32(page.text.encode("utf-8", "replace"))
