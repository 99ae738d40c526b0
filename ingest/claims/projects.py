"""Labelled descriptions of projects: scale, allocation of funds, and fields that may not be published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.claims.drafts import Draft, Drafts
from ingest.claims.numbers import Mention, mentions
from ingest.claims.reader import Context, Reader
from ingest.claims.vocabulary import Subject, fold, patterns
from ingest.prose import Prose, data, field_label, is_heading

ALLOCATED = "分配数"
"""Measure of the parts that a project's money is divided into."""
_ENUMERATOR = re.compile(r"^(?:[；;，,。、：:\s]|[（(]?\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩]|[一二三四五六七八九十]是)+")
_TOTAL = re.compile(r"^(?:以上)?(?:共计|合计|总计|共|总共)(?:经费|资金|金额)?$")
_ABOUT = re.compile(r"(?:约|共|共计|合计|为|计|[：:])+$")


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled paragraph of a project's description (`key` as in prose.yaml), or an unlabelled one that goes on with it."""

    key: str
    label: str
    project: str
    prose: Prose
    start: int
    """Where the text behind the label starts."""
    goes_on: bool = False

    @property
    def text(self) -> str:
        return self.prose.text[self.start :].strip()


@cache
def _keys() -> dict[str, str]:
    return {label: key for key, labels in data()["fields"].items() for label in labels}


def fields(paragraphs: Sequence[Prose]) -> Iterator[Field | Prose]:
    """The paragraphs of a section: those that describe projects as fields, the others as they are.

    A paragraph without a label goes on with the field before it while a project is being described.
    """
    project, last = "", None
    for prose in paragraphs:
        label = field_label(prose.text)
        if label is not None and (project or _keys()[label["label"]] == "name"):
            key = _keys()[label["label"]]
            project = prose.text[label.end() :].strip("。；; ") if key == "name" else project
            last = Field(key, label["label"], project, prose, label.end())
            yield last
        elif last is not None and not is_heading(prose.text) and last.key != "period":
            yield Field(last.key, last.label, project, prose, 0, goes_on=True)
        else:
            project, last = "", None
            yield prose


def names(paragraphs: Sequence[Prose]) -> list[str]:
    """The projects that a section describes."""
    return [one.project for one in fields(paragraphs) if isinstance(one, Field) and one.key == "name"]


def read_field(one: Field, reader: Reader, context: Context) -> list[Draft]:
    """The claims of one field; numbers of names, grounds and dates are none."""
    if one.key == "name" or not one.text:
        return []
    context.project = one.project
    if re.fullmatch(rf"(?:{patterns()['withheld']})[。；]?", fold(one.text)):
        return [_withheld(one, reader.drafts, context)] if one.key in ("scale", "allocation") else []
    if one.key == "scale":
        return [
            _part(one, mention, reader.drafts, context, name=one.project, measure=f"{reader.told.kind}数") for mention in _money(one)[-1:]
        ]
    if one.key == "allocation":
        return list(_allocated(one, reader.drafts, context))
    return reader.paragraph(one.prose, context, one.start) if one.key == "content" else []


def _money(one: Field) -> list[Mention]:
    return [mention for mention in mentions(fold(one.prose.text)) if mention.kind == "money" and mention.start >= one.start]


def _allocated(one: Field, drafts: Drafts, context: Context) -> Iterator[Draft]:
    """Each part in its own words: what stands between two amounts is the name of the second one."""
    behind, number = one.start, 1
    for mention in _money(one):
        words = one.prose.text[behind : mention.start].lstrip("；;，,。、：: ")
        # in a numbered list “2.3台服务器” is the second entry
        if listed := re.match(rf"{number}[.．、]", words):
            words, number = words[listed.end() :], number + 1
        words = _ABOUT.sub("", _ENUMERATOR.sub("", words))
        name = one.project if not words or _TOTAL.match(words) else words
        yield _part(one, mention, drafts, context, name=name, measure=ALLOCATED)
        behind = mention.end


def _part(one: Field, mention: Mention, drafts: Drafts, context: Context, *, name: str, measure: str) -> Draft:
    draft = _blank(one, (mention.start, mention.end), drafts, context)
    draft.subject, draft.measure = Subject(name), measure
    draft.printed, draft.value, draft.unit = one.prose.text[mention.start : mention.number_end], mention.value, mention.unit
    return draft


def _withheld(one: Field, drafts: Drafts, context: Context) -> Draft:
    draft = _blank(one, (one.start, len(one.prose.text)), drafts, context)
    draft.state, draft.printed = "withheld", one.text.strip("。；")
    if one.key == "allocation":
        draft.column, draft.measure = "资金分配", ALLOCATED
    return draft


def _blank(one: Field, at: tuple[int, int], drafts: Drafts, context: Context) -> Draft:
    """A draft of the project's amount at `at` in the paragraph, without a number yet."""
    told, lines = drafts.disclosure, one.prose.span(*at)
    draft = Draft(
        id=drafts.new_id(lines[0]), lines=lines, start=at[0], subject=Subject(one.project), column="金额", measure=f"{told.kind}数",
        period=told.year, org=told.org, heading=context.heading, sentence=one.prose.text.strip(), printed="", value=None, unit="",
        project=one.project,
    )  # fmt: skip
    drafts.all.append(draft)
    return draft
