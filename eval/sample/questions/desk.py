"""Writing gold questions over generated documents: values from the books, places from the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from eval.gold import Question, Scalar
from eval.sample.documents import Made

Answer = Scalar | tuple[Scalar, ...] | None


@dataclass
class Desk:
    """Collects questions; `docs` are the finished documents by file name without suffix (s01 …)."""

    docs: dict[str, Made]
    asked: list[Question] = field(default_factory=list)

    def ask(
        self, kind: str, docs: str, question: str, gold: tuple[Answer, str], places: Sequence[str], *, text: str = "", **more: Any
    ) -> None:
        """Add a question. `docs` names its documents by blanks; `gold` is value and unit; `places` are what `para` and `cell` give."""
        files = tuple(f"{name}.txt" for name in docs.split())
        value, unit = gold
        number = f"S{len(self.asked) + 1:03d}"
        told = text or f"{_told(value)}{unit}。"
        self.asked.append(Question(number, question, kind, files, value, unit, told, evidence_lines=tuple(places), **more))

    def org(self, doc: str) -> str:
        return str(self.docs[doc].now.org["name"])

    def short(self, doc: str) -> str:
        return str(self.docs[doc].now.org["short"])

    def para(self, doc: str, key: str) -> str:
        """The place of a marked paragraph or table."""
        first, last = self.docs[doc].page.marks[key]
        return f"{doc}.txt:{first}" if first == last else f"{doc}.txt:{first}-{last}"

    def cell(self, doc: str, form: str, row: str, column: str) -> str:
        """The place of a number in a table."""
        made = self.docs[doc]
        found = made.page.find(f"表{made.plan.style.order.index(form) + 1}", row, column)
        return f"{doc}.txt:{found.line}"

    def whole(self, doc: str, form: str, column: str) -> str:
        """The place of a number in the total row of a table."""
        return self.cell(doc, form, "总计" if self.docs[doc].plan.style.layout == "spaced" else "合计", column)

    def project(self, doc: str, name: str) -> list[str]:
        """Where a project's amount stands: the narrative, the project table, the table of its targets."""
        made = self.docs[doc]
        lines = {truth.line for truth in made.page.truths if truth.row_name.endswith(f"｜{name}")}
        marks = [key for key in (f"project:{name}:amount", f"goals:{name}") if key in made.page.marks]
        return [*(self.para(doc, key) for key in marks), *(f"{doc}.txt:{line}" for line in sorted(lines))]

    def econ(self, doc: str, code: str) -> Decimal:
        return self.docs[doc].now.econ[code]


def _told(value: Answer) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
