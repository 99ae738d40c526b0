"""Who is meant: by rule from the official names, never across place or level."""

from __future__ import annotations

import pytest

from answer.orgs import Directory
from answer.typos import Speller
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


@pytest.fixture(scope="module")
def nested() -> Directory:
    names = ("临江市青溪区财政局", "临江市青溪区人民政府柳堤街道办事处", "云岭省人民检察院", "云岭省委办公厅", "宿山市财政局")
    return Directory([_disclosure(name) for name in names])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青溪区财政局2024年决算", ["临江市青溪区财政局"]),
        ("临江青溪财政局有几辆车", ["临江市青溪区财政局"]),
        ("柳堤街办的办公费", ["临江市青溪区人民政府柳堤街道办事处"]),
        ("临江市青溪区柳堤街道办事处2025年预算", ["临江市青溪区人民政府柳堤街道办事处"]),
        ("云岭省委办的培训费", ["云岭省委办公厅"]),
        ("青溪区2024年预算", ["临江市青溪区人民政府柳堤街道办事处", "临江市青溪区财政局"]),
        ("How much did Qingxi District Finance Bureau spend?", ["临江市青溪区财政局"]),
        ("the Finance Bureau of Qingxi District", ["临江市青溪区财政局"]),
        ("Liudi Subdistrict Office budget", ["临江市青溪区人民政府柳堤街道办事处"]),
        ("General Office of the CPC Yunling Provincial Committee", ["云岭省委办公厅"]),
    ],
)
def test_an_office_of_a_place_within_a_place(nested: Directory, text: str, expected: list[str]) -> None:
    assert [sorted(nested.orgs[each].name for each in mention.orgs) for mention in nested.find(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "临江市财政局2024年预算",  # the city's, not the district's
        "青溪区教育局2024年预算",
        "静湖区财政局2024年决算",
        "市检察院2018年预算",
        "教育局2023年差旅费",
        "Suzhou Finance Bureau 2024 budget",
        "苏山市教育局",
    ],
)
def test_another_office_is_none_of_ours(nested: Directory, text: str) -> None:
    assert [mention.orgs for mention in nested.find(text)] == [()]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("柳低街道2025年预算", "柳堤街道"),
        ("云岭省人民检查院2018年", "云岭省人民检察院"),
        ("青西区财政局2024年决算", "青溪区财政局"),
        ("宿杉市财政局的差旅费", "宿山市财政局"),
    ],
)
def test_a_slip_that_sounds_the_same_is_understood(nested: Directory, text: str, meant: str) -> None:
    assert meant in Speller(nested.spoken, nested.places).corrected(text)[0]


def test_a_real_place_is_no_slip() -> None:
    other = Directory([_disclosure("宿州市财政局")])
    assert Speller(other.spoken, other.places).corrected("苏州市财政局的差旅费") == ("苏州市财政局的差旅费", ())


def test_a_place_is_spelled_by_any_of_its_sounds() -> None:
    """重 is zhong as often as chong: which of them a name has nobody tells."""
    speller = Speller(("重山市教育局",), frozenset({"重山"}))
    assert speller.corrected("虫山市教育局2022年预算")[0] == "重山市教育局2022年预算"
    assert speller.corrected("泰山市教育局2022年预算")[1] == ()
