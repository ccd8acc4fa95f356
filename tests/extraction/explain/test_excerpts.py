"""Parts of texts that are values."""

import pytest

from scraper.extraction.explain.excerpts import bare_person, excerpt, has_parties, without


@pytest.mark.parametrize(
    ("kind", "text", "part"),
    [
        ("code", "Doe v. Roe, B.\nNo. 179 WDX 2025", "179 WDX 2025"),
        ("code", "2025 CX 0022 Ann Doe, et al vs. Roe Systems, LLC", "2025 CX 0022"),
        ("code", "24-CV-1642 (Northfield - Mark Roe)", "24-CV-1642"),
        ("code", "2022-CX-1454, 1456, 1457 OPINION", "2022-CX-1454, 1456, 1457"),
        ("code", "264 & 1012 C.X. 2022 Doe v. Roe", "264 & 1012 C.X. 2022"),
        ("code", "Item: lamp, June 3, 2026", None),
        ("code", "24-123", None),
        ("code", "5 people met on 07/22/2024.", None),
        ("citation", "Doe v. Roe, 2021 N.X. 69", "2021 N.X. 69"),
        ("citation", "24-BC01, Doe v. Roe, 2026 Nor. Bus. 36", "2026 Nor. Bus. 36"),
        ("citation", "Doe v. Roe, No. 179 WDX 2025", None),
        ("person", "in an opinion by Justice Doe.", "Justice Doe"),
        ("person", "OPINION BY JUDGE ROE REVERSING", "JUDGE ROE"),
        ("person", "in a joint opinion.", None),
        ("parties", "DOE v. ROE, 2021 N.X. 69", "DOE v. ROE"),
        ("parties", "Doe v. Roe (Order Denying). Motion, filed 07/22/2024.", "Doe v. Roe"),
        ("parties", "Doe (US) Inc.\nv.\nRoe", "Doe (US) Inc. v. Roe"),
        ("parties", "Ann B. Doe, Petitioner", "Ann B. Doe"),
        ("parties", "In re: Papers of Doe - 379 M.X. 2024", "In re: Papers of Doe"),
        ("parties", "A lamp (red)", None),
        ("lead", "OPINION AND ORDER DISMISSING BY JUDGE ROE", "OPINION AND ORDER DISMISSING"),
        ("lead", "Affirmed", None),
        ("link", "<a class='x' href='/op/1.pdf?a=1&amp;b=2'>Doe v. Roe</a>", "/op/1.pdf?a=1&b=2"),
        ("link", "Doe v. Roe", None),
        ("code", "No. 24-123 " + "x " * 400, None),
    ],
)
def test_the_part_of_that_kind_is_found(kind, text, part):
    assert excerpt(kind, text) == part


@pytest.mark.parametrize(
    ("text", "part", "rest"),
    [
        ("DOE v. ROE, 2021 N.X. 69", "2021 N.X. 69", "DOE v. ROE"),
        ("Doe v. Roe - No. 69 EXP 2024", "69 EXP 2024", "Doe v. Roe"),
        ("24-123 Doe v. Roe", "24-123", "Doe v. Roe"),
        ("24-123", "24-123", "24-123"),
        ("Doe v. Roe", "24-123", "Doe v. Roe"),
    ],
)
def test_the_rest_of_a_text_has_no_part_of_another_field(text, part, rest):
    assert without(text, part) == rest


@pytest.mark.parametrize(
    ("text", "own_words", "name"),
    [
        ("Doe, C.J.", (), "Doe"),
        ("Doe, Ch. J.", (), "Doe"),
        ("Doe, P.J.E.", (), "Doe"),
        ("Doe, President Judge Emerita", (), "Doe"),
        ("JUDGE DOE", ("judge",), "DOE"),
        ("Justice Doe", ("author",), "Justice Doe"),
        ("Doe, Ann", (), "Doe, Ann"),
    ],
)
def test_a_rank_is_no_part_of_the_name(text, own_words, name):
    assert bare_person(text, own_words) == name


@pytest.mark.parametrize(
    ("text", "expected"), [("Doe v. Roe", True), ("Estate of Doe", True), ("Summary - A-32", False)]
)
def test_the_parties_of_a_case_are_told(text, expected):
    assert has_parties(text) is expected
