"""What a writer fills: lines of text, the truth about each number in a table, and where each thing stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Truth:
    """A row of a figures truth file."""

    table: str
    row_code: str
    row_name: str
    column: str
    value: str
    unit: str
    line: int = 0


@dataclass(frozen=True)
class Target:
    """A row of an indicators truth file."""

    table: str
    level2: str
    indicator: str
    value: str
    line: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of prose; `key` names the place for gold questions."""

    text: str
    key: str = ""
    heading: bool = False


@dataclass
class Page:
    """A document in the making; lines count from 1."""

    name: str
    lines: list[str] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def put(self, text: str = "", truth: Truth | None = None, target: Target | None = None) -> int:
        """Append a line; `truth` and `target` are noted as standing on it. The number of the line."""
        self.lines.append(text)
        line = len(self.lines)
        if truth:
            self.truths.append(replace(truth, line=line))
        if target:
            self.targets.append(replace(target, line=line))
        return line

    def put_apart(self, *texts: str) -> int:
        """Append lines with a blank one after each. The number of the last."""
        line = 0
        for text in texts:
            line = self.put(text)
            self.blank()
        return line

    def blank(self, count: int = 1) -> None:
        self.lines.extend([""] * count)

    def mark(self, key: str, first: int, last: int | None = None) -> None:
        if key:
            self.marks[key] = (first, last or first)

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def find(self, table: str, row: str, column: str) -> Truth:
        """The number in `table` (its form key's truth name) at row code or name `row` and the column that ends so."""
        return next(t for t in self.truths if t.table == table and row in (t.row_code, t.row_name) and t.column.endswith(column))
