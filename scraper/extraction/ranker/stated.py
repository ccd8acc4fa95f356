"""Which values a page's own markup states so plainly that no other source is asked: a rule, before any model.

The ranker is trained on what all sources say; the rule leaves out fields whose confidence needs to know whether others
agree (see "Tried, not kept" in docs/performance.md).
"""

from collections.abc import Sequence

from scraper.extraction.fields import FieldSpec
from scraper.extraction.ranker.groups import groups_of
from scraper.extraction.scope import Scope
from scraper.extraction.sitenames import is_site
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


def is_stated(declared: Sequence[Candidate], spec: FieldSpec, scope: Scope) -> bool:
    """Whether what the page declares (its markup and head) has a value for the field that needs no second look."""
    if spec.concept in _SHOWN_OTHERWISE or (spec.is_array and spec.concept is None) or spec.type == "object":
        return False
    if not any(each.score >= _PLAINLY and _is_of_page(each) for each in declared):
        return False
    best = groups_of(declared, spec, scope.locale)[:1]
    if not any(each.belief >= _PLAINLY and _is_of_page(each.candidate) for group in best for each in group.members):
        return False
    if spec.concept == "brand" and is_site(scope.document, str(best[0].best.read.value)):
        return False
    return len(best[0].beliefs) > 1 or spec.concept in _BY_MARKUP_ALONE


def _is_of_page(candidate: Candidate) -> bool:
    """Whether markup says it of the very item that the page is about, which has the page's heading or title.

    How relevant an item is compares it with the page's others: a shop that describes nothing but itself has one, too.
    """
    cues = candidate.cues
    return candidate.source in MARKUP and cues.get("of_page", 0.0) > 0 and cues.get("relevance", 0.0) >= 1.0
