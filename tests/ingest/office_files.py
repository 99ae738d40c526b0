"""Office files made by hand, part by part: what no writer library writes, and what only an attacker does."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from ingest.document import Document, Grid, Paragraph

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """Ids r1, r2, … of relations: part → kind."""
    lines = [f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{part}"/>' for at, (part, kind) in enumerate(targets.items(), 1)]
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(lines)}</Relationships>'


def docx(body: str, *, numbering: str = "", styles: str = "", head: str = "", main: str = "word/document.xml") -> bytes:
    """A Word file with this body; `head` stands before the root element."""
    names = f'xmlns:w="{_W}" xmlns:mc="{_MC}"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations({main: "officeDocument"}),
        main: f"{head}<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {names}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {names}>{styles}</w:styles>",
    }
    folder, _, name = main.rpartition("/")
    parts[f"{folder}/_rels/{name}.rels"] = relations({"numbering.xml": "numbering", "styles.xml": "styles"})
    return packed(parts)


def xlsx(*sheets: str, styles: str = "", strings: str = "") -> bytes:
    """A workbook whose sheets 表1, 表2, … have these contents of <worksheet>."""
    names = f'xmlns="{_SHEET}" xmlns:r="{_OFFICE}"'
    listed = "".join(f'<sheet name="表{at}" sheetId="{at}" r:id="r{at}"/>' for at in range(1, len(sheets) + 1))
    targets = {f"worksheets/sheet{at}.xml": "worksheet" for at in range(1, len(sheets) + 1)} | {"styles.xml": "styles"}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(f'<Override PartName="/xl/{part}" ContentType="{kind}.{name}+xml"/>' for part, name in targets.items())
    types_of = "http://schemas.openxmlformats.org/package/2006/content-types"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{types_of}"><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": f"<workbook {names}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(targets),
        "xl/styles.xml": f"<styleSheet {names}>{styles}</styleSheet>",
    }
    for at, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f"{strings}<worksheet {names}>{sheet}</worksheet>"
    return packed(parts)


def ods(content: str, *, manifest: str = "<manifest/>") -> bytes:
    spaces = " ".join(f'xmlns:{name}="{_OPEN}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    root = f"<office:document-content {spaces}>{content}</office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": root, "META-INF/manifest.xml": manifest})


def p(*runs: str, properties: str = "") -> str:
    """A Word paragraph; a run that is no element is text."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(map(r, runs))}</w:p>"


def r(text: str) -> str:
    return text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A Word table; a cell that is no element is text."""
    return f"<w:tbl>{''.join(tr(*row) for row in rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    kept = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{kept}</w:tr>"


def tc(content: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    """The texts of every table; a covered place as < or ^."""
    signs = {"": "", "left": "<", "above": "^"}
    return [
        [[signs[cell.covered] or cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)
    ]
