"""No page of the labelled corpora is taken for one that keeps visitors out."""

from scraper.network.block_pages import block_page
from tests.quality.labelled import CORPUS, labelled_pages


def test_no_labelled_page_is_called_a_block_page():
    corpora = sorted(folder.name for folder in CORPUS.iterdir() if (folder / "pages.jsonl").exists())
    verdicts = {entry["id"]: block_page(page) for corpus in corpora for page, entry in labelled_pages(corpus)}
    print(f"\n{len(verdicts)} pages, {sum(each is not None for each in verdicts.values())} of them suspected")
    assert len(verdicts) > 1000
    assert {page: each.signs for page, each in verdicts.items() if each is not None and each.is_certain} == {}
