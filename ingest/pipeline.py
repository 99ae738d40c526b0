"""From the bytes of one file to everything that was read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.lexicon import item_of
from domain.model import Disclosure, Figure, Issue, Parsed, Table
from ingest.claims import read_claims
from ingest.document import Document, Section
from ingest.identity import recognise
from ingest.passages import read_passages
from ingest.readers import read_document
from ingest.sections import split
from ingest.spaced import spaced_tables
from ingest.tables import absent_tables, grid_tables

VERSION = 2
"""Raise it when the same bytes would be read, checked or indexed differently: libraries then read their originals again."""


def parse(data: bytes, name: str) -> Parsed:
    """Everything that `data` discloses. Raises ingest.errors.Unreadable for what is no disclosure."""
    document = read_document(data, name)
    sections = split(document)
    disclosure = recognise(document, sections)
    tables, figures = _tables(sections, disclosure, document)
    figures += read_claims(sections, disclosure, document, tables, figures)
    passages = read_passages(sections, disclosure, document, tables, figures)
    figures = [_with_item(figure) for figure in figures]
    return Parsed(disclosure, name, document.sha, tuple(tables), tuple(figures), tuple(passages), _issues(document, figures))


def _tables(sections: Sequence[Section], disclosure: Disclosure, document: Document) -> tuple[list[Table], list[Figure]]:
    read = spaced_tables if document.layout == "spaced" else grid_tables
    tables, figures = read(sections, disclosure, document)
    return [*tables, *absent_tables(sections, disclosure, document)], list(figures)


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


def _issues(document: Document, figures: Sequence[Figure]) -> tuple[Issue, ...]:
    """A disclosure without a single number is kept, and said."""
    if any(figure.value is not None for figure in figures):
        return ()
    return (Issue(document.name, document.sha, None, "no figure could be read from it"),)
