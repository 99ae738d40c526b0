"""Tables of documents in the spaced layout (text out of a PDF, where empty cells are lost)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.model import Disclosure, Figure, Table
from ingest.document import Document, Section
from ingest.maker import Maker
from ingest.spaced.emit import emit
from ingest.spaced.goals import performance_table
from ingest.spaced.official import DEFAULT_UNIT, parse_tables
from ingest.spaced.relations import assign_columns


def spaced_tables(sections: Sequence[Section], disclosure: Disclosure, document: Document) -> tuple[list[Table], list[Figure]]:
    """Every table of the document, official ones first, then performance tables, and their figures in printed order.

    A number's column follows from the identities within and between the tables; where they leave it open the figure is undetermined.
    """
    maker = Maker(disclosure, document)
    official = parse_tables(sections, disclosure)
    assign_columns(official)
    usual = Counter(parsed.unit for parsed in official).most_common(1)
    read = [emit(parsed, maker) for parsed in official]
    read += [
        performance_table(section, maker, usual[0][0] if usual else DEFAULT_UNIT) for section in sections if section.kind == "performance"
    ]
    return [table for table, _ in read], [figure for _, found in read for figure in found]
