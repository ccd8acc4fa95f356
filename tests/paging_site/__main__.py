"""`python -m tests.paging_site [NAME]`: the table of variants, or one of them served on loopback."""

import sys
from threading import Event

from tests.paging_site import VARIANTS


def main(names: list[str]) -> None:
    """Print the table; or serve the variant that is named until Ctrl-C."""
    if not names:
        for each in VARIANTS:
            print(
                f"{each.name:28} {'/'.join(ask.type for ask in each.asks):40} {len(each.keys()):4} records  {each.about}"
            )
        return
    variant = next(each for each in VARIANTS if each.name == names[0])
    with variant.serve() as site:
        print(site.url + variant.start, flush=True)
        Event().wait()


main(sys.argv[1:])
