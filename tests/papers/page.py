"""A Paper as a web page of a government site: menus around it, merged cells, line breaks within names."""

from __future__ import annotations

from html import escape

from tests.papers.truth import Heading, Paper, Table

_MENU = "".join(f'<li><a href="/{at}.html">{name}</a></li>' for at, name in enumerate(("首页", "政务公开", "办事服务", "互动交流")))
_PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}_青岚县人民政府</title><style>td {{ border: 1px solid }}</style>
<script>document.write("<p>不是正文 99.99</p>");</script></head>
<body><nav>站内导航</nav><ul class="top">{menu}</ul><div class="TRS_Editor">
{body}
</div><div style="display:none">隐藏 88.88</div><footer>版权所有</footer></body></html>
"""


def write_html(paper: Paper, charset: str = "utf-8") -> bytes:
    parts = [_table(part) if isinstance(part, Table) else _line(part.printed, isinstance(part, Heading)) for part in paper.parts]
    page = _PAGE.format(charset=charset, title=escape(paper.parts[0].printed), menu=_MENU, body="\n".join(parts))  # type: ignore[union-attr]
    return page.encode(charset, "xmlcharrefreplace")


def _line(text: str, heading: bool = False) -> str:
    tag = "h2" if heading else "p"
    return f"<{tag}>{_escaped(text)}</{tag}>"


def _table(part: Table) -> str:
    number, title, org, unit = part.above
    lines = f'{_line(number)}{_line(title)}<table width="100%"><tr><td>{org}</td><td align="right">{unit}</td></tr></table>'
    rows: dict[int, list[str]] = {at: [] for at in range(len(part.rows))}
    for row, col, text in part.begins():
        down, cols = part.spans(row, col)
        spans = "".join(f' {name}="{count}"' for name, count in (("rowspan", down), ("colspan", cols)) if count > 1)
        rows[row].append(f"<td{spans}>{_escaped(text)}</td>")
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows.values())
    return f"{lines}\n<table>\n{body}\n</table>{_line(part.note) if part.note else ''}"


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>").replace("  ", "&nbsp; ")
