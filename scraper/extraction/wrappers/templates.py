"""The templates of a run: which one a page belongs to, and their form for storing. State across pages, no I/O."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from lxml.etree import XPathError

from scraper.extraction.extract import extract
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Extraction, ExtractOptions
from scraper.extraction.wrappers.layouts import Health
from scraper.extraction.wrappers.samples import unpacked
from scraper.extraction.wrappers.skeleton import MIN_SIMILARITY, Signature, signature
from scraper.extraction.wrappers.template import Template
from scraper.extraction.wrappers.wrapper import FORMAT, Wrapper
from scraper.page import Page

DEFAULT_AUDIT_PAGES = 20
"""One page in so many is read by the slow path too."""

_MAX_TEMPLATES = 200  # of a run; beyond them pages of new templates are read by the slow path
_MAX_FEATURES = 300
_MAX_COUNT = 2**31 - 1


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A template as it is stored: `signature` names it within the site; the rest is plain JSON."""

    site: str
    signature: str
    selectors: Mapping[str, Any]
    samples: tuple[str, ...]
    health: Mapping[str, Any]

    @property
    def pages(self) -> int:
        """Pages that it was tried on so far."""
        return sum(int(self.health.get(name, 0)) for name in ("applied", "slow"))


class Templates:
    """Reads pages by the wrappers of their templates, by the slow path where there is none, and learns meanwhile."""

    def __init__(self, schema: RecordSchema, *, audit_pages: int = DEFAULT_AUDIT_PAGES) -> None:
        self.schema = schema
        self.audit_pages = audit_pages
        self._templates: dict[tuple[str, str], list[Template]] = {}

    def read(self, page: Page, options: ExtractOptions) -> Extraction:
        """The page's records and what read them. Raises UnusablePage where it has no elements."""
        template = None if page.is_json else self._template(signature(page), options)
        if template is None:
            return extract(page, self.schema, options)
        try:
            return template.read(page)
        except XPathError:  # what someone stored passed for ours, and makes no expression together
            return extract(page, self.schema, options)

    def _template(self, found: Signature, options: ExtractOptions) -> Template | None:
        """The template that the page is most like, or a new one."""
        known = self._templates.setdefault((found.site, key_of_options(options)), [])
        similarity, best = max(
            ((template.signature.similarity(found), number) for number, template in enumerate(known)), default=(0.0, 0)
        )
        if similarity >= MIN_SIMILARITY:
            return known[best]
        if sum(map(len, self._templates.values())) >= _MAX_TEMPLATES:
            return None
        known.append(self._new(found, options))
        return known[-1]

    def _new(self, found: Signature, options: ExtractOptions) -> Template:
        return Template(found, key_of_options(options), (self.schema, options), audit_pages=self.audit_pages)

    def restore(self, stored: Iterable[StoredTemplate], options: Iterable[ExtractOptions]) -> int:
        """Take over what earlier runs stored for these ways to extract; how many templates could be used."""
        ways = {key_of_options(each): each for each in options}
        count = 0
        for each in stored:
            way = ways.get(each.signature.partition("-")[0])
            try:
                template = _restored(each, (self, way)) if way is not None else None
            except (
                TypeError,
                ValueError,
                AttributeError,
                KeyError,
                OverflowError,
            ):  # the edge: anyone may have written it
                template = None
            if template is not None:
                self._templates.setdefault((each.site, template.key), []).append(template)
                count += 1
        return count

    def changed(self) -> list[StoredTemplate]:
        """The templates with wrappers that changed since the last time this was asked, for storing."""
        found = []
        for template in (each for templates in self._templates.values() for each in templates):
            if template.is_changed and (template.layouts or template.health.learnt):
                template.is_changed = template.has_learnt = False
                found.append(_stored(template))
        return found

    @property
    def has_learnt(self) -> bool:
        """Whether a wrapper was learnt or dropped since `changed` was asked last; that is worth storing at once."""
        return any(each.has_learnt for templates in self._templates.values() for each in templates)

    def finish(self) -> None:
        """Learn what can be learnt from pages that came alone; to be called when no more pages come."""
        for template in (each for templates in self._templates.values() for each in templates):
            template.finish()


def key_of_options(options: ExtractOptions) -> str:
    """8 hex digits that name a way to extract: wrappers learnt under another one do not fit."""
    named = (options.mode, options.record_selector, sorted(options.selectors.items()), options.min_confidence)
    return hashlib.sha256(repr(named).encode("utf-8")).hexdigest()[:8]


def _stored(template: Template) -> StoredTemplate:
    packed = (sample.packed() for sample in template.samples)
    return StoredTemplate(
        site=template.signature.site,
        signature=f"{template.key}-{template.signature.digest}",
        selectors={
            "format": FORMAT,
            "features": sorted(template.signature.features),
            "wrappers": [wrapper.as_json() for wrapper in template.wrappers],
            "absences": template.absences.as_json(),
        },
        samples=tuple(each for each in packed if each is not None),
        health=template.health.as_json(),
    )


def _restored(stored: StoredTemplate, how: tuple[Templates, ExtractOptions]) -> Template | None:
    """The template, or None where it was stored in another format or does not hold what it should."""
    selectors = stored.selectors
    features = selectors.get("features")
    if selectors.get("format") != FORMAT or not isinstance(features, list) or len(features) > _MAX_FEATURES:
        return None
    if not all(isinstance(each, int) for each in features) or not isinstance(selectors.get("wrappers"), list):
        return None
    wrappers = [Wrapper.from_json(each) for each in selectors["wrappers"]]
    usable = [each for each in wrappers if each is not None]
    samples = [sample for each in stored.samples if (sample := unpacked(each)) is not None]
    templates, options = how
    found = Signature(stored.site, frozenset(features))
    template = templates._new(found, options)
    template.restore(usable, samples, _health(stored.health))
    template.absences.restore(selectors.get("absences"))
    return template


def _health(stored: Mapping[str, Any]) -> Health:
    counts = {each.name: stored.get(each.name, 0) for each in fields(Health) if each.name != "doubts"}
    doubts = stored.get("doubts", {})
    return Health(
        **{name: _count(value) for name, value in counts.items()},
        doubts={str(name): _count(count) for name, count in doubts.items()} if isinstance(doubts, dict) else {},
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value <= _MAX_COUNT else 0
