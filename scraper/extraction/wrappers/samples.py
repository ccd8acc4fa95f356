"""Pages already read, kept with what the slow path read on them: a repaired wrapper must read them alike.

A sample is the page's text and its records with evidence, compressed; a few a template, none above a size limit. That
is all that is stored of a page besides its results, and it is deleted with the wrapper.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.extraction.values import Evidence, Extraction, Record
from scraper.extraction.wrappers.agreement import is_same, key_of
from scraper.page import Page

MAX_SAMPLES = 3
"""Pages kept of one template."""

_MAX_STORED = 64_000  # characters of one sample, compressed; larger pages are remembered within the run only
_MAX_TEXT = 4_000_000  # characters of a stored sample, unpacked
_MIN_SHARED = 2  # records in both readings from which they can contradict each other
_CONTRADICTED = 0.5  # share of them that may differ in a field: prices change, but not all at once


@dataclass(frozen=True, slots=True)
class Sample:
    """A page and the slow path's reading of it."""

    url: str
    text: str
    extraction: Extraction

    @property
    def page(self) -> Page:
        """The page, parsed anew."""
        return Page(self.url, self.text, is_json=False)

    def packed(self) -> str | None:
        """The sample as text for storing; None where it is too large."""
        records = [_plain(record) for record in self.extraction.records]
        plain = {"url": self.url, "text": self.text, "mode": self.extraction.mode, "records": records}
        packed = base64.b64encode(zlib.compress(json.dumps(plain).encode("utf-8", "surrogatepass"), 6)).decode("ascii")
        return packed if len(packed) <= _MAX_STORED else None


def unpacked(packed: Any) -> Sample | None:
    """What `Sample.packed` gave, or None for anything else."""
    try:
        unzip = zlib.decompressobj()
        text = unzip.decompress(base64.b64decode(str(packed), validate=True), _MAX_TEXT)
        plain = json.loads(text.decode("utf-8", "surrogatepass"))
        records = tuple(_record(each) for each in plain["records"])
        extraction = Extraction(records, "list" if plain["mode"] == "list" else "detail")
        return Sample(str(plain["url"]), str(plain["text"]), extraction)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, binascii.Error):
        return None


def _plain(record: Record) -> dict[str, Any]:
    return {
        "data": record.data,
        "confidence": record.confidence,
        "field_confidence": dict(record.field_confidence),
        "evidence": {name: each.as_dict() for name, each in record.evidence.items()},
        "url": record.url,
    }


def _record(plain: Mapping[str, Any]) -> Record:
    evidence = {str(name): Evidence.from_dict(each) for name, each in plain["evidence"].items()}
    return Record(dict(plain["data"]), plain["confidence"], dict(plain["field_confidence"]), evidence, plain["url"])


@dataclass(frozen=True, slots=True)
class Overlap:
    """Fields of records that were read before and are read again: which say the same, which do not."""

    confirmed: frozenset[str]
    contradicted: frozenset[str]


def overlap(samples: Sequence[Sample], readings: Iterable[Extraction]) -> Overlap:
    """What the remembered records say of the same records in new readings; records are the same by their link."""
    known = {key_of(record): record for sample in samples for record in sample.extraction.records if record.url}
    same: dict[str, int] = {}
    shared: dict[str, int] = {}
    for reading in readings:
        for record in reading.records:
            before = known.get(key_of(record)) if record.url else None
            for name in record.data if before is not None else ():
                if before is not None and name in before.data:
                    shared[name] = shared.get(name, 0) + 1
                    same[name] = same.get(name, 0) + is_same(record.data[name], before.data[name])
    different = {name: shared[name] - same[name] for name in shared}
    return Overlap(
        confirmed=frozenset(name for name in shared if not different[name]),
        contradicted=frozenset(
            name for name in shared if shared[name] >= _MIN_SHARED and different[name] > _CONTRADICTED * shared[name]
        ),
    )
