"""Tables of documents in the spaced layout (text out of a PDF, where empty cells are lost)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model import Disclosure, Figure, Table
from ingest.document import Document, Section
from ingest.maker import Maker
from ingest.spaced.emit import emit
from ingest.spaced.official import parse_tables
from ingest.spaced.relations import assign_columns


def spaced_tables(sections: Sequence[Section], disclosure: Disclosure, document: Document) -> tuple[list[Table], list[Figure]]:
    """Every table of the document, official and performance, and their figures, in printed order.

    A number's column follows from the identities within and between the tables; where they leave it open the figure is undetermined.
    """
    maker = Maker(disclosure, document)
    official = parse_tables(sections, disclosure)
    assign_columns(official)
    tables: list[Table] = []
    figures: list[Figure] = []
    for parsed in official:
        table, found = emit(parsed, maker)
        tables.append(table)
        figures += found
    return tables, figures
