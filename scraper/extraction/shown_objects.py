"""Objects that a page shows rather than marks up: an address in one text, fields below a heading, rows of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scraper.extraction.coercion import Coerced, coerce
from scraper.extraction.coercion.addresses import parse_address
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of
from scraper.extraction.likeness import MIN_LIKENESS, likeness, names_of
from scraper.extraction.locale import PageLocale
from scraper.extraction.marks import Flag
from scraper.extraction.parts import read_part
from scraper.extraction.ranker.ranking import Choice
from scraper.extraction.scope import Scope
from scraper.extraction.sources.sections import short_texts
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import label_key, word_set

_ROWS_TRUST = 0.75
_MAX_ROWS = 500
_MAX_CELLS = 40
_MIN_COLUMNS = 2
_OFF = int(Flag.NAV | Flag.FOOTER | Flag.SILENT)
_ADDRESS_NAMES = {
    "street": word_set("street streetaddress addressline addressline1 line1 road strasse rue calle via adresse"),
    "postal_code": word_set("postalcode postcode zip zipcode plz postal codepostal cap cp"),
    "city": word_set("city town locality addresslocality ort stadt ville ciudad citta place municipality"),
    "region": word_set("region state province county addressregion bundesland"),
    "country": word_set("country addresscountry land pays pais paese nation"),
}


def address_candidates(scope: Scope, spec: FieldSpec, texts: Sequence[Choice]) -> Iterator[Candidate]:
    """The object from one text that is an address; `texts` are what the page offers for the field as a text."""
    for choice in texts[:3]:
        path, text = choice.candidate.path, choice.candidate.text
        read = address_parts(spec, str(choice.value), scope.locale)
        if read:
            parts = tuple(read_part(name, value, path) for name, value in read.items())
            raw = {name: value.value for name, value in read.items()}
            yield Candidate(raw, "json_object", path, text, choice.confidence, parts=parts)
            return


def address_parts(spec: FieldSpec, text: str, locale: PageLocale) -> dict[str, Coerced]:
    """The object's properties that the text says, if it is an address with two of them or more; else {}."""
    names = {field.name: _address_part(field) for field in spec.fields}
    if sum(part is not None for part in names.values()) < 2:
        return {}
    found = parse_address(text)
    if sum(part in found for part in names.values()) < 2:
        return {}
    read = {field: coerce(found[part], field, locale) for field in spec.fields if (part := names[field.name]) in found}
    return {field.name: value for field, value in read.items() if value is not None}


def _address_part(field: FieldSpec) -> str | None:
    joined = "".join(field.words)
    return next((part for part, names in _ADDRESS_NAMES.items() if joined in names), None)


def narrower_scope(scope: Scope, spec: FieldSpec) -> Scope | None:
    """What stands below the object's own heading or label, None where there is no such heading."""
    document = scope.document
    known = document.once(short_texts)
    for label in sorted(labels_of(spec)):
        for index in known.get(label, ()):
            if index not in scope or document.flags[index] & _OFF:
                continue
            at = index
            for _ in range(3):
                after, parent = document.ends[at], document.parents[at]
                if (
                    after < len(document)
                    and document.parents[after] == parent
                    and document.tags[index] not in ("td", "dt")
                ):
                    return Scope(document, scope.schema, (after,))
                at = parent
                if at < 0:
                    break
    return None


def row_candidates(scope: Scope, spec: FieldSpec) -> Iterator[Candidate]:
    """Arrays of objects from tables whose heads are like the object's fields, the table with most of them first."""
    document = scope.document
    for table in document.by_tag.get("table", ()):
        if table not in scope or document.flags[table] & _OFF:
            continue
        rows = [index for index in document.subtree(table) if document.tags[index] == "tr"][: _MAX_ROWS + 1]
        columns = _columns(document, rows, spec)
        if len(columns) < min(_MIN_COLUMNS, len(spec.fields)):
            continue
        objects = [made for row in rows[1:] if (made := _row(scope, row, columns))]
        if objects:
            raw = [{part.name: value for part, value in made} for made in objects]
            paths = [document.path(row) for row in rows[1:] if _row(scope, row, columns)]
            parts = tuple(
                Part(path, "", "object", parts=tuple(part for part, _ in made))
                for path, made in zip(paths, objects, strict=True)
            )
            score = _ROWS_TRUST * len(columns) / len(spec.fields)
            yield Candidate(raw, "json_object", paths[0], str(raw[0]), score, parts=parts)


def _cells(document: Document, row: int) -> list[int]:
    return [cell for cell in document.children(row) if document.tags[cell] in ("td", "th")][:_MAX_CELLS]


def _columns(document: Document, rows: Sequence[int], spec: FieldSpec) -> dict[int, FieldSpec]:
    """Number of the column -> the field that its head names, each field once."""
    heads = [label_key(document.text(cell)) for cell in _cells(document, rows[0])] if len(rows) > 1 else []
    found: dict[int, FieldSpec] = {}
    for field in spec.fields:
        names, own = names_of(field), labels_of(field)
        scored = [(1.0 if key in own else likeness(key, names), -number) for number, key in enumerate(heads) if key]
        best = max((each for each in scored if -each[1] not in found), default=(0.0, 0))
        if best[0] >= MIN_LIKENESS:
            found[-best[1]] = field
    return found


def _row(scope: Scope, row: int, columns: dict[int, FieldSpec]) -> list[tuple[Part, object]]:
    """(where it stands, value) of each field that a cell of the row can be read as."""
    cells = _cells(scope.document, row)
    found: list[tuple[Part, object]] = []
    for number, field in columns.items():
        coerced = coerce(scope.document.text(cells[number]), field, scope.locale) if number < len(cells) else None
        if coerced is not None:
            found.append((read_part(field.name, coerced, scope.document.path(cells[number])), coerced.value))
    return found


def as_text(spec: FieldSpec) -> FieldSpec:
    """The object's field as if the schema asked for a text."""
    return replace(spec, type="string", fields=())
