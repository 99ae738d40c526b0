"""A library of one fictional office, made by hand, with an assistant that knows five answers. Shipped, not mocked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.facts import Fact
from domain.model import (
    Answer,
    Candidate,
    Check,
    Citation,
    Disclosure,
    Figure,
    Finding,
    Issue,
    Nearest,
    Place,
    Provenance,
    Span,
    Table,
    Value,
)
from library import BadCorrection, Correction, Counts, DocumentEntry, FileEntry, FileResult, IngestReport, LibraryLocked, NothingToUndo
from library.correct import Corrected
from library.manifest import Manifest
from ui.excerpt import citation

FILE = "云岭市政府办2023预算.txt"
SHA = "f" * 64
TABLE_LINES = [
    "表8",
    "一般公共预算“三公”经费支出情况表",
    "单位：万元",
    "\t合计\t因公出国（境）费\t公务用车运行费\t公务接待费",
    "\t12.40\t0\t9.40\t3.00",
]
SENTENCE = "云岭市政府办公室2023年“三公”经费财政拨款预算数为12.40万元，比上年减少1.60万元，其中：公务接待费3.50万元。"
ORIGINAL = "\n".join(
    [*TABLE_LINES, "", "七、关于“三公”经费的说明", SENTENCE, "主要原因是<b>厉行节约</b> $x$ [链接](http://example.org)。"]
).encode()
DISCLOSURE = Disclosure("yunling-2023-budget", "云岭市政府办公室", ("云岭市政府办公室",), (), 2023, "预算", "部门")
TABLE = Table(
    "t8", DISCLOSURE.id, Provenance(FILE, SHA, lines=(1, 5)), "三公", "表8", "一般公共预算“三公”经费支出情况表", "万元", "filled", "",
    ("合计", "因公出国（境）费", "公务用车购置及运行费.运行费", "公务接待费", "备注"), (("12.40", "0", "9.40", "3.00", ""),), ((5, 5),),
)  # fmt: skip


def _figure(name: str, column: str, printed: str, **changes: Any) -> Figure:
    value = Decimal(printed)
    figure = Figure(
        id=f"ffffffffffff-L5-{name}", document=DISCLOSURE.id, place=Provenance(FILE, SHA, lines=(5, 5)), org=DISCLOSURE.org, year=2023,
        period=2023, kind="预算", level="部门", measure="预算数", form="三公", table=f"{TABLE.number} {TABLE.title}", row_code="",
        row_name="“三公”经费", column=column, printed=printed, value=value, unit="万元", yuan=value * 10000,
        state="value" if value else "zero", source="table",
    )  # fmt: skip
    return replace(figure, **changes)


TOTAL = _figure("1", "合计", "12.40")
RECEPTION = _figure("4", "公务接待费", "3.00")
CLAIM = _figure(
    "9", "金额", "3.50", place=Provenance(FILE, SHA, lines=(8, 8)), form="说明", source="narrative", row_name="公务接待费",
    table="第三部分 说明 › 七、关于“三公”经费的说明", sentence=SENTENCE,
)  # fmt: skip
FIGURES = (TOTAL, _figure("2", "因公出国（境）费", "0"), _figure("3", "公务用车购置及运行费.运行费", "9.40"), RECEPTION, CLAIM)


def place(figure: Figure) -> Place:
    return Place(figure.id, FILE, None, figure.place.lines, None, f"{figure.table}｜{figure.row_name}｜{figure.column}", figure.printed)


FINDING = Finding(
    "x1", DISCLOSURE.id, "text-table", "文表", "error", "说明里的公务接待费与表8不符", "3.50 ≠ 3.00，差 0.50 万元",
    (CLAIM.id, RECEPTION.id), (place(CLAIM), place(RECEPTION)),
)  # fmt: skip
COUNTS = Counts(tables=1, figures=4, claims=1)
ENTRY = FileEntry(SHA, FILE, "whole", 1, "2024-01-01T00:00:00Z", DISCLOSURE.id, "1", "s1", COUNTS)
BAD, YEARLESS = b"\x00\x01", b"?"
ISSUE = Issue("坏文件.bin", "0" * 64, (3, 4), "读不出文字")


class FakeFigures:
    """The part of FigureStore that the pages use, over a tuple."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = tuple(figures)

    def select(self, *, text: str | None = None, limit: int | None = None, **filters: Iterable[Any] | None) -> list[Figure]:
        found = [one for one in self._figures if all(v is None or getattr(one, k.removesuffix("s")) in list(v) for k, v in filters.items())]
        found = [one for one in found if not text or text in one.row_name + one.column + one.sentence]
        return found[:limit]

    def get(self, ids: Iterable[str]) -> list[Figure]:
        known = {one.id: one for one in self._figures}
        return [known[one] for one in ids if one in known]

    def tables(self, document: str | None = None, form: str | None = None) -> list[Table]:
        return [TABLE] if self._figures and document in (None, TABLE.document) else []

    def findings(self, document: str | None = None, severities: Iterable[str] | None = None) -> list[Finding]:
        wanted = severities is None or FINDING.severity in list(severities)
        return [FINDING] if self._figures and wanted and document in (None, FINDING.document) else []


@dataclass
class FakeSnapshot:
    figures: FakeFigures
    disclosures: tuple[Disclosure, ...]
    generation: int = 1
    manifest: Manifest = field(default_factory=Manifest)

    def original(self, sha: str) -> bytes:
        return ORIGINAL


@dataclass
class FakeLibrary:
    """Holds the one document, or nothing."""

    root: Path
    filled: bool = True
    locked: bool = False
    removed: list[str] = field(default_factory=list)
    entry: FileEntry = ENTRY
    kept: tuple[Correction, ...] = ()
    told: tuple[Fact, ...] = ()
    """What was said of the file taken in last."""
    meant: str = ""
    """The file that the last correction was of."""

    def snapshot(self) -> FakeSnapshot:
        manifest = Manifest(files=(self.entry,) if self.filled else ())
        return FakeSnapshot(FakeFigures(FIGURES if self.filled else ()), (DISCLOSURE,) if self.filled else (), manifest=manifest)

    def documents(self) -> list[DocumentEntry]:
        return [DocumentEntry(DISCLOSURE, (self.entry,), (), COUNTS, (), self.kept)] if self.filled else []

    def correct(self, document: str, facts: Sequence[Fact], *, file: str = "", note: str = "") -> Corrected:
        """Keeps what is said; no year but one of this century can be."""
        if self.locked:
            raise LibraryLocked(self.root, 1, "host", "now")
        for fact in facts:
            if fact.field == "year" and not fact.value.startswith("20"):
                raise BadCorrection(fact.field, fact.value, "2000–2099")
        self.meant = file
        new = tuple(Correction(SHA, FILE, fact, "旧", "2024-02-10T00:00:00+00:00", note) for fact in facts)
        self.kept += new
        return Corrected(new, IngestReport((), 2))

    def undo(self, document: str, facts: Sequence[Fact] = (), *, file: str = "") -> Corrected:
        gone = tuple(one for one in self.kept if one.fact in facts)
        if not gone:
            raise NothingToUndo(document)
        self.kept = tuple(one for one in self.kept if one not in gone)
        return Corrected(gone, IngestReport((), 3))

    def issues(self) -> list[Issue]:
        return [ISSUE] if self.filled else []

    def remove(self, document_id: str) -> None:
        if self.locked:
            raise LibraryLocked(self.root, 1, "host", "now")
        self.removed.append(document_id)
        self.filled = False

    def ingest_bytes(self, name: str, data: bytes, *, facts: Sequence[Fact] = ()) -> IngestReport:
        """Takes in the one document; refuses what says so, and what says no year unless it is told."""
        if self.locked:
            raise LibraryLocked(self.root, 1, "host", "now")
        sha = hashlib.sha256(data).hexdigest()
        if data == BAD or (data == YEARLESS and not facts):
            reason = ISSUE.reason if data == BAD else "找不到年度；如果是，收录时请用 --year --kind 指明"
            return IngestReport((FileResult(name, sha, "refused", None, Counts(), (Issue(name, sha, None, reason),)),), 1)
        self.told = tuple(facts)
        self.filled = True
        return IngestReport((FileResult(name, SHA, "added", DISCLOSURE, COUNTS),), 2)


def _value(figure: Figure) -> Value:
    assert figure.value is not None
    return Value(figure.value, figure.unit, figure.yuan, f"{figure.org}{figure.year}年{figure.row_name}{figure.column}", (figure.id,))


def answer(text: str, number: str = "", **changes: Any) -> Answer:
    """An answer whose text shows `number` as its first value."""
    start = text.find(number) if number else -1
    spans = (Span(start, start + len(number), 0),) if start >= 0 else ()
    return Answer(question="", status=changes.pop("status", "answered"), text=text, lang="zh", spans=spans, **changes)


def cite(*figures: Figure) -> tuple[Citation, ...]:
    return tuple(citation(figure) for figure in figures)


def answers() -> dict[str, Answer]:
    """By a word of the question."""
    holds = Check("三公合计", "reconciles", "holds", "0 + 9.40 + 3.00 = 12.40 万元")
    differs = Check("说明与表", "restated", "differs", "表8 3.00 万元；说明 3.50 万元；差 0.50 万元", (place(RECEPTION), place(CLAIM)))
    single = Check("比上年", "derivable", "single", "没有上年数")
    people = Candidate("云岭市政府办公室2023年在职人数", "在职人数的三公", "46", "人", "第一部分 › 人员")
    expenses = Candidate("“三公”经费", "三公经费", "12.40", "万元", "表8")
    return {
        "三公": answer(
            "云岭市政府办公室2023年“三公”经费预算为 12.40 万元。", "12.40",
            values=(_value(TOTAL),), citations=cite(TOTAL), checks=(holds, single),
        ),
        "接待": answer(
            "公务接待费 3.00 万元，但说明写 3.50 万元。", "3.00",
            values=(_value(RECEPTION), _value(CLAIM)), citations=cite(RECEPTION, CLAIM), checks=(holds, differs),
        ),
        "多少人": answer("有两种可能。", status="ambiguous", candidates=(people, expenses)),
        "取暖": answer(
            "文件没有列示取暖费。", status="not_found",
            missing=("基本支出表里没有取暖费这一行",), nearest=(Nearest("“三公”经费合计", "三公经费"),),
        ),
    }  # fmt: skip


class FakeAssistant:
    """Answers by the first known word in the question; remembers how it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], str | None]] = []

    def ask(self, question: str, turns: Sequence[str] = (), lang: str | None = None) -> Answer:
        self.asked.append((question, tuple(turns), lang))
        known = next((one for word, one in answers().items() if word in question), None)
        return replace(known or answer(f"没有查到：{question}", status="unsupported"), question=question)
