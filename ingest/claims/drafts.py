"""Claims in the making: numbers with their place and what is known of them so far, and the figures they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from domain.model import Disclosure, Figure, State
from domain.money import to_yuan
from ingest.claims.numbers import Mention
from ingest.claims.vocabulary import Subject
from ingest.document import Document, Span, figure_id

FORM = "说明"
CHANGES = frozenset({"增减额", "增减率", "预决算差异率"})


@dataclass(slots=True)
class Draft:
    """One claim while its sentence is read; offsets are those of the sentence."""

    id: str
    lines: Span
    start: int
    subject: Subject
    column: str
    measure: str
    period: int
    org: str
    heading: str
    sentence: str
    printed: str
    value: Decimal | None
    unit: str
    state: State = "value"
    project: str = ""
    of: str = ""
    reason: str = ""
    in_reason: bool = False


@dataclass(slots=True)
class Drafts:
    """All claims of one document in reading order; hands out ids that no other figure bears."""

    document: Document
    disclosure: Disclosure
    taken: set[str] = field(default_factory=set)
    all: list[Draft] = field(default_factory=list)

    def new_id(self, line: int) -> str:
        ordinal = 1
        while (one := figure_id(self.document.sha, self.document.where((line, line)), ordinal)) in self.taken:
            ordinal += 1
        self.taken.add(one)
        return one

    def last_amount(self, subject: Subject, period: int) -> Draft | None:
        """The last amount of `subject` for `period` in what was read so far; else one that it stands for."""
        for names in ((subject.name,), subject.stands_for):
            for draft in reversed(self.all):
                same = draft.subject.name in names and (draft.subject.code == subject.code or draft.subject.name != subject.name)
                if same and draft.column in ("金额", "数量", "面积") and draft.period == period and not draft.in_reason:
                    return draft
        return None

    def figures(self) -> list[Figure]:
        return [self._figure(draft) for draft in self.all]

    def _figure(self, draft: Draft) -> Figure:
        told = self.disclosure
        return Figure(
            id=draft.id,
            document=told.id,
            place=self.document.provenance(draft.lines),
            org=draft.org,
            year=told.year,
            period=draft.period,
            kind=told.kind,
            level=told.level,
            measure=draft.measure,
            form=FORM,
            table=draft.heading,
            row_code=draft.subject.code,
            row_name=draft.subject.name,
            column=draft.column,
            printed=draft.printed,
            value=draft.value,
            unit=draft.unit,
            yuan=to_yuan(draft.value, draft.unit),
            state="zero" if draft.value == 0 and draft.state == "value" else draft.state,
            source="narrative",
            project=draft.project or draft.subject.project,
            of=draft.of,
            reason=draft.reason,
            sentence=draft.sentence,
        )


def taken_ids(figures: Iterable[Figure]) -> set[str]:
    return {figure.id for figure in figures}


def signed(mention: Mention, sign: int) -> Decimal:
    """The value of a change with its direction: 减少3.5 → -3.5; a printed minus and a zero stay."""
    return mention.value if sign > 0 or mention.value <= 0 else -mention.value
