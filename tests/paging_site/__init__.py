"""A site for tests that pages in every way that JOBS.md names: plain and in the browser, with traps, faults and promises.

    for variant in VARIANTS:
        with variant.serve() as site:
            ...  # a job for site.url + variant.start

`python -m tests.paging_site` lists the variants; with the name of one it serves it until it is interrupted.

Written from the descriptions of the types alone; nothing here knows how pagination is detected.
"""

from tests.paging_site import (
    apis,
    broken,
    counted,
    feeds,
    halves,
    loaded,
    next_buttons,
    postbacks,
    promises,
    scripted,
    strips,
    traps,
)
from tests.paging_site.variant import Ask, Step, Variant, options_of

MODULES = (next_buttons, strips, counted, apis, loaded, scripted, halves, feeds, postbacks, traps, broken, promises)
VARIANTS: tuple[Variant, ...] = tuple(variant for module in MODULES for variant in module.variants())

__all__ = ["VARIANTS", "Ask", "Step", "Variant", "options_of"]
