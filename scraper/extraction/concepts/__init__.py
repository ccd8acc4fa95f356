"""All concepts, as data; of several with the same name or label the first one counts."""

from scraper.extraction.concepts.concept import Concept
from scraper.extraction.concepts.places import PLACES
from scraper.extraction.concepts.products import PRODUCTS
from scraper.extraction.concepts.works import WORKS

__all__ = ["ALL", "Concept"]

ALL: tuple[Concept, ...] = (*PRODUCTS, *WORKS, *PLACES)
