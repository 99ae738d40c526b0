"""Passages: what can be quoted and searched, cut where the text itself is: a duty, a paragraph, a reason, a definition, some rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from domain.model import Disclosure, Figure, Passage, Table
from ingest.claims import heading
from ingest.claims.accounts import read_path
from ingest.claims.goals import goals
from ingest.claims.projects import Field, fields
from ingest.claims.sentences import Reason, groups, reasons, sentences
from ingest.claims.subjects import subject_of
from ingest.claims.vocabulary import Vocabulary, fold
from ingest.document import Document, Section, Span
from ingest.prose import Prose, document_measure, is_heading, numbering, prose

Kind = Literal["duty", "structure", "staff", "narrative", "reason", "project", "performance", "definition", "table", "note"]
LONGEST = 420
"""Characters of a narrative passage: longer paragraphs are cut between sentences, so that a passage speaks of few things."""
ROWS = 10
"""Rows of a table passage; its header is repeated in each."""
_DUTIES = re.compile("职能|职责")
_STAFF = re.compile(r"编制数?\s*\d|实有|在职|退休|编制\d|在编")
_STRUCTURE = re.compile("下设|内设|下属|所属|预算单位|构成|成立|包括")
_ENTRY = re.compile(r"(?P<term>[^，。；：:]{2,40}?)(?:[：:]|(?=是?指))(?P<text>.{4,})", re.DOTALL)
_LEAD = re.compile(r"^[，；：\s]*(?:其中[：，]?)?(?:20\d\d年度?，)?")
_LABEL = re.compile(r"(?:^|(?<=[。；]))(?P<label>[^，。；：]{2,16})：(?=一是|1[.、]|（1）|（一）|①)")


@dataclass(slots=True)
class _Shelf:
    """The passages so far; gives each its place and an id from its file and lines."""

    document: Document
    disclosure: Disclosure
    figures: Sequence[Figure]
    words: Vocabulary
    all: list[Passage] = field(default_factory=list)
    used: dict[Span, int] = field(default_factory=dict)

    def add(self, kind: Kind, text: str, lines: Span, above: str, term: str = "") -> None:
        text = text.strip()
        if not text:
            return
        self.used[lines] = self.used.get(lines, 0) + 1
        name = f"{self.document.sha[:12]}-P{lines[0]}-{lines[1]}-{self.used[lines]}"
        place = self.document.provenance(lines)
        self.all.append(Passage(name, self.disclosure.id, place, kind, above, term, text))

    def claims(self, lines: Span) -> list[Figure]:
        """The narrative figures that stand within `lines`."""
        within = (figure for figure in self.figures if figure.source == "narrative" and figure.place.lines)
        return [figure for figure in within if figure.place.lines and lines[0] <= figure.place.lines[0] <= lines[1]]


def read_passages(
    sections: Sequence[Section], disclosure: Disclosure, document: Document, tables: Sequence[Table], figures: Sequence[Figure]
) -> list[Passage]:
    """Every passage of a document: prose in reading order, then the rows and notes of its tables.

    `figures` include the claims: they tell which unit a paragraph and which subject a reason speaks of.
    """
    shelf = _Shelf(document, disclosure, figures, Vocabulary(disclosure, figures))
    full = document_measure(sections)
    for section in sections:
        if section.kind == "overview":
            _overview(shelf, section, prose(section, full))
        elif section.kind == "narrative":
            _narrative(shelf, section, prose(section, full))
        elif section.kind == "glossary":
            _glossary(shelf, section, prose(section, full))
        elif section.kind == "performance":
            _goals(shelf, section, tables, figures)
    for table in tables:
        _table(shelf, table, _project(table, figures))
    return shelf.all


def _body(one: Prose) -> int:
    """Where the text behind the numbering of a paragraph starts."""
    match = numbering().match(one.text)
    return match.end() if match else 0


def _overview(shelf: _Shelf, section: Section, paragraphs: Sequence[Prose]) -> None:
    above = heading(section)
    for one in _with_lists(paragraphs):
        if is_heading(one.text):
            continue
        kind = _overview_kind(section, one.text)
        if kind != "duty":
            spoken = next((claim.org for claim in shelf.claims(one.lines)), shelf.disclosure.org)
            shelf.add(kind, one.text, one.lines, above, spoken)
            continue
        for start, end in _duties(one):
            shelf.add("duty", one.text[start:end], one.span(start, end), above, shelf.disclosure.org)


def _with_lists(paragraphs: Sequence[Prose]) -> Iterator[Prose]:
    """Paragraphs, a list joined to the sentence that announces it (“…包括：”)."""
    held: Prose | None = None
    for one in paragraphs:
        if held is not None and numbering().match(one.text) and len(one.text) < 60:
            starts = tuple((start + len(held.text) + 1, line) for start, line in one.starts)
            held = Prose(f"{held.text}\n{one.text}", (held.lines[0], one.lines[1]), (*held.starts, *starts))
            continue
        if held is not None:
            yield held
        held = one if one.text.endswith(("：", ":")) else None
        if held is None:
            yield one
    if held is not None:
        yield held


def _overview_kind(section: Section, text: str) -> Kind:
    numbered = numbering().match(text) is not None
    if _DUTIES.search(section.title) and (numbered or not _STAFF.search(text)):
        return "duty"
    if _STRUCTURE.search(text):
        return "structure"
    return "staff" if _STAFF.search(text) else "structure"


def _duties(one: Prose) -> list[Span]:
    """A numbered duty is one passage; an unnumbered paragraph that lists duties between semicolons is one each."""
    start = _body(one)
    if start or one.text.count("；") < 3:
        return [(start, len(one.text))]
    start = one.text.find("：") + 1
    return [(start + part.start(), start + part.end()) for part in re.finditer(r"[^；]+；?", one.text[start:])]


def _narrative(shelf: _Shelf, section: Section, paragraphs: Sequence[Prose]) -> None:
    above = heading(section)
    described: list[Field] = []
    for one in fields(paragraphs):
        if isinstance(one, Field) and (one.goes_on or not described):
            described.append(one)
            continue
        _project_field(shelf, described, above)
        described = [one] if isinstance(one, Field) else []
        if isinstance(one, Prose) and is_heading(one.text):
            above = heading(section, one.text)
        elif isinstance(one, Prose):
            _paragraph(shelf, one, above)
    _project_field(shelf, described, above)


def _project_field(shelf: _Shelf, described: Sequence[Field], above: str) -> None:
    """One field of a project's description, with the paragraphs that go on with it."""
    if described:
        first = described[0]
        text = "".join([f"{first.label}：{first.text}", *(one.text for one in described[1:])])
        shelf.add("project", text, (first.prose.lines[0], described[-1].prose.lines[1]), above, first.project)


def _paragraph(shelf: _Shelf, one: Prose, above: str) -> None:
    start = _body(one)
    for (a, b), label in _chunks(one.text, start):
        kind: Kind = "reason" if "原因" in label or "问题" in label else "narrative"
        shelf.add(kind, one.text[a:b], one.span(a, b), above, label)
        for c, d in sentences(one.text[a:b]) if not label else ():
            _reasons(shelf, one, (a + c, a + d), above)


def _chunks(text: str, start: int) -> Iterator[tuple[Span, str]]:
    """Parts of a paragraph: at labels that open a list (“存在的问题：一是…”), else between sentences at most LONGEST characters apart."""
    labels = [(match.start("label"), match["label"]) for match in _LABEL.finditer(text, start)]
    cuts = [(start, ""), *labels] if not labels or labels[0][0] > start else labels
    ends = [at for at, _ in cuts[1:]] + [len(text)]
    for (at, label), end in zip(cuts, ends, strict=True):
        if label:
            yield (at, end), label
        else:
            yield from (((at + a, at + b), "") for a, b in _pieces(text[at:end]))


def _pieces(text: str) -> Iterator[Span]:
    """Sentences of `text` gathered into pieces of at most LONGEST characters."""
    begin = end = 0
    for a, b in sentences(text):
        if b - begin > LONGEST and end > begin:
            yield begin, end
            begin = a
        end = b
    if end > begin:
        yield begin, end


def _reasons(shelf: _Shelf, one: Prose, span: Span, above: str) -> None:
    """What changed and why, one passage a reason: from the subject to the end of the reason."""
    text = fold(one.text[span[0] : span[1]])
    given = reasons(text)
    for start, end in groups(text, given):
        behind = start
        for reason in (reason for reason in given if start <= reason.start < end):
            inner = text.rfind("其中", behind, reason.start)
            behind = inner if inner >= 0 else behind
            a, b = span[0] + behind, span[0] + reason.end
            said = _LEAD.sub("", one.text[a:b])
            shelf.add("reason", said, one.span(a, b), above, _subject(shelf, text, behind, reason, one.span(a, b)))
            behind = reason.end


def _subject(shelf: _Shelf, text: str, behind: int, reason: Reason, lines: Span) -> str:
    """What a reason speaks of: the subject of the change it explains, else what its clause begins with."""
    said = text[reason.from_ : reason.end].strip("，。；： ")
    told = next((claim.row_name for claim in shelf.claims(lines) if claim.reason and fold(claim.reason) == said), "")
    if told:
        return told
    path = read_path(text[behind : reason.start])
    if path:
        return path.leaf
    clause = _LEAD.sub("", text[behind : reason.start])
    subject = subject_of(re.split(r"[，；：\d]", clause, maxsplit=1)[0], shelf.words)
    return subject.name if subject and subject.known else ""


def _glossary(shelf: _Shelf, section: Section, paragraphs: Sequence[Prose]) -> None:
    entries: list[tuple[str, str, Span]] = []
    for one in paragraphs:
        text = one.text[_body(one) :]
        entry = _ENTRY.match(text)
        if entry and (_body(one) or not entries):
            entries.append((re.sub('[“”"]', "", entry["term"]).strip(), text, one.lines))
        elif entries and text.endswith(("。", "；")):
            term, said, lines = entries[-1]
            entries[-1] = (term, said + text, (lines[0], one.lines[1]))
    for term, said, lines in entries:
        shelf.add("definition", said, lines, heading(section), term)


def _goals(shelf: _Shelf, section: Section, tables: Sequence[Table], figures: Sequence[Figure]) -> None:
    for goal in goals(section, tables, figures):
        lines = (goal.paragraphs[0].lines[0], goal.paragraphs[-1].lines[1])
        shelf.add("performance", "".join(one.text for one in goal.paragraphs), lines, f"{goal.heading} › {goal.measure}", goal.project)


def _project(table: Table, figures: Iterable[Figure]) -> str:
    """The project that a performance table assesses; empty for official tables."""
    name = f"{table.number} {table.title}".strip()
    return next((figure.project for figure in figures if figure.table == name and figure.form.startswith("绩效")), "")


def _table(shelf: _Shelf, table: Table, project: str) -> None:
    title = f"{table.number} {table.title}".strip()
    lines = table.place.lines or (0, 0)
    if table.note:
        shelf.add("note", table.note, table.note_lines or lines, title, table.title)
    rows = [(cells, at or lines) for cells, at in zip(table.rows, table.row_lines, strict=True) if any(cell.strip() for cell in cells)]
    header = " | ".join(name for name in table.header if name)
    named = f"{title}（单位：{table.unit}）" if table.unit else title
    for start in range(0, len(rows), ROWS):
        chunk = rows[start : start + ROWS]
        text = "\n".join([named, header, *(" | ".join(cell for cell in cells if cell.strip()) for cells, _ in chunk)])
        shelf.add("table", text, (chunk[0][1][0], chunk[-1][1][1]), title, project)
