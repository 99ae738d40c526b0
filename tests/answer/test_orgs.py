"""Who is meant: by rule from the official names, never across place or level."""

from __future__ import annotations

import pytest

from answer.orgs import Directory
from domain.model import Disclosure
from domain.names import abbreviates, aliases, split_name


def _disclosure(org: str, year: int = 2022, units: tuple[str, ...] = ()) -> Disclosure:
    return Disclosure(f"{org}-{year}", org, (org,), units, year, "预算", "部门")


@pytest.fixture(scope="module")
def directory() -> Directory:
    names = ("青溪回族自治州人民政府办公室", "青溪市人民政府办公室", "青溪州政务服务和数据资源管理局", "白石县教育局", "白石县水利局")
    return Directory([*map(_disclosure, names), _disclosure("白石县财政局", units=("白石县国库支付中心",))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青溪州政府办公室2022年预算", [("青溪州政府办公室",)]),
        ("青溪回族自治州人民政府办公室", [("青溪州政府办公室",)]),
        ("州政府办的三公经费", [("青溪州政府办公室",)]),
        ("青溪市府办", [("青溪市政府办公室",)]),
        ("青溪政府办", [("青溪州政府办公室", "青溪市政府办公室")]),
        ("青溪州政数局", [("青溪州政务服务和数据资源管理局",)]),
        ("州政数局", [("青溪州政务服务和数据资源管理局",)]),
        ("白石县教育局和白石县水利局谁多", [("白石县教育局",), ("白石县水利局",)]),
        ("白石县国库支付中心有多少人", [("白石县国库支付中心",)]),
        ("青溪州教育局2022年预算", [()]),
        ("黑水市政府办公室2022年预算", [()]),
        ("What was the budget of the Qingxi City Government Office?", [("青溪市政府办公室",)]),
        ("budget of the Baishi County Education Bureau", [("白石县教育局",)]),
        ("差旅费是多少", []),
    ],
)
def test_mentions(directory: Directory, text: str, expected: list[tuple[str, ...]]) -> None:
    assert [tuple(sorted(mention.orgs)) for mention in directory.find(text)] == [tuple(sorted(orgs)) for orgs in expected]


def test_names_of_one_office_are_one_organisation() -> None:
    directory = Directory([_disclosure("青溪州政府办公室"), _disclosure("青溪回族自治州人民政府办公室", 2023)])
    assert list(directory.orgs) == ["青溪州政府办公室"]
    assert [document.year for document in directory.documents("青溪州政府办公室")] == [2022, 2023]


def test_parts_of_a_name() -> None:
    assert split_name("青溪回族自治州人民政府办公室").place == "青溪"
    assert split_name("白石县教育局").level == "县"
    assert "白石县教育局" in aliases("白石县教育局")
    assert abbreviates("政数局", "政务服务和数据资源管理局")
    assert not abbreviates("教育局", "政务服务和数据资源管理局")
