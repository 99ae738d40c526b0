"""From the bytes of one file to everything that was read from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.facts import Fact, settled
from domain.lexicon import TOTAL_COLUMNS, item_of
from domain.model import Disclosure, Figure, Issue, Parsed, Table
from ingest.claims import read_claims
from ingest.document import Document, Section
from ingest.identity import recognise
from ingest.lifting import lifted
from ingest.passages import read_passages
from ingest.readers import read_again, read_document
from ingest.readers.unruled import UNREAD
from ingest.reconcile import alternatives, better, faults, misread, pages_of, told
from ingest.sections import split
from ingest.spaced import spaced_tables
from ingest.tables import absent_tables, grid_tables
from ingest.told import known, renamed, tell, untold


def parse(data: bytes, name: str, facts: Iterable[Fact] = ()) -> Parsed:
    """Everything that `data` discloses; what a person says of it (`facts`) goes before what is recognised.

    Where a drawn table doesn't add up and its format has a second reader, its pages are read by that one too, and the better reading is taken.
    Raises ingest.errors.Unreadable for what is no disclosure.
    """
    return _with_doubts(_better_reading(data, name, settled(facts)))


def _with_doubts(read: Parsed) -> Parsed:
    """Figures recognised from a picture that one misread character keeps from adding up are marked, and said."""
    doubtful = misread(read.figures)
    figures = tuple(replace(figure, confidence="doubtful") if figure.id in doubtful else figure for figure in read.figures)
    said = tuple(Issue(one.place.file, one.place.sha, None, told(one, why), one.place.page) for one, why in doubtful.values())
    return replace(read, figures=figures, issues=(*read.issues, *said))


def _better_reading(data: bytes, name: str, facts: Sequence[Fact]) -> Parsed:
    first = _parsed(read_document(data, name), name, facts)
    pages = pages_of(faults(first.figures))
    again = read_again(data, name, pages) if pages else None
    if again is None:
        return first
    second = _parsed(again, name, facts)
    if taken := better(first.figures, second.figures, pages):
        return replace(second, figures=tuple(taken))
    return replace(first, figures=(*first.figures, *alternatives(first.figures, second.figures, pages)))


def _parsed(read: Document, name: str, facts: Sequence[Fact]) -> Parsed:
    document = lifted(read)
    sections, unapplied = tell(split(document), facts, document.sha)
    disclosure = recognise(document, sections, known(facts))
    tables, figures, unplaced = _tables(sections, disclosure, document)
    tables, figures, unnamed = renamed(tables, figures, facts)
    unapplied += unnamed
    figures += read_claims(sections, disclosure, document, tables, figures)
    passages = read_passages(sections, disclosure, document, tables, figures)
    figures = _told_apart([_with_item(figure) for figure in figures])
    issues = (*_issues(document, figures), *unplaced, *untold(document, unapplied))
    return Parsed(disclosure, name, document.sha, tuple(tables), tuple(figures), tuple(passages), issues, unapplied=tuple(unapplied))


def _tables(sections: Sequence[Section], disclosure: Disclosure, document: Document) -> tuple[list[Table], list[Figure], tuple[Issue, ...]]:
    read = spaced_tables if document.layout == "spaced" else grid_tables
    tables, figures = read(sections, disclosure, document)
    issues: tuple[Issue, ...] = ()
    if document.layout == "spaced" and document.spots:
        tables, figures, issues = _without_guesses(document, tables, figures)
    if issues or any(remark.reason == UNREAD for remark in document.remarks):
        return list(tables), list(figures), issues  # a table that is listed may be one that was not read: it can't be called absent
    return [*tables, *absent_tables(sections, disclosure, document)], list(figures), ()


def _without_guesses(
    document: Document, tables: Sequence[Table], figures: Sequence[Figure]
) -> tuple[list[Table], list[Figure], tuple[Issue, ...]]:
    """Where pages are known, columns are told by positions alone: what is solved as for lost columns is no reading, and is said.

    What is left are tables that say themselves that they are empty, on pages where nothing was in doubt.
    """
    told = {remark.page for remark in document.remarks if remark.reason == UNREAD}
    kept = [table for table in tables if table.state == "empty" and table.note and table.place.page not in told]
    places = [*(table.place for table in tables if table.state == "filled"), *(figure.place for figure in figures)]
    pages = {place.page for place in places if place.page is not None} - told
    return kept, [], tuple(Issue(document.name, document.sha, None, UNREAD, page) for page in sorted(pages))


def _with_item(figure: Figure) -> Figure:
    key = item_of(
        row_code=figure.row_code,
        row_name=figure.row_name,
        column=figure.column,
        form=figure.form,
        source=figure.source,
        project=figure.project,
        org=figure.org,
        year=figure.year,
    )
    return replace(figure, item=key)


def _told_apart(figures: Sequence[Figure]) -> list[Figure]:
    """Where a row of totals has a column of its own for an item (“三公”经费.小计), its plain 合计 is more than that item."""
    rows = {_row_of(figure): figure for figure in figures if _is_total(figure) and figure.column not in TOTAL_COLUMNS}
    return [
        replace(figure, item="") if _is_total(figure) and figure.column in TOTAL_COLUMNS and _row_of(figure) in rows else figure
        for figure in figures
    ]


def _is_total(figure: Figure) -> bool:
    """Whether a figure's item comes from its column: not from a code, nor from a performance table as a whole."""
    return figure.source == "table" and bool(figure.item) and not figure.row_code and not figure.form.startswith("绩效")


def _row_of(figure: Figure) -> tuple[str, str, int | None, str]:
    return figure.table, figure.row_name, figure.place.page, figure.item


def _issues(document: Document, figures: Sequence[Figure]) -> tuple[Issue, ...]:
    """What the reader could not read; and a disclosure without a single number is kept, and said."""
    remarked = tuple(Issue(document.name, document.sha, None, remark.reason, remark.page) for remark in document.remarks)
    if any(figure.value is not None for figure in figures):
        return remarked
    return (
        *remarked,
        Issue(document.name, document.sha, None, "no figure could be read from it"),
    )
