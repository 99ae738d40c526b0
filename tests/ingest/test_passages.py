"""Passages of fictional documents, and what the gold questions quote of the seeds."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.model import Figure, Parsed, Passage, Provenance, Table
from domain.text import key
from ingest.document import Document, Section
from ingest.passages import LONGEST, read_passages
from tests.ingest.prose_lines import SHA, claims, disclosure, section


def passages(*sections: Section, tables: tuple[Table, ...] = (), figures: tuple[Figure, ...] = ()) -> list[Passage]:
    document = Document("x.txt", SHA, "cells", ())
    return read_passages(sections, disclosure(), document, tables, [*claims(*sections), *figures])


def test_each_duty_is_a_passage_of_the_organisation() -> None:
    numbered = passages(
        section(["（一）负责水资源管理。", "（二）承担水旱灾害防御；协调河道采砂管理。"], kind="overview", number="一", title="主要职能")
    )
    assert [(one.kind, one.term, one.text) for one in numbered] == [
        ("duty", "青石县水务局", "负责水资源管理。"), ("duty", "青石县水务局", "承担水旱灾害防御；协调河道采砂管理。"),
    ]  # fmt: skip
    listed = passages(section(["主要职责是：负责供水；负责排水；负责节水；指导灌溉。"], kind="overview", number="一", title="主要职能"))
    assert [one.text for one in listed] == ["负责供水；", "负责排水；", "负责节水；", "指导灌溉。"]


def test_structure_and_staff_name_the_unit_and_keep_their_lists() -> None:
    found = passages(
        section(
            ["青石县水务局纳入部门预算编制范围的二级预算单位包括：", "1.青石县水旱灾害防御中心", "青石县水旱灾害防御中心事业编制15名，实有人数14人。"],
            kind="overview", number="二", title="机构设置及人员情况",
        )
    )  # fmt: skip
    assert [(one.kind, one.term, one.place.lines) for one in found] == [
        ("structure", "青石县水务局", (1, 2)), ("staff", "青石县水旱灾害防御中心", (3, 3)),
    ]  # fmt: skip
    assert found[0].text.endswith("包括：\n1.青石县水旱灾害防御中心")


def test_reasons_are_cut_out_with_their_subject() -> None:
    found = passages(
        section(
            [
                "“三公”经费比上年增加1万元，其中：因公出国（境）费0万元，与上年持平，主要原因是没有出访任务；公务接待费减少0.1万元，主要原因是严控标准。"
            ]
        )
    )
    assert [(one.term, one.text) for one in found if one.kind == "reason"] == [
        ("因公出国（境）费", "因公出国（境）费0万元，与上年持平，主要原因是没有出访任务"), ("公务接待费", "公务接待费减少0.1万元，主要原因是严控标准"),
    ]  # fmt: skip


def test_a_project_is_described_field_by_field() -> None:
    lines = [
        "1.项目名称：河道巡查费",
        "项目承担单位：青石县河长办",
        "资金分配情况：1.油料费2万元。",
        "2.人工费3万元。",
        "资金执行时间：2031年1至12月",
    ]
    found = passages(section(lines))
    assert {one.term for one in found} == {"河道巡查费"}
    assert [(one.text, one.place.lines) for one in found][1:3] == [
        ("项目承担单位：青石县河长办", (2, 2)), ("资金分配情况：1.油料费2万元。2.人工费3万元。", (3, 4)),
    ]  # fmt: skip


def test_glossary_entries_without_quotes_and_without_the_signature() -> None:
    lines = [
        "一、“三公”经费：指用于出国、用车、接待的费用。",
        "其中，用车包括购置和运行。",
        "二、水资源费是指取水单位缴纳的费用。",
        "青石县水务局",
        "2031年2月1日",
    ]
    found = passages(section(lines, kind="glossary", number="", title="名词解释"))
    assert [(one.term, one.text) for one in found] == [
        ("三公经费", "“三公”经费：指用于出国、用车、接待的费用。其中，用车包括购置和运行。"), ("水资源费", "水资源费是指取水单位缴纳的费用。"),
    ]  # fmt: skip


def test_long_paragraphs_are_cut_at_labels_and_between_sentences() -> None:
    filler = "持续开展河湖巡查和水质监测工作，保障供水安全。" * 40
    found = passages(section([f"根据要求，我单位开展自评。{filler}存在的问题：一是人手不足；二是设备老化。下一步措施：一是增加培训。"]))
    narrative = [one for one in found if one.kind == "narrative"]
    assert max(len(one.text) for one in narrative) <= LONGEST
    assert [(one.kind, one.term) for one in found if one.term] == [("reason", "存在的问题"), ("narrative", "下一步措施")]
    assert "".join(one.text for one in found).count("持续开展") == 40


def test_tables_are_chunked_by_rows_under_their_header_and_empty_ones_keep_their_note() -> None:
    rows = tuple((f"2130{number:02}", f"水利事务{number}", f"{number}.50") for number in range(1, 24))
    place = Provenance("x.txt", SHA, lines=(10, 40))
    full = Table(
        "t1",
        "d",
        place,
        "支出总表",
        "表3",
        "支出总体情况表",
        "万元",
        "filled",
        "",
        ("编码", "名称", "合计"),
        rows,
        tuple((n, n) for n in range(12, 35)),
    )
    empty = Table(
        "t2", "d", place, "政府性基金", "表9", "政府性基金预算支出情况表", "万元", "empty", "此表为空表。", ("编码",), (), (), (39, 40)
    )
    found = passages(tables=(full, empty))
    chunks = [one for one in found if one.kind == "table"]
    assert [one.place.lines for one in chunks] == [(12, 21), (22, 31), (32, 34)]
    assert all(one.text.startswith("表3 支出总体情况表（单位：万元）\n编码 | 名称 | 合计\n") for one in chunks)
    assert "213023 | 水利事务23 | 23.50" in chunks[2].text
    assert [(one.text, one.place.lines) for one in found if one.kind == "note"] == [("此表为空表。", (39, 40))]


def test_ids_are_unique_and_derive_from_file_and_lines() -> None:
    one = section(["经费5万元，比上年增加1万元，主要原因是任务增加；人员10人，比上年减少1人，主要原因是调出。"])
    ids = [found.id for found in passages(one)]
    assert ids == [f"{SHA[:12]}-P1-1-{number}" for number in (1, 2, 3)]


# --- the seeds ----------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines]


def _spans(question: dict[str, Any]) -> list[tuple[str, int, int]]:
    found = re.findall(r"([^:\s]+\.txt):(\d+)(?:-(\d+))?", " ".join(question["evidence_lines"]))
    return [(name, int(first), int(last or first)) for name, first, last in found]


def test_narrative_answers_are_claims_at_their_evidence(gold: list[dict[str, Any]], parsed: dict[str, Parsed]) -> None:
    missing = []
    for question in (one for one in gold if one["kind"] == "lookup_narrative"):
        wanted = question["answer_value"] if isinstance(question["answer_value"], list) else [question["answer_value"]]
        told = {
            abs(figure.value)
            for name, first, last in _spans(question)
            for figure in parsed[name].figures
            if figure.value is not None and figure.source != "table" and figure.place.lines and first <= figure.place.lines[0] <= last
        }
        missing += [(question["id"], value) for value in wanted if isinstance(value, int | Decimal) and Decimal(value) not in told]
    assert missing == []


@pytest.mark.parametrize(("kind", "kinds"), [("definition", {"definition"}), ("reason", {"reason"})])
def test_quoted_answers_stand_in_a_passage_of_their_kind(
    kind: str, kinds: set[str], gold: list[dict[str, Any]], parsed: dict[str, Parsed]
) -> None:
    missing = []
    for question in (one for one in gold if one["kind"] == kind):
        wanted = question["answer_value"] if isinstance(question["answer_value"], list) else [question["answer_value"]]
        texts = [key(one.text) for name in question["doc"] for one in parsed[name].passages if one.kind in kinds]
        missing += [question["id"] for phrase in wanted if isinstance(phrase, str) and not any(key(phrase) in text for text in texts)]
    assert missing == []


def test_every_amount_and_share_of_the_prose_is_a_claim(parsed: dict[str, Parsed]) -> None:
    """Numbers with 万元, 万 or % in narrative passages, names such as 50万元以上 aside."""
    printed = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(?:%|万元?(?![字元]|[（(]含|以上))")
    total, missing = 0, []
    for name, document in parsed.items():
        told = {
            (figure.place.lines, abs(figure.value))
            for figure in document.figures
            if figure.source == "narrative" and figure.value is not None
        }
        for one in document.passages:
            if one.kind not in ("narrative", "staff", "structure", "project") or one.place.lines is None:
                continue
            first, last = one.place.lines
            values = {value for lines, value in told if lines and first <= lines[0] <= last}
            for number in printed.findall(one.text):
                total += 1
                if Decimal(number.replace(",", "")) not in values:
                    missing.append((name, one.place.lines, number))
    assert total > 650
    assert missing == []


def test_ids_of_the_seeds_are_unique(parsed: dict[str, Parsed]) -> None:
    for document in parsed.values():
        assert len({figure.id for figure in document.figures}) == len(document.figures)
        assert len({one.id for one in document.passages}) == len(document.passages)
        assert {figure.of for figure in document.figures if figure.of} <= {figure.id for figure in document.figures}
