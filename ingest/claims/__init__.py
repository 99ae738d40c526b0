"""Claims: every number of the prose as a Figure, with what its sentence says of it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model import Disclosure, Figure, Table
from ingest.claims.accounts import Accounts
from ingest.claims.drafts import Drafts, taken_ids
from ingest.claims.goals import Goal, goals
from ingest.claims.projects import Field, fields, names, read_field
from ingest.claims.reader import Context, Reader
from ingest.claims.vocabulary import Vocabulary
from ingest.document import Document, Section
from ingest.prose import Prose, document_measure, is_heading, prose

READ_KINDS = frozenset({"overview", "narrative"})


def read_claims(
    sections: Sequence[Section], disclosure: Disclosure, document: Document, tables: Sequence[Table], figures: Sequence[Figure]
) -> list[Figure]:
    """The claims of a document in reading order: amounts, shares, changes, rates, counts, areas and values of its prose.

    `figures` are those of its tables: they name its rows and projects, and their ids are not given twice. Changes are signed, money keeps
    its printed unit; a number whose column is 资金分配 and whose state is withheld was not published.
    """
    full = document_measure(sections)
    texts = [(section, prose(section, full)) for section in sections if section.kind in READ_KINDS]
    drafts = Drafts(document, disclosure, taken_ids(figures))
    words = Vocabulary(disclosure, figures, [name for _, paragraphs in texts for name in names(paragraphs)])
    reader = Reader(drafts, words, Accounts(figures, disclosure.year))
    read = dict(zip(map(id, [section for section, _ in texts]), [paragraphs for _, paragraphs in texts], strict=True))
    for section in sections:
        if section.kind in READ_KINDS:
            _section(section, read[id(section)], reader)
        elif section.kind == "performance":
            for goal in goals(section, tables, figures):
                _goal(goal, reader)
    return drafts.figures()


def heading(section: Section, sub: str = "") -> str:
    """Headings above a paragraph, outermost first, joined by “ › ”."""
    own = f"{section.number}、{section.title}" if section.number and section.title else section.title
    own = "" if section.title and section.part.endswith(section.title) else own
    return " › ".join(part for part in (section.part, own, sub) if part)


def _section(section: Section, paragraphs: Sequence[Prose], reader: Reader) -> None:
    context = Context(heading(section), section.title)
    for one in fields(paragraphs):
        if isinstance(one, Field):
            read_field(one, reader, context)
        elif is_heading(one.text):
            context = Context(heading(section, one.text), section.title)
        else:
            context.project = ""
            reader.paragraph(one, context)


def _goal(goal: Goal, reader: Reader) -> None:
    context = Context(goal.heading, "绩效", project=goal.project, measure=goal.measure)
    for one in goal.paragraphs:
        reader.paragraph(one, context)
