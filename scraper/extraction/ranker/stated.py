"""Which values a page's own markup states so plainly that no other source is asked: a rule, before any model.

The ranker is trained on what all sources say; the rule leaves out fields whose confidence needs to know whether others
agree (see "Tried, not kept" in docs/performance.md).
"""

from collections.abc import Sequence

from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.ranker.groups import groups_of
from scraper.extraction.values import Candidate
from scraper.extraction.words import word_set

MARKUP = ("json_ld", "microdata")
_PLAINLY = 0.8  # belief in markup: the property has the field's name or meaning, in the item that the page is about
# Bodies, lists and days are shown otherwise than markup says, a currency stands beside its price, and how sure titles
# and authors are depends on whether heading and byline agree.
_SHOWN_OTHERWISE = word_set("body currency ingredients instructions topics date title author")
# Neither headings nor meta elements state these: of 429 such values that markup alone stated on 297 pages 426 were
# right. Of prices, descriptions, pictures and fields of no concept another such source has to say the same.
_BY_MARKUP_ALONE = word_set(
    "prep_time cook_time total_time duration servings rating review_count sku gtin mpn availability brand"
)


def is_stated(declared: Sequence[Candidate], spec: FieldSpec, locale: PageLocale) -> bool:
    """Whether what the page declares (its markup and head) has a value for the field that needs no second look."""
    if spec.concept in _SHOWN_OTHERWISE or (spec.is_array and spec.concept is None) or spec.type == "object":
        return False
    if not any(each.source in MARKUP and each.score >= _PLAINLY for each in declared):
        return False
    groups = groups_of(declared, spec, locale)
    beliefs = groups[0].beliefs if groups else {}
    if max(beliefs.get(source, 0.0) for source in MARKUP) < _PLAINLY:
        return False
    return len(beliefs) > 1 or spec.concept in _BY_MARKUP_ALONE
