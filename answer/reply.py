"""Building an answer whose every number is a slot: text, spans, values and citations grow together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from answer.quantity import Quantity
from domain.model import Answer, Candidate, Check, Citation, Disclosure, Figure, Nearest, Passage, Span, Status, Table, Value
from domain.money import plain

MOST_CITATIONS = 16


@dataclass
class Reply:
    """Append with `say`; numbers only through `number` and quotes only through `quote`."""

    question: str
    lang: str
    _said: list[str] = field(default_factory=list)
    _length: int = 0
    _values: list[Value] = field(default_factory=list)
    _spans: list[Span] = field(default_factory=list)
    _citations: dict[tuple[object, ...], Citation | Figure] = field(default_factory=dict)
    """A figure's own is made at the end: of a row over all offices only the first are shown."""
    _places: dict[Value, int] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    """Figures of the answer, asked-for first: what is to be checked."""
    checks: list[Check] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    nearest: list[Nearest] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    chart: dict[str, object] | None = None

    @classmethod
    def resume(cls, answer: Answer) -> Reply:
        """An answer taken up again, to add what its checks found."""
        reply = cls(answer.question, answer.lang, [answer.text], len(answer.text), list(answer.values), list(answer.spans))
        reply._citations = {(each.figure or index,): each for index, each in enumerate(answer.citations)}
        reply.candidates, reply.nearest, reply.missing = list(answer.candidates), list(answer.nearest), list(answer.missing)
        reply.chart = answer.chart
        return reply

    def say(self, *parts: str) -> Reply:
        for part in parts:
            self._apart(part)
            self._put(part)
        return self

    def _apart(self, following: str) -> None:
        """A blank where English and Chinese words meet in an English answer."""
        last = next((part for part in reversed(self._said) if part), "")
        if self.lang != "zh" and _MEETING.search(f"{last[-1:]}{following[:1]}"):
            self._put(" ")

    def _put(self, part: str) -> None:
        self._said.append(part)
        self._length += len(part)

    def number(self, quantity: Quantity, *, signed: bool = False, unit: bool = True) -> Reply:
        """The quantity's number as a slot, with its unit behind it."""
        shown = quantity.shown if signed else quantity.shown.lstrip("-")
        self._apart(shown)
        self._slot(shown, quantity)
        return self.say(unit_text(quantity.unit, self.lang)) if unit and quantity.unit else self

    def _slot(self, shown: str, quantity: Quantity) -> None:
        value = quantity.as_value()
        place = self._place(value)
        start = self._length
        self._put(shown)
        self._spans.append(Span(start, self._length, place))
        for figure in quantity.figures:
            self.cite(figure)

    def _place(self, value: Value) -> int:
        """Where the value stands among the values; a new one is the last."""
        if len(self._places) != len(self._values):
            self._places = {each: at for at, each in enumerate(self._values)}
        if value not in self._places:
            self._places[value] = len(self._values)
            self._values.append(value)
        return self._places[value]

    def first(self, quantity: Quantity) -> Reply:
        """Make this value the first one: what was asked for; the others are its operands."""
        value = quantity.as_value()
        order = [value, *(each for each in self._values if each != value)]
        self._spans = [replace(span, value=order.index(self._values[span.value])) for span in self._spans]
        self._values, self._places = order, {}
        return self

    def keep(self, quantity: Quantity) -> Reply:
        """A value that belongs to the answer without being written out."""
        self._place(quantity.as_value())
        for figure in quantity.figures:
            self.cite(figure)
        return self

    def cite(self, figure: Figure) -> None:
        key = (figure.id,)
        if key not in self._citations:
            self._citations[key] = figure
            self.figures.append(figure)

    def cite_passage(self, passage: Passage, document: Disclosure, printed: str) -> None:
        self._citations.setdefault((passage.id, printed), passage_citation(passage, document, printed))

    def cite_table(self, table: Table, disclosure: Disclosure) -> None:
        """An empty table, by its note where it has one."""
        lines = table.note_lines or table.place.lines
        place = table.place
        made = Citation(
            None,
            table.document,
            place.file,
            disclosure.org,
            disclosure.year,
            disclosure.kind,
            place.page,
            lines if place.page is None else None,
            place.bbox,
            f"{table.number} {table.title}".strip(),
            "",
            "",
            table.note,
            place.cell,
        )
        self._citations.setdefault((table.id,), made)

    def quote(self, text: str, claims: Iterable[Figure] = (), computed: Iterable[Quantity] = ()) -> Reply:
        """Words of a document or a check; the numbers in them are bound to the claims read there, or to what was computed of them."""
        known = _known(claims, computed)
        cursor = 0
        for match in _NUMBER.finditer(text):
            self._put(text[cursor : match.start()])
            cursor = match.end()
            bound = known.get(_digits(match[0]))
            if bound is None:
                self._put(match[0])
            else:
                self._slot(match[0], bound)
        self._put(text[cursor:])
        return self

    @property
    def any_citation(self) -> bool:
        return bool(self._citations)

    def ask_about(self, candidate: Candidate) -> None:
        if candidate.label not in {each.label for each in self.candidates}:
            self.candidates.append(candidate)

    def answer(self, status: Status, query: dict[str, object] | None = None) -> Answer:
        text = "".join(self._said)
        shown = list(self._citations.values())[:MOST_CITATIONS]
        return Answer(
            question=self.question,
            status=status,
            text=text.strip(),
            lang=self.lang,
            spans=_shifted(self._spans, len(text) - len(text.lstrip())),
            values=tuple(self._values),
            citations=tuple(citation(each) if isinstance(each, Figure) else each for each in shown),
            checks=tuple(self.checks),
            candidates=tuple(self.candidates),
            missing=tuple(self.missing),
            nearest=tuple(self.nearest),
            query=query or {},
            chart=self.chart,
        )


def _shifted(spans: Sequence[Span], lead: int) -> tuple[Span, ...]:
    """Where they stand in a text that begins `lead` characters later."""
    return tuple(replace(span, start=span.start - lead, end=span.end - lead) for span in spans) if lead else tuple(spans)


def _digits(text: str) -> str:
    return text.replace(",", "").rstrip("%").lstrip("-")


def _known(claims: Iterable[Figure], computed: Iterable[Quantity]) -> dict[str, Quantity]:
    """Printed digits → what they are; a printed number goes before a computed one."""
    found = {plain(abs(quantity.value)): quantity for quantity in computed}
    for claim in claims:
        if claim.value is not None:
            quantity = Quantity(claim.value, claim.unit, claim.row_name, (claim,))
            found |= {_digits(re.sub(r"\s", "", claim.printed)): quantity, plain(abs(claim.value)): quantity}
    return found


def unbound(text: str, claims: Iterable[Figure], computed: Iterable[Quantity]) -> bool:
    """Whether `text` holds a number with a unit or decimals that neither the claims nor what was computed account for."""
    known = _known(claims, computed)
    return any(_digits(match[0]) not in known for match in _FIGURE.finditer(text))


_MEETING = re.compile("[\u4e00-\u9fff）》”][A-Za-z\\d-]|[A-Za-z\\d][\u4e00-\u9fff《“]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FIGURE = re.compile(r"(?<![0-9A-Za-z.])\d[\d,]*\.\d+|(?<![0-9A-Za-z.])\d[\d,]*(?=\s*(?:万元|亿元|千元|元|%|人|名|辆|台|平方米|家|户))")
_ENGLISH_UNITS = {
    "万元": " ×10,000 yuan",
    "元": " yuan",
    "亿元": " ×100 million yuan",
    "千元": " ×1,000 yuan",
    "%": "%",
    "人": " people",
    "名": " people",
    "辆": " vehicles",
    "平方米": " m²",
    "个": "",
    "分": " points",
}


def unit_text(unit: str, lang: str) -> str:
    return unit if lang == "zh" else _ENGLISH_UNITS.get(unit, f" {unit}")


def citation(figure: Figure) -> Citation:
    place = figure.place
    return Citation(
        figure=figure.id,
        document=figure.document,
        file=place.file,
        org=figure.org,
        year=figure.year,
        kind=figure.kind,
        page=place.page,
        lines=place.told_lines,
        bbox=place.bbox,
        table=figure.table,
        row=f"{figure.row_code} {figure.row_name}".strip(),
        column=figure.column,
        printed=figure.printed,
        cell=place.cell,
        ocr=place.ocr,
    )


def passage_citation(passage: Passage, document: Disclosure, printed: str) -> Citation:
    place = passage.place
    return Citation(
        figure=None,
        document=passage.document,
        file=place.file,
        org=document.org,
        year=document.year,
        kind=document.kind,
        page=place.page,
        lines=place.told_lines,
        bbox=place.bbox,
        table=passage.heading,
        row=passage.term,
        column="",
        printed=printed,
        cell=place.cell,
        ocr=place.ocr,
    )
