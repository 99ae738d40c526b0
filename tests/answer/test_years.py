from __future__ import annotations

import pytest

from answer.years import find_years


@pytest.mark.parametrize(
    ("text", "named", "relative", "recent"),
    [
        ("2022年预算", (2022,), (), None),
        ("22年养车钱", (2022,), (), None),
        ("二〇二二年取暖费", (2022,), (), None),
        ("二二年", (2022,), (), None),
        ("2021到2023年", (2021, 2022, 2023), (), None),
        ("2023年比2022年多多少", (2023, 2022), (), None),
        ("去年三公", (), (-1,), None),
        ("近三年变化", (), (), 3),
        ("历年", (), (), 0),
        ("22.30万元合多少元", (), (), None),
        ("科目2010399安排了多少", (), (), None),
        ("30年前", (), (), None),
        ("没有年份", (), (), None),
    ],
)
def test_years_as_people_say_them(text: str, named: tuple[int, ...], relative: tuple[int, ...], recent: int | None) -> None:
    found = find_years(text)
    assert (found.named, found.relative, found.recent) == (named, relative, recent)


def test_the_year_end_keeps_its_word() -> None:
    found = find_years("2023年底还结余多少")
    assert found.named == (2023,)
    assert [("2023年底还结余多少")[start:end] for start, end in found.spans] == ["2023"]
