"""What a control that loads more is called."""

import pytest

from scraper.pagination.more_words import is_more_label


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Load more",
            "LOAD MORE »",
            "Show 20 more results",
            "Load more products",
            "More",
            "Mehr anzeigen",
            "Weitere laden",
        ),
        *(
            "Afficher plus",
            "Voir plus de produits",
            "Cargar más",
            "Ver más",
            "Carregar mais",
            "Mostra altri",
            "Meer laden",
        ),
        *("Pokaż więcej", "Показать ещё", "Показати ще", "Načíst další", "Visa fler", "Vis flere", "Näytä lisää"),
        *("Daha fazla", "もっと見る", "더보기", "加载更多", "Xem thêm", "Muat lebih banyak", "تحميل المزيد", "הצג עוד"),
    ],
)
def test_more_is_told_in_many_languages(text):
    assert is_more_label(text)


@pytest.mark.parametrize(
    "text", ["", "Read more", "Learn more", "More about us", "Moreover", "Next", "Show me", "See more " * 9]
)
def test_what_leads_to_one_thing_is_not_more_of_the_list(text):
    assert not is_more_label(text)
