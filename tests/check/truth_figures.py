"""Figures of the five seeds from the truth tables: a stand-in for ingest, so that the rules are tested by themselves."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from domain.model import Figure, Provenance
from domain.money import parse_number, to_yuan

FORMS = {
    "表1": "收支总表", "表2": "收入总表", "表3": "支出总表", "表4": "财政拨款收支总表", "表5": "一般公共预算支出表",
    "表6": "基本支出表", "表7": "项目支出表", "表8": "三公", "表10": "三公", "表11": "上年结转表",
}  # fmt: skip
ORGS = {
    "000": "昌吉州政府办公室",
    "001": "昌吉市人民政府办公室",
    "002": "库尔勒市人民政府办公室",
    "003": "昌吉州政资局",
    "004": "昌吉州政府办公室",
}


def load(shared: Path | str) -> dict[str, tuple[list[Figure], list[str]]]:
    """Figures and organisation names by the first three characters of the file name."""
    found: dict[str, list[Figure]] = defaultdict(list)
    with (Path(shared) / "truth" / "seeds-figures.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            doc = row["doc"][:3]
            found[doc].append(_figure(doc, row, len(found[doc])))
    return {doc: (figures, [ORGS[doc]]) for doc, figures in found.items()}


def _figure(doc: str, row: dict[str, str], ordinal: int) -> Figure:
    table = row["table"]
    form = FORMS.get(table, "绩效自评" if table.startswith("自评") else "绩效目标")
    value = parse_number(row["value"])
    line = int(row["line"])
    return Figure(
        id=f"{doc}-L{line}-{ordinal}", document=doc, place=Provenance(row["doc"], doc, None, (line, line)), org=ORGS[doc],
        year=2022, period=2022, kind="预算", level="部门", measure="预算数", form=form, table=f"{table} {form}",
        row_code=row["row_code"], row_name=row["row_name"], column=row["column"], printed=row["value"], value=value, unit=row["unit"],
        yuan=to_yuan(value, row["unit"]), state="value" if value else "zero", source="table",
        project=row["row_name"].partition("｜")[2],
    )  # fmt: skip
