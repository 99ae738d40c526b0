"""A source, opened: the table with the cited cell marked, or the sentence, and the lines of the original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from domain.model import Citation, Figure, Table
from ui import excerpt, frame, page_image, session
from ui.excerpt import Cited
from ui.markdown import CITED_GROUND, CITED_INK, JOINER, emphasise, escape, mark
from ui.text import plain, say

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

ROW_MARK = "▶"
_CELL_STYLE = f"background-color: {CITED_GROUND}; color: {CITED_INK}; font-weight: 700; outline: 2px solid #b45309; outline-offset: -2px"
_ROW_STYLE = "background-color: rgba(255, 214, 102, 0.22)"


def open_source(citation: Citation) -> None:
    """Show the source of `citation` in a dialog over the page."""
    title = plain("source.dialog", session.lang())
    st.dialog(title, width="large", icon=":material/find_in_page:")(_draw)(citation)


def open_figure(figure: str) -> None:
    """Show where a figure of the library stands; nothing if it is gone."""
    found = session.snapshot().figures.get([figure])
    if found:
        open_source(excerpt.citation(found[0]))


def _draw(citation: Citation) -> None:
    lang = session.lang()
    cited = excerpt.resolve(citation, session.snapshot())
    _caption(citation)
    _origin(cited.sha)
    _page(cited)
    if cited.table:
        _table(cited, cited.table)
        _download(cited)
        return
    if cited.figure and _broken(cited.figure):
        st.caption(say("source.sentence", lang))
        st.markdown(emphasise(cited.figure.sentence, cited.figure.printed))
    _original(cited)
    _download(cited)


def _broken(figure: Figure) -> bool:
    """Whether the sentence runs over several lines, so that it reads better joined."""
    lines = figure.place.lines
    return bool(figure.sentence) and (lines is None or lines[0] != lines[1])


def _caption(citation: Citation) -> None:
    lang = session.lang()
    st.markdown(f"**{escape(f'{citation.org} {citation.year}年{citation.kind}')}**  \n{escape(citation.table)}")
    if citation.figure and citation.printed:
        st.markdown(f"{mark(citation.printed, cited=True)}  {escape(' · '.join(filter(None, [citation.row, citation.column])))}")
    where = escape(frame.place_in_words(citation.page, citation.lines, citation.cell))
    read = say("source.ocr", lang, sure=f"{citation.ocr:.0%}") if citation.ocr is not None else ""
    st.caption(" · ".join(filter(None, [say("source.file", lang, file=citation.file), where, read])))


def _page(cited: Cited) -> None:
    """The page that the number was read from, the number boxed, where the original has pages that can be drawn."""
    if not cited.sha or not cited.citation.page or not cited.citation.bbox:
        return
    whole = st.toggle(say("source.whole_page", session.lang()), key="source_page")
    picture = page_image.boxed(session.snapshot().original(cited.sha), cited.citation.page, cited.citation.bbox, whole=whole)
    if picture:
        st.image(picture, width="stretch")


def _origin(sha: str | None) -> None:
    """Where the file came from: as text, with a button only to what is a web page."""
    lang = session.lang()
    file = session.snapshot().manifest.file(sha) if sha else None
    if file is None or not (file.url or file.published):
        return
    url = say("source.origin", lang, url=file.url) if file.url else ""
    date = say("source.published", lang, date=file.published) if file.published else ""
    st.caption(" · ".join(filter(None, [url, date])))
    if file.url.lower().startswith(("http://", "https://")):
        st.link_button(say("source.visit", lang), file.url, icon=":material/open_in_new:", type="tertiary")


def _table(cited: Cited, table: Table) -> None:
    lang = session.lang()
    row = excerpt.row_of(table, cited.figure) if cited.figure else None
    column = excerpt.column_of(table, row, cited.figure) if row is not None and cited.figure else None
    every_row, every_column = _choices(table, row)
    rows = range(len(table.rows)) if every_row else excerpt.window(len(table.rows), row)
    hidden = set() if every_column else excerpt.empty_columns(table) - {column}
    columns = [index for index in range(len(table.header)) if index not in hidden]
    if table.unit:
        st.caption(say("source.unit", lang, unit=table.unit), text_alignment="right")
    st.table(_styled(table, rows, columns, row, column), alt=excerpt.title(table))
    st.caption(say("source.marked" if column is not None else "source.cell_unsure", lang))
    if table.note:
        st.caption(say("source.note", lang, note=table.note))


def _choices(table: Table, row: int | None) -> tuple[bool, bool]:
    """Whether all rows and the empty columns are wanted; asked only where they would change something."""
    lang = session.lang()
    some_hidden = len(excerpt.window(len(table.rows), row)) < len(table.rows)
    with st.container(horizontal=True, gap="large"):
        every_row = some_hidden and st.toggle(say("source.all_rows", lang, count=len(table.rows)), key="source_rows")
        every_column = bool(excerpt.empty_columns(table)) and st.toggle(say("source.all_columns", lang), key="source_columns")
    return every_row, every_column


def _styled(table: Table, rows: Sequence[int], columns: Sequence[int], row: int | None, column: int | None) -> Styler:
    import pandas as pd

    cells = [[escape(excerpt.cell(table.rows[index], at)) for at in columns] for index in rows]
    labels = _unique(_row_label(table, index, index == row) for index in rows)
    headings = _unique(escape(table.header[at].replace(".", " · ")) for at in columns)
    frame = pd.DataFrame(cells, index=labels, columns=headings)

    def style(_: pd.DataFrame) -> pd.DataFrame:
        looks = [[_look(table, index, at, (row, column)) for at in columns] for index in rows]
        return pd.DataFrame(looks, index=frame.index, columns=frame.columns)

    return frame.style.apply(style, axis=None)


def _look(table: Table, index: int, at: int, cited: tuple[int | None, int | None]) -> str:
    """CSS of a cell: no column squeezed to single characters, the cited row tinted and its cell boxed."""
    widest = max(len(table.header[at]) // 3, *(len(excerpt.cell(row, at)) for row in table.rows))
    looks = [f"min-width: {min(widest, 8) + 1}em"]
    if index == cited[0]:
        looks.append(_CELL_STYLE if at == cited[1] else _ROW_STYLE)
    return "; ".join(looks)


def _row_label(table: Table, index: int, cited: bool) -> str:
    lines = table.row_lines[index] if index < len(table.row_lines) else None
    number = str(lines[0]) if lines and table.place.told_lines else str(index + 1)
    return f"{ROW_MARK} {number}" if cited else number


def _unique(names: Iterable[str]) -> list[str]:
    """Names told apart by trailing joiners, which a Styler needs and nobody sees."""
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        told.append(name + JOINER * seen[name])
        seen[name] += 1
    return told


def _original(cited: Cited) -> None:
    lang = session.lang()
    if not cited.sha:
        st.info(say("source.gone", lang))
    if not cited.sha or not cited.lines:
        return
    if not cited.citation.lines:
        return  # a file without lines: its page was shown
    text = excerpt.decode(session.snapshot().original(cited.sha))
    st.caption(say("source.original", lang))
    st.markdown("\n\n".join(_line(*line, cited.citation.printed) for line in excerpt.original_lines(text, cited.lines)))


def _line(number: int, text: str, is_cited: bool, printed: str) -> str:
    """A line of the original with its number; only cited ones stand out."""
    if is_cited:
        return f"**{ROW_MARK} {number}**  {emphasise(text, printed)}"
    return f":gray[{number}  {escape(text)}]"


def _download(cited: Cited) -> None:
    if cited.sha:
        data, file = session.snapshot().original(cited.sha), cited.citation.file
        named = say("source.download", session.lang())
        st.download_button(named, data, file_name=file, mime="application/octet-stream", icon=":material/download:", on_click="ignore")
