"""Words of a filter → organisations, items, documents."""

from __future__ import annotations

import pytest

from library.choosing import document_ids, is_item, org_names
from library.errors import UnknownDocument
from tests.factories import disclosure, figure

ALL = [
    disclosure("云溪县人民政府办公室", names=("云溪县人民政府办公室", "县府办公室"), units=("云溪县行政服务中心",)),
    disclosure("云溪县政务服务和公共资源交易管理局", 2024, names=("云溪县政务服务和公共资源交易管理局",), units=()),
    disclosure("山阳市教育局", names=("山阳市教育局",), units=()),
]
OFFICE = {"云溪县人民政府办公室", "县府办公室"}


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("云溪县人民政府办公室", OFFICE),
        ("云溪县政府办", OFFICE),
        ("县府办公室", OFFICE),
        ("政资局", {"云溪县政务服务和公共资源交易管理局"}),
        ("教育局", {"山阳市教育局"}),
        ("山阳", {"山阳市教育局"}),
        ("行政服务中心", {"云溪县行政服务中心"}),
        ("云溪县", {*OFFICE, "云溪县行政服务中心", "云溪县政务服务和公共资源交易管理局"}),
        ("别处的局", {"别处的局"}),
    ],
)
def test_organisations(word: str, names: set[str]) -> None:
    assert set(org_names([word], ALL)) == names


@pytest.mark.parametrize(
    ("word", "fits"),
    [
        ("30217", True),
        ("招待费", True),
        ("接待", True),
        ("30201", False),
        ("会议费", False),
        ("", True),
    ],
)
def test_items(word: str, fits: bool) -> None:
    assert is_item(figure("公务接待费", item="公务接待费", row_code="30217"), [word]) is fits


def test_an_item_is_found_under_another_name_of_its_row() -> None:
    assert is_item(figure("接待支出", item="公务接待费", row_code=""), ["不相干", "30217"])


def test_documents() -> None:
    assert document_ids([], ALL) == {one.id for one in ALL}
    assert document_ids([ALL[0].id], ALL) == {ALL[0].id}
    assert document_ids(["云溪县", "山阳"], ALL) == {one.id for one in ALL}
    with pytest.raises(UnknownDocument):
        document_ids(["山阳", "无名"], ALL)
