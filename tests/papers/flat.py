"""One table of a Paper as CSV or TSV, as a spreadsheet program saves it: merged cells keep their text in the first place."""

from __future__ import annotations

import csv
from io import StringIO

from tests.papers.truth import Table

FIRST_ROW = 4


def write_csv(table: Table, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """Every line has as many fields as the table has columns."""
    number, title, org, unit = table.above
    width = len(table.columns)
    lines = [
        [*[""] * (width - 1), number],
        [title, *[""] * (width - 1)],
        [org, *[""] * (width - 2), unit],
        *([place.text for place in row] for row in table.flat()),
    ]
    if table.note:
        lines.append([table.note, *[""] * (width - 1)])
    stream = StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return stream.getvalue().encode(encoding)
