"""Reads the numbers of one sentence after the other, carrying what the text carries: subject, unit spoken of, year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.claims.accounts import Accounts, Path, read_path
from ingest.claims.drafts import CHANGES, Draft, Drafts, signed
from ingest.claims.numbers import Mention, mentions
from ingest.claims.relations import Relation, comparison, relation
from ingest.claims.sentences import Reason, clauses, groups, reasons, sentences
from ingest.claims.subjects import bought_as, counted_as, find_subject, light, thing_counted, without_comparison
from ingest.claims.vocabulary import Subject, Vocabulary, fold, patterns
from ingest.document import Span
from ingest.prose import Prose, numbering

REASON = "原因"
"""Measure of numbers inside a stated reason: they explain another number and are no amounts of this disclosure."""
_TITLES = re.compile(r"《[^《》]*》")


@dataclass(slots=True)
class Context:
    """What holds for the paragraph at hand; the last fields change from sentence to sentence."""

    heading: str
    topic: str
    """Title of the section, for what bare names mean there."""
    project: str = ""
    measure: str = ""
    """What counts are where nothing else tells: 预期目标, 实际完成."""
    as_of: int | None = None
    subject: Subject | None = None
    path: Path | None = None
    year: int = 0
    org: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    subject: Subject
    relation: Relation
    consumed: int
    """Where the words that belong to this number end, in the sentence."""
    period: int


@cache
def _as_of() -> re.Pattern[str]:
    return re.compile(patterns()["as_of"])


@cache
def _year() -> re.Pattern[str]:
    return re.compile(patterns()["year"])


@cache
def _about_unit() -> re.Pattern[str]:
    return re.compile(rf"^(?P<name>[\u4e00-\u9fff（）“”]{{4,30}}?){patterns()['about_unit']}")


class Reader:
    """Turns paragraphs into drafts, in reading order."""

    def __init__(self, drafts: Drafts, words: Vocabulary, accounts: Accounts) -> None:
        self.drafts, self.words, self.accounts = drafts, words, accounts
        self.told = drafts.disclosure

    def paragraph(self, prose: Prose, context: Context, start: int | None = None) -> list[Draft]:
        """Every claim of a paragraph (from `start` on, its numbering aside if None)."""
        if start is None:
            numbered = numbering().match(prose.text)
            start = numbered.end() if numbered else 0
        context.subject = _project_subject(context.project) if context.measure else None
        found: list[Draft] = []
        for span in sentences(prose.text[start:]):
            found += self._sentence(prose, (span[0] + start, span[1] + start), context)
        return found

    def _sentence(self, prose: Prose, span: Span, context: Context) -> list[Draft]:
        text = fold(prose.text[span[0] : span[1]])
        self._set_scene(text, context)
        given = reasons(text)
        found: list[Draft] = []
        behind = 0
        for mention in mentions(text, self._masked(text)):
            inside = any(one.from_ <= mention.start < one.end for one in given)
            claimed = self._claimed(text, behind, mention, context)
            if claimed is None:
                continue
            draft = self._draft(prose, span, mention, claimed, context, inside=inside)
            behind = claimed.consumed
            if not inside and claimed.relation.column != "上年数":
                context.year = claimed.period
            found.append(draft)
        _attach_reasons(text, given, found, prose.text[span[0] : span[1]])
        self._remember_path(text, context)
        return found

    def _masked(self, text: str) -> tuple[Span, ...]:
        """Spans whose numbers belong to a name: titles in 《》 and projects with digits in their names."""
        spans = [match.span() for match in _TITLES.finditer(text)]
        for project in self.words.projects:
            if any(char.isdigit() for char in project):
                spans += [match.span() for match in re.finditer(re.escape(project), text)]
        return tuple(spans)

    def _set_scene(self, text: str, context: Context) -> None:
        """The year and the unit that a sentence speaks of."""
        if as_of := _as_of().search(text):
            context.as_of = int(as_of[1])
        first = re.match(rf"^{patterns()['year']}(?!\d+月)", text)
        near = first is not None and abs(int(first[1]) - self.told.year) <= 1 and not self.words.opens(text)
        context.year = int(first[1]) if first and near else context.as_of or self.told.year
        context.org = self._unit_spoken_of(text)
        self.words.hear(context.org)

    def _unit_spoken_of(self, text: str) -> str:
        for unit in self.words.units:
            if text.startswith(unit) and not self.words.is_own(unit):
                return unit
        named = _about_unit().match(text)
        if named is None:
            return self.told.org
        name = re.sub(r"(?:部门|单位|本级|共)$", "", _year().sub("", named["name"]))
        is_unit = name.endswith(tuple(patterns()["organisation_ends"])) and not re.match("本|我|单位|部门|其", name)
        return name if is_unit and name not in self.words.names and not self.words.is_own(name) else self.told.org

    def _claimed(self, text: str, behind: int, mention: Mention, context: Context) -> Claimed | None:
        gap = text[behind : mention.start]
        path = read_path(gap)
        said = gap[path.end :] if path else gap
        own_clause = clauses(said)[-1]
        told = self._related(own_clause, mention)
        counted = thing_counted(told.rest, text[mention.end :], mention, self.words)
        subject = counted[0] if counted else self._subject(said, told, path, context)
        if subject is None or (mention.kind == "none" and not (subject.staff and subject.unit)):
            return None
        subject = self._coded(bought_as(counted_as(subject, mention), context.subject), context)
        end = mention.end + (counted[1] if counted else 0)
        return Claimed(subject, told, end, self._period(said, own_clause, told, subject, context))

    def _related(self, clause: str, mention: Mention) -> Relation:
        told = relation(clause, mention, light())
        if told.measure and (named := self.words.suffix(without_comparison(clause))):
            return replace(told, rest=clause, measure=named[0].measure)  # 收支总预算 is a name, not an amount called 预算
        return told

    def _subject(self, said: str, told: Relation, path: Path | None, context: Context) -> Subject | None:
        found = find_subject(said, told.rest, self.words, dependent=told.dependent or path is not None)
        if path is not None and (found is None or not found.known):
            return self._of_path(path, context)
        if told.dependent and found and context.subject and _short_for(found, context.subject):
            return context.subject
        return found or context.subject or (self.words.within(fold(context.topic)) if told.dependent else None)

    def _of_path(self, path: Path, context: Context) -> Subject:
        names = path.names
        if context.path is not None and not names[0]:
            names = (context.path.names[0], names[1] or context.path.names[1], names[2])
        full = Path(names, path.end)
        return Subject(full.leaf, code=self.accounts.of_path(full))

    def _remember_path(self, text: str, context: Context) -> None:
        """A path may stand in a sentence or heading of its own, before the amounts: it is the subject of what follows."""
        path = read_path(text)
        if path is not None:
            subject = self._of_path(path, context)
            context.path = Path((path.names[0] or (context.path.names[0] if context.path else ()), path.names[1], path.names[2]), path.end)
            context.subject = subject

    def _coded(self, subject: Subject, context: Context) -> Subject:
        """The account code that a bare name means here: economic items where basic expenditure is explained, else a class."""
        if subject.code or subject.project or subject.unit:
            return subject
        code = ""
        if "基本支出" in context.topic or "人员经费" in context.topic:
            code = self.accounts.named(subject.name, "econ")
        code = code or self.accounts.class_named(subject.name)
        if not code and (used := re.fullmatch(r"(.{3,})(?:基本支出|项目支出)", subject.name)):
            code = self.accounts.named(used[1], "func")
            return replace(subject, name=used[1], code=code) if code else subject
        return replace(subject, code=code)

    def _period(self, said: str, own_clause: str, told: Relation, subject: Subject, context: Context) -> int:
        if told.column == "上年数":
            return self.told.year - 1
        years = _year().findall(comparison().sub("", _TITLES.sub("", own_clause)).replace(subject.name, ""))
        if not years and len(parts := clauses(said)) > 1:
            years = re.findall(rf"^{patterns()['year']}$", parts[-2])
        if years and (told.measure or not told.dependent):
            return int(years[-1])
        return context.year

    def _draft(self, prose: Prose, span: Span, mention: Mention, claimed: Claimed, context: Context, *, inside: bool) -> Draft:
        subject, told = claimed.subject, claimed.relation
        start, end = span[0] + mention.start, span[0] + mention.end
        lines = prose.span(start, end)
        column = "价值" if subject.value and told.column == "金额" else told.column
        if told.measure == "执行数" and claimed.period == self.told.year - 1:
            column = "上年数"
        of = "" if inside else self._of(column, subject, claimed.period)
        draft = Draft(
            id=self.drafts.new_id(lines[0]), lines=lines, start=mention.start, subject=subject, column=column,
            measure=REASON if inside else self._measure(mention, told, subject, of, context), period=claimed.period, org=context.org,
            heading=context.heading, sentence=prose.text[span[0] : span[1]].strip(), printed=_printed(prose, start, mention, span),
            value=signed(mention, told.sign), unit=mention.unit or subject.unit, project=context.project, of=of, in_reason=inside,
        )  # fmt: skip
        self.drafts.all.append(draft)
        if not inside:
            context.subject = subject
        return draft

    def _measure(self, mention: Mention, told: Relation, subject: Subject, of: str, context: Context) -> str:
        if told.measure:
            return told.measure
        about = next((draft.measure for draft in reversed(self.drafts.all) if draft.id == of), "") if of else ""
        if about or subject.measure:
            return about or subject.measure
        if mention.kind in ("money", "percent") and not (context.measure and mention.kind == "percent"):
            return f"{self.told.kind}数"
        return context.measure or f"{self.told.kind}数"

    def _of(self, column: str, subject: Subject, period: int) -> str:
        if column in ("金额", "数量", "面积", "价值", "上年数", "比率"):
            return ""
        amount = self.drafts.last_amount(subject, period)
        return amount.id if amount else ""


def _short_for(found: Subject, before: Subject) -> bool:
    """Whether a change is told of the subject before it by the end of its name: 财政拨款收支总预算 …, 收支总预算各增加 …"""
    return before.name != found.name and before.name.endswith(found.name) and not (found.code or found.project)


def _project_subject(project: str) -> Subject:
    """What a goal speaks of where it names nothing else."""
    return Subject("整体支出" if project == "整体" else fold(project), project=project)


def _printed(prose: Prose, start: int, mention: Mention, span: Span) -> str:
    end = span[0] + mention.number_end + (1 if mention.kind == "percent" else 0)
    return prose.text[start:end].strip()


def _attach_reasons(text: str, given: Sequence[Reason], found: Sequence[Draft], printed: str) -> None:
    """A reason belongs to the changes before it in its own group; behind 其中 it is a part's, no longer the whole's."""
    for start, end in groups(text, list(given)):
        behind = start
        for one in given:
            if start <= one.start < end:
                behind = max(behind, text.rfind("其中", behind, one.start))
                for draft in found:
                    if behind <= draft.start < one.start and draft.column in CHANGES and not draft.in_reason:
                        draft.reason = printed[one.from_ : one.end].strip("，。；;：: ")
                behind = one.end
