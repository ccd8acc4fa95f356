"""Pages in many encodings, declared rightly, wrongly, twice or not at all, give the values that stand on them.

Run by .ci/run: `pytest -s tests/reliability/test_encodings.py` prints the figure.
"""

from tests.encoded_pages import PAGES
from tests.site import Reply

LEAST_RIGHT = 39 / 40


def test_the_stored_values_are_those_of_the_pages(sqlite_crawls, site):
    for number, sample in enumerate(PAGES):
        site.route(f"/{number}", Reply(sample.body, content_type=sample.content_type))
    urls = [f"{site.url}/{number}" for number in range(len(PAGES))]
    # Pages in one language have one title: none is to be dropped as another's duplicate.
    crawled = sqlite_crawls.crawl(
        urls[0],
        "url_list",
        pagination={"urls": urls},
        concurrent_requests=8,
        extract={"mode": "detail"},
        dedupe={"scope": "off"},
    )
    stored = {result.source_url: result.data for result in crawled.results}
    wrong = [
        (sample.name, stored.get(url))
        for url, sample in zip(urls, PAGES, strict=True)
        if url not in stored or (stored[url].get("title"), stored[url].get("price")) != (sample.title, 12.5)
    ]
    print(f"\n{len(PAGES) - len(wrong)} of {len(PAGES)} pages right; wrong: {wrong}")
    assert len(PAGES) - len(wrong) >= LEAST_RIGHT * len(PAGES)
