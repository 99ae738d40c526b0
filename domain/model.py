"""The words of the project as value types (see the glossary in README).

Everything that carries a number carries its unit, its printed text and its provenance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from domain.facts import Fact

Kind = Literal["预算", "决算"]
Level = Literal["部门", "单位"]
State = Literal["value", "zero", "blank", "withheld", "undetermined"]
Source = Literal["table", "narrative", "indicator"]
Severity = Literal["error", "warning", "rounding", "note"]
Verdict = Literal["agrees", "differs", "holds", "fails", "single"]
Aspect = Literal["restated", "reconciles", "derivable"]
Status = Literal["answered", "ambiguous", "not_found", "withheld", "unsupported"]


Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the top left of a page."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where something stands. `lines` are 1-based and inclusive; of a file without lines they number its printed pieces in reading order."""

    file: str
    sha: str
    page: int | None = None
    lines: tuple[int, int] | None = None
    bbox: Box | None = None
    cell: str = ""
    """Address in a workbook (支出总表!C7), or in a Word or web document."""
    ocr: float | None = None
    """How sure the recognition of the characters is, 0–1; None where they were text already."""

    @property
    def told_lines(self) -> tuple[int, int] | None:
        """The lines, where a person can find them: not where there is a page or a sheet to name."""
        return self.lines if self.page is None else None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one organisation published for one fiscal year, recognised from content."""

    id: str
    org: str
    """Official name as printed, without year, 部门/单位 suffixes or 中共 before it: the same in every file of the disclosure."""
    names: tuple[str, ...]
    """Every name that the file uses for the organisation, `org` first."""
    units: tuple[str, ...]
    """Subordinate units named in the file."""
    year: int
    kind: Kind
    level: Level

    @property
    def label(self) -> str:
        return f"{self.org}{self.year}年{self.level}{self.kind}"

    @property
    def every_name(self) -> tuple[str, ...]:
        """By which names the rows of the organisation and of its units are known."""
        return self.org, *self.names, *self.units


@dataclass(frozen=True, slots=True)
class Figure:
    """One disclosed number (or blank, or withheld cell), whether in a table, a sentence (a Claim) or a performance target (an Indicator)."""

    id: str
    document: str
    """Id of the Disclosure."""
    place: Provenance
    org: str
    """The organisation the number is about: the disclosure's own, or a subordinate unit named beside the number."""
    year: int
    """Fiscal year of the disclosure."""
    period: int
    """The year the number is about."""
    kind: Kind
    level: Level
    measure: str
    """预算数, 决算数, 年初预算数, 全年预算数, 全年执行数, 分值, 得分, 执行率, 指标值, …"""
    form: str
    """Key of the official form (see ingest/forms), 绩效 for performance tables, or 说明 for the narrative."""
    table: str
    """Printed number and title of the table, or the headings above the sentence, joined by “ › ”."""
    row_code: str
    """The account code with its levels joined: 2010399, 30101; empty if none."""
    row_name: str
    """Name of the row, the subject of the claim or the indicator's name; item and project are joined by ｜."""
    column: str
    """Header path joined by “.”; 未定 if undetermined; for a claim its relation: 金额, 占比, 增减额, 增减率, 上年数, 数量, …"""
    printed: str
    value: Decimal | None
    unit: str
    yuan: Decimal | None
    state: State
    source: Source
    item: str = ""
    """Key of the item in the lexicon (or axis/code, such as econ/30101), so that one thing is found under all its names."""
    project: str = ""
    of: str = ""
    """For a share, change or rate: the id of the amount it speaks of."""
    reason: str = ""
    """The reason that the sentence gives for this change."""
    sentence: str = ""
    """The sentence a claim was read from, unbroken."""
    reading: str = "first"
    """first, or alternative (kept, never summed)."""
    confidence: str = "read"
    """read (position is certain), solved (column follows from arithmetic), undetermined, second (by the second reader, since with the first
    its table didn't add up), or doubtful (recognised from a picture; one misread character would make its table add up)."""
    indicator_group: str = ""
    """Level-1 and level-2 headings of an indicator joined by “.”."""
    comparator: str = ""
    """Of an indicator: ≥, ≤, =, <, > or empty."""

    @property
    def lines(self) -> tuple[int, int] | None:
        return self.place.lines


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stood in the document; continuation pages are one Table."""

    id: str
    document: str
    place: Provenance
    form: str
    number: str
    title: str
    unit: str
    state: Literal["filled", "empty", "absent"]
    """empty: printed without figures; absent: only listed (“见附表”)."""
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Body cells as printed, one string a cell, as many as `header`."""
    row_lines: tuple[tuple[int, int] | None, ...]
    """The source lines of each row."""
    note_lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk for retrieval and quotation."""

    id: str
    document: str
    place: Provenance
    kind: Literal["duty", "structure", "staff", "narrative", "reason", "project", "performance", "definition", "table", "note"]
    heading: str
    """Headings above it, joined by “ › ”."""
    term: str
    """What it defines, the project it describes, or the unit it speaks of; may be empty."""
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """One side of a check, ready to be shown."""

    figure: str | None
    file: str
    page: int | None
    lines: tuple[int, int] | None
    bbox: Box | None
    label: str
    printed: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict of one rule on one figure."""

    rule: str
    aspect: Aspect
    verdict: Verdict
    detail: str
    """The arithmetic, in printed numbers with units."""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a reconciliation rule fails."""

    id: str
    document: str
    rule: str
    family: str
    severity: Severity
    message: str
    arithmetic: str
    figures: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """One reconciliation rule tried at one place, whether it holds or not: what an answer's checks are told from."""

    rule: str
    grade: str
    """See check.rule.Grade."""
    left: tuple[str, ...]
    """Ids of figures."""
    right: tuple[str, ...]
    text: str
    """The calculation, where it is no plain sum."""
    why: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read, with the place and the reason; never silently dropped."""

    file: str
    sha: str
    lines: tuple[int, int] | None
    reason: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from, as far as it is known."""

    url: str = ""
    published: str = ""
    """Date of publication, ISO 8601."""


NOWHERE = Origin()
"""Where a file came from that nobody told of."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that was read from one file."""

    disclosure: Disclosure
    file: str
    sha: str
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    passages: tuple[Passage, ...]
    issues: tuple[Issue, ...] = ()
    findings: tuple[Finding, ...] = ()
    identities: tuple[Identity, ...] | None = None
    """Every rule tried on this file alone; None where that wasn't done."""
    unapplied: tuple[Fact, ...] = ()
    """What a person said of the file and nothing in it answers to; `issues` tell it too."""
    origin: Origin = NOWHERE
    """What the file itself says of where it came from."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number on the screen: a figure of the store, or a formula over figures."""

    value: Decimal
    unit: str
    yuan: Decimal | None
    label: str
    figures: tuple[str, ...]
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` shows `values[value]`."""

    start: int
    end: int
    value: int


@dataclass(frozen=True, slots=True)
class Citation:
    figure: str | None
    document: str
    file: str
    org: str
    year: int
    kind: str
    page: int | None
    lines: tuple[int, int] | None
    bbox: tuple[float, float, float, float] | None
    table: str
    row: str
    column: str
    printed: str
    cell: str = ""
    """Address in a workbook or document, where that says more than the page."""
    ocr: float | None = None
    """How sure the recognition of the characters is; None where they were text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of an ambiguous question: `query` is the question that asks for just this."""

    label: str
    query: str
    value: str
    unit: str
    place: str


@dataclass(frozen=True, slots=True)
class Nearest:
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    status: Status
    text: str
    lang: str
    spans: tuple[Span, ...] = ()
    values: tuple[Value, ...] = ()
    citations: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    query: dict[str, object] = field(default_factory=dict)
    chart: dict[str, object] | None = None
    latency_ms: int = 0
    id: str = ""
