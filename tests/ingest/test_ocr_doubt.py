"""One misread character explains a difference, or it doesn't."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from domain.money import parse_number
from ingest.ocr_doubt import ALIKE, Misreading, misreading

figures = st.builds(
    lambda value, places, grouped: f"{Decimal(value).scaleb(-places):{',' if grouped else ''}.{places}f}",
    st.integers(-(10**12), 10**12),
    st.sampled_from((0, 1, 2, 4)),
    st.booleans(),
)


def value(text: str) -> Decimal:
    found = parse_number(text)
    assert found is not None
    return found


def bare(text: str) -> str:
    return text.replace(",", "")


@pytest.mark.parametrize(
    ("printed", "needed", "expected"),
    [
        ("1,238.50", "1233.50", Misreading("replaced", 4, "8", "3", True)),
        ("71.20", "11.20", Misreading("replaced", 0, "7", "1", True)),
        ("445.29", "445.21", Misreading("replaced", 5, "9", "1", False)),
        ("21", "221", Misreading("lost", 0, "", "2", True)),
        ("2110", "210", Misreading("added", 1, "1", "", True)),
        ("294005", "2940.05", Misreading("lost", 4, "", ".", True)),
        ("2.106.66", "2106.66", Misreading("added", 1, ".", "", True)),
        ("-38.00", "-88.00", Misreading("replaced", 1, "3", "8", True)),
        (" 12.60%", "12.50", Misreading("replaced", 4, "6", "5", True)),
        ("１２３", "128", Misreading("replaced", 2, "3", "8", True)),
    ],
)
def test_examples(printed: str, needed: str, expected: Misreading) -> None:
    assert misreading(printed, Decimal(needed)) == expected


@pytest.mark.parametrize(
    ("printed", "needed"),
    [
        ("12.50", "12.5"),
        ("12.50", "-12.50"),
        ("-12.50", "12.50"),
        ("", "1"),
        ("—", "0"),
        ("合计", "3"),
        ("12.50", "21.50"),
        ("1", "NaN"),
        ("3000", "1"),
    ],
)
def test_nothing_to_explain(printed: str, needed: str) -> None:
    assert misreading(printed, Decimal(needed)) is None


@given(figures, st.data())
def test_one_changed_character_is_found(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([at for at, char in enumerate(meant) if char.isdigit()]))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != meant[at]]))
    read = meant[:at] + digit + meant[at + 1 :]
    assume(value(read).is_signed() == value(meant).is_signed())
    found = misreading(read, value(meant))
    assert found is not None
    assert found.likely or frozenset((digit, meant[at])) not in ALIKE


@given(figures, st.data())
def test_one_lost_character_is_found(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([at for at, char in enumerate(meant) if char.isdigit() or char == "."]))
    read = meant[:at] + meant[at + 1 :]
    assume(read.strip("-,") and (parse_number(bare(read)) is not None) and value(bare(read)) != value(meant))
    assume(value(meant) != 0)
    assert misreading(read, value(meant)) is not None


@given(figures, figures | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9).map(str))
def test_it_is_found_where_the_texts_are_one_edit_apart_and_only_there(read: str, other: str) -> None:
    needed = value(other)
    renderings = {format(abs(needed).quantize(Decimal(1).scaleb(-places)), "f") for places in range(6) if needed == round(needed, places)}
    printed = bare(read).removeprefix("-")
    near = any(Levenshtein.distance(printed, text) == 1 for text in renderings)
    expected = near and needed.is_signed() == read.startswith("-") and abs(value(read)) != abs(needed)
    assert (misreading(read, needed) is not None) == expected


@given(figures, figures)
def test_what_it_says_makes_the_figure_fit(read: str, other: str) -> None:
    found = misreading(read, value(other))
    if found:
        mended = read[: found.at] + found.meant + read[found.at + len(found.read) :]
        assert value(bare(mended)) == value(other)
        assert read[found.at : found.at + len(found.read)] == found.read


@given(st.text(max_size=20), st.decimals(allow_nan=True, allow_infinity=True))
def test_any_text_is_taken(text: str, needed: Decimal) -> None:
    found = misreading(text, needed)
    assert found is None or 0 <= found.at <= len(text)
