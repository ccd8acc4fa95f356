"""Records on list pages: the region whose columns fill the schema best, read record by record."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2

from lxml.html import HtmlElement

from scraper.extraction.document import Document
from scraper.extraction.lists.alignment import align, columns_of
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.explicit import explicit_fill, is_explicit
from scraper.extraction.lists.flat_fields import flat_schema
from scraper.extraction.lists.group_headings import heading_matches
from scraper.extraction.lists.headers import header_rows
from scraper.extraction.lists.item_records import ITEM_SOURCES, is_about_one, items_alone, records_of_items
from scraper.extraction.lists.leaves import LeafReader
from scraper.extraction.lists.matching import Match, assign
from scraper.extraction.lists.prospects import fill_score, most_fill, weighted_roles
from scraper.extraction.lists.records import read_records
from scraper.extraction.lists.regions import MAX_RECORDS, Region, Span, candidate_regions, region_of_spans
from scraper.extraction.lists.sisters import content_only, with_sisters
from scraper.extraction.locale import PageLocale
from scraper.extraction.marks import Flag
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import locale_of
from scraper.extraction.selectors import compiled_xpath, selector_from_text
from scraper.extraction.values import ExtractOptions, Record

_GLANCE = 3  # records that all regions are judged by at first
_SAMPLE = 12  # records that the best of them are judged by
_HEADED = 40  # the first records of a region that are looked at for headings of groups
# On 93 labelled list pages the winner's score was .80 of what its place and counts allow at most, and on all but one
# (.54, a tie) its first look .77 of the best or more, among the first three. From .80 down to .65 the same records are
# read on all 93, with fewer looks (4.4, at .70 3.6); .60 loses one page.
_FULLEST = 0.7
_NEAR, _FINALISTS = 0.7, 3
_TOLD, _SAME = 0.7, 0.95  # what a region must score beside the best, and share of its records, that tells for another
_TELLING = 4  # records from which a region in which nothing comes twice has no lists in its records
_MAX_LOOKS = 16  # regions that are looked at; the winner was among the first eleven

_GOLDEN = 0.6180339887  # multiples of it are spread evenly and never in step with the rows
_MOST = 0.5  # share of the page from which a region is its content, whatever its wrappers are called
_MENU, _SIDE = 0.1, 0.5
# Of the 93 list pages none has its list beside the content; the shortest records have 49 characters.
_CAPTIONS = 0.2  # share of the page below which short texts are tags, languages, links to share
_CAPTION = 16  # characters
_UNSEEN, _MOST_UNSEEN = 0.7, 0.3  # belief in a list that only structured items tell of: signs of one thing outweigh it
_REAL = 0.1  # score of a region below which structured items that fill the schema are the list
MIN_REGION_SCORE = 0.03  # below it no region has anything of the schema; real lists start at 0.1


@dataclass(frozen=True, slots=True)
class ListReading:
    """The records of the page's list, in page order, and the belief 0..1 that the page is a list of such records.

    `warnings` name what was not read. `is_shown` says that the page shows the list, beside what its structured items
    say.
    """

    records: tuple[Record, ...]
    confidence: float
    warnings: tuple[str, ...] = ()
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """A region with its matches on a sample of its records, and how well they fill the schema.

    `singleness` is 1 where no main field comes twice in a record, else less.
    """

    region: Region
    matches: tuple[Match, ...]
    score: float
    singleness: float = 1.0


_NOTHING = ListReading((), 0.0)


def list_reading(document: Document, schema: RecordSchema, options: ExtractOptions) -> ListReading:
    """The records of the page's list, and how sure it is that the page is one; no records where it has none.

    `options.record_selector` (CSS or XPath) names the records; then the page is a list whatever it looks like. Raises
    InvalidSchema for a selector that is not valid.
    """
    locale = document.once(locale_of)
    chosen = chosen_region(document, schema, (locale, options))
    if chosen is None:
        return _of_items(document, schema, (locale, options), _NOTHING)
    region, confidence = chosen
    reading = ListReading(_read(document, schema, region, (locale, options)), confidence, _left_out(region))
    found = items_alone(document, schema) if confidence < 1.0 else None
    if found is None:
        return reading
    if any(each.source in ITEM_SOURCES for record in reading.records for each in record.evidence.values()):
        return replace(reading, confidence=max(confidence, found[1] ** 1.5 * _place(document, region)))
    is_list = confidence >= _REAL or region.weight > _MOST
    return reading if is_list else _of_items(document, schema, (locale, options), reading)


def _of_items(
    document: Document, schema: RecordSchema, how: tuple[PageLocale, ExtractOptions], shown: ListReading
) -> ListReading:
    """The structured items that are a list by themselves, else what is shown; nothing on a page about one thing."""
    locale, options = how
    is_list = options.mode == "list"
    if not is_list and is_about_one(document):
        return _NOTHING
    found = items_alone(document, schema, must_be_sure=not is_list)
    if found is None:
        return shown
    items, fill = found
    where = (items.source, locale)
    records = tuple(records_of_items(items.nodes, schema, where, min_confidence=options.min_confidence))
    if len(records) < 2:
        return _NOTHING
    confidence = min(_MOST_UNSEEN, _UNSEEN * fill**1.5 * (0.4 + 0.6 * _many(len(records))))
    return ListReading(records, confidence, is_shown=False)


def chosen_region(
    document: Document, schema: RecordSchema, how: tuple[PageLocale, ExtractOptions]
) -> tuple[Region, float] | None:
    """The region that the page's records are read from and the belief 0..1 in it, or None where there is no list."""
    locale, options = how
    if options.record_selector:
        return _selected(document, options.record_selector), 1.0
    best = best_region(document, schema, locale)
    if best is None or best.score <= MIN_REGION_SCORE or _is_beside(document, best.region):
        return None
    return _whole(document, best, locale), min(1.0, best.score)


def _whole(document: Document, best: Judged, locale: PageLocale) -> Region:
    """The region with the records that stand in other containers, without what stands beside the page's content."""
    region = content_only(document, best.region)
    spans = _spread(header_free(document, region.spans), _SAMPLE)
    reader = LeafReader(document)
    reader.learn_labels(spans)
    leaves = [reader.read(span) for span in spans]
    known = {match.column.key for match in best.matches}
    columns = [column for column in align(document, locale, leaves, {}) if column.key in known]
    return with_sisters(document, region, (reader, columns))


def _left_out(region: Region) -> tuple[str, ...]:
    if not region.left_out:
        return ()
    count = f"{region.count + region.left_out:,} records, of which {region.left_out:,} were left out"
    return (f"the page's list has {count}: at most {MAX_RECORDS:,} are read of one page",)


def best_region(document: Document, schema: RecordSchema, locale: PageLocale) -> Judged | None:
    """The region that fills the schema best, or None on a page without repetition.

    Regions are looked at from the most promising on, until none that is left could win; several finalists once more.
    """
    roles = weighted_roles(schema)
    hopes = [
        (_place(document, region) * most_fill(document, roles, _spread(region.spans, _SAMPLE)) ** 1.5, region)
        for region in candidate_regions(document)
    ]
    looked_at: list[Judged] = []
    best = 0.0
    for hope, region in sorted(hopes, key=lambda each: -each[0]):
        if hope * _FULLEST < best or len(looked_at) >= _MAX_LOOKS:
            break
        if any(each.score >= _TOLD * best and _is_within(region, each) for each in looked_at):
            continue
        looked_at.append(judge(document, schema, region, (locale, _GLANCE)))
        best = max(best, looked_at[-1].score)
    ranked = sorted(looked_at, key=lambda each: -each.score)
    finalists = [each for each in ranked[:_FINALISTS] if each.score >= _NEAR * best]
    if len(finalists) < 2:
        return finalists[0] if finalists else None
    judged = (judge(document, schema, each.region, (locale, _SAMPLE)) for each in finalists)
    return max(judged, key=lambda each: each.score)


def _is_within(region: Region, judged: Judged) -> bool:
    """Whether the region's records are those of the other or parts of them: one in each, or two and more in most."""
    other = judged.region
    are_single = judged.singleness == 1.0 and bool(judged.matches) and other.count >= _TELLING
    if not _SAME * other.count <= region.count <= other.count and not (are_single and region.count >= 2 * other.count):
        return False
    starts = [first for first, _ in other.spans]
    outer = ((bisect_right(starts, first) - 1, end) for first, end in region.spans)
    return all(at >= 0 and end <= other.spans[at][1] for at, end in outer)


def judge(document: Document, schema: RecordSchema, region: Region, how: tuple[PageLocale, int]) -> Judged:
    """How well a sample (of the size `how` gives) of the region's records fills the schema."""
    locale, size = how
    whole = header_free(document, region.spans)
    spans = _spread(whole, size)
    if len(spans) < 2:
        return Judged(region, (), 0.0)
    columns = columns_of(document, locale, spans, spans)
    asked = flat_schema(schema).columns
    matches = tuple(assign(asked, columns))
    matches += tuple(heading_matches(document, locale, whole[:_HEADED], (asked.fields, matches)))
    explicit = [spec for spec in schema.fields if is_explicit(spec)]
    given = {spec: explicit_fill(document, schema, spec, spans) for spec in explicit}
    fill = fill_score((*asked.fields, *explicit), matches, given)
    singleness = _singleness(matches, columns)
    return Judged(region, matches, fill**1.5 * singleness * _place(document, region), singleness)


def _place(document: Document, region: Region) -> float:
    """0..1: what weight, number of records and standing make of a region that fills the whole schema."""
    return float(
        (0.35 + 0.65 * region.weight**0.5) * (0.4 + 0.6 * _many(len(region.spans))) * _standing(document, region)
    )


def _many(count: int) -> float:
    """0..1: what the number of records says for a list."""
    return min(1.0, log2(1 + min(count, 30)) / 5)


def _standing(document: Document, region: Region) -> float:
    """1 in the page's content, less in menus, footers and side columns that are not most of the page."""
    if region.weight > _MOST:
        return 1.0
    flags = document.flags[region.spans[len(region.spans) // 2][0]]
    if flags & int(Flag.NAV | Flag.FOOTER):
        return _MENU
    return _SIDE if flags & int(Flag.ASIDE | Flag.RELATED | Flag.HIDDEN) else 1.0


def _is_beside(document: Document, region: Region) -> bool:
    """Whether the region stands beside the page's content: in a menu or a side column, or a few captions ("tags")."""
    if _standing(document, region) < 1.0:
        return True
    if region.weight > _CAPTIONS or document.tags[region.spans[0][0]] == "tr":
        return False
    lengths = [document.text_length(first) for first, _ in _spread(region.spans, _SAMPLE)]
    return sum(lengths) <= _CAPTION * len(lengths)


def _singleness(matches: Sequence[Match], columns: Sequence[Column]) -> float:
    """1 for records, less for spans in which the title or link comes several times: rows that hold several records."""
    repeated = {column.key[:2] for column in columns if column.key[2].endswith("#1") and column.coverage > 0.5}
    main = [match for match in matches if match.role in ("title", "link", "money", "date")]
    again = sum(match.column.key[:2] in repeated for match in main)
    return 1.0 - 0.6 * again / len(main) if main else 1.0


def _read(
    document: Document, schema: RecordSchema, region: Region, how: tuple[PageLocale, ExtractOptions]
) -> tuple[Record, ...]:
    locale, options = how
    spans, columns = region_columns(document, region, locale)
    if not spans:
        return ()
    return tuple(read_records(document, schema, columns, (spans, locale), options.min_confidence))


def region_columns(document: Document, region: Region, locale: PageLocale) -> tuple[list[Span], list[Column]]:
    """The region's spans without header rows, and the columns that its records are read from."""
    spans = header_free(document, region.spans)
    return spans, columns_of(document, locale, spans, _spread(spans, _SAMPLE)) if spans else []


def header_free(document: Document, spans: Sequence[Span]) -> list[Span]:
    """The spans without the header rows of tables."""
    headers = header_rows(document, spans)
    return [span for span in spans if span[0] not in headers]


def _spread(spans: Sequence[Span], size: int) -> list[Span]:
    """So many of the spans, spread without a period: every second one may be a different kind of row."""
    if len(spans) <= size:
        return list(spans)
    numbers = {int(at * _GOLDEN % 1 * len(spans)) for at in range(size + 1)}
    return [spans[number] for number in sorted(numbers)]


def _selected(document: Document, selector: str) -> Region:
    xpath = selector_from_text(selector, "/extract/record_selector").xpath
    assert xpath is not None
    found = compiled_xpath(xpath)(document.root)
    elements = [
        each for each in document.within(found if isinstance(found, list) else ()) if isinstance(each, HtmlElement)
    ]
    indexes = [document.index_of(each) for each in elements if isinstance(each.tag, str)]
    return region_of_spans(document, ((index, document.ends[index]) for index in indexes))
