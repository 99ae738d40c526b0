"""Whose disclosure: from content alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.model import Disclosure
from ingest.errors import Unreadable
from ingest.identity import asked_for, recognise
from ingest.readers import read_document
from ingest.sections import split

TABLE = "表1\n部门收支总体情况表\n编制部门：{org}单位：万元\n项目\t预算数\n收入总计\t9\n支出总计\t9\n"


def of(text: str) -> Disclosure:
    document = read_document(text.encode(), "2019年某某局决算.txt")
    return recognise(document, split(document))


def test_seeds(seeds: Path) -> None:
    found = {
        path.name[:3]: recognise(doc, split(doc)) for path in sorted(seeds.glob("*.txt")) if (doc := read_document(path.read_bytes(), "x"))
    }
    assert {key: (d.year, d.kind, d.level) for key, d in found.items()} == {
        "000": (2022, "预算", "部门"),
        "001": (2024, "预算", "部门"),
        "002": (2022, "预算", "部门"),
        "003": (2022, "预算", "部门"),
        "004": (2023, "决算", "部门"),
    }
    assert found["000"].org == found["004"].org == "昌吉回族自治州人民政府办公室"
    assert set(found["000"].names) == {"昌吉回族自治州人民政府办公室", "昌吉州政府办公室", "昌吉州人民政府办公室"}
    assert (found["001"].names, found["001"].units) == (("昌吉市人民政府办公室",), ())
    assert (found["002"].org, found["002"].units) == ("库尔勒市人民政府办公室", ("库尔勒市行政服务中心",))
    assert {"昌吉州政资局", "昌吉州政务服务和公共资源交易管理局"} <= set(found["003"].names)


def test_title_and_label() -> None:
    found = of("云溪县水务局2023年部门预算公开\n第二部分 公开表\n" + TABLE.format(org="云溪县水务局"))
    assert (found.org, found.year, found.kind, found.level, found.units) == ("云溪县水务局", 2023, "预算", "部门", ())
    assert found.label == "云溪县水务局2023年部门预算"


def test_unit_level_chinese_year_and_final_accounts() -> None:
    found = of("松岭市第三中学\n二〇二一年度单位决算公开说明\n第二部分 单位决算情况说明\n一、收入支出决算总体情况说明\n收入总计9万元。\n")
    assert (found.org, found.year, found.kind, found.level) == ("松岭市第三中学", 2021, "决算", "单位")


def test_other_years_in_the_text_do_not_count() -> None:
    text = "云溪县水务局2023年部门预算\n第二部分 公开表\n" + TABLE.format(org="云溪县水务局")
    assert of(text + "第三部分 情况说明\n一、关于收支情况的说明\n" + "2022年、2022年、2021年和2022年12月。\n" * 20).year == 2023


def test_short_and_full_names_are_one_organisation_and_other_offices_are_not() -> None:
    text = (
        "云溪州水务局2023年部门预算\n第一部分 概况\n二、机构设置及人员情况\n从构成看，下属预算单位2家，分别是：云溪州水文站、云溪州灌溉中心。\n"
        + "第二部分 公开表\n"
        + TABLE.format(org="云溪藏族自治州水务局")
        + "第三部分 情况说明\n十、其他重要事项的情况说明\n项目支出绩效目标表\n预算单位\t云溪州水文站\n项目名称\t测流\n"
    )
    found = of(text)
    assert (found.org, set(found.names)) == ("云溪藏族自治州水务局", {"云溪藏族自治州水务局", "云溪州水务局"})
    assert set(found.units) == {"云溪州水文站", "云溪州灌溉中心"}


@pytest.mark.parametrize(
    "text",
    [
        "今天天气不错，云溪县水务局组织了一次登山活动。2023年5月1日。\n",
        "云溪县水务局2023年工作总结\n一、主要职能\n管水。\n二、机构设置\n三个科室。\n",
        "小说\n第一部分 开端\n从前有座山。\n第二部分 发展\n山里有座庙。\n",
        "关于做好2023年部门预算编制工作的通知\n各部门：请于2022年10月31日前报送预算。\n",
    ],
)
def test_what_is_no_disclosure_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        of(text)
    assert refused.value.code == "not_a_disclosure"
    assert "\n" not in refused.value.reason


@pytest.mark.parametrize("org", ["云溪县林场", "云溪县教育局（云溪县体育局）", "云溪县人民代表大会常务委员会办公室"])
def test_names_of_every_kind(org: str) -> None:
    assert of(f"{org}2023年部门预算公开\n第二部分 公开表\n" + TABLE.format(org=org)).names == (org,)
    assert of(f"{org}2023年度部门决算公开\n第二部分 决算情况说明\n一、收入支出决算总体情况说明\n收入9万元。\n").org == org


@pytest.mark.parametrize("printed", ["中共云溪县委员会宣传部", "中国共产党云溪县委员会宣传部", "云溪县委宣传部"])
def test_files_of_one_party_office_are_files_of_one_disclosure(printed: str) -> None:
    found = of(f"{printed}2023年部门预算公开\n第二部分 公开表\n" + TABLE.format(org=printed))
    assert found.org == "云溪县委宣传部"
    assert found.id == "云溪县委宣传部-2023-部门预算"
    assert printed in found.names


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("表1\n部门收支总体情况表\n单位：万元\n项目\t预算数\n收入总计\t9\n支出总计\t9\n", ("year", "org", "kind")),
        (TABLE.format(org="云溪县教育局"), ("year", "kind")),
        ("一首诗\n没有表，也没有数\n", ()),
    ],
)
def test_a_refusal_asks_for_what_a_person_can_say(text: str, asked: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable) as refused:
        of(text)
    assert asked_for(refused.value.reason) == asked
