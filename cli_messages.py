"""What the command line says, in Chinese and English, and how it lays it out. One row a message; {names} take values."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from domain.facts import Fact
    from domain.model import Answer, Citation, Figure, Finding, Issue, Place, Provenance
    from library import Correction, Counts, DocumentEntry, FileEntry, IngestReport

Lang = Literal["zh", "en"]
SHOWN = 100
"""Rows of a table without --limit."""
WIDE = 250
"""Columns of a table that doesn't go to a terminal."""
CITED = 10
"""Sources shown under an answer in a terminal; --json has all."""
_CONTROL = {code: None for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
"""Characters that could steer a terminal; documents are data."""
_VERDICTS = {"agrees": "✓", "holds": "✓", "single": "·", "differs": "✗", "fails": "✗"}
_COUNTED = ("tables", "numbers", "claims", "indicators")

MESSAGES: dict[str, tuple[str, str]] = {
    # help
    "app": ("问账：向公开的预决算文件提问，得到有出处、经核对的数字。", "Wenzhang: ask the public accounts; get numbers you can check."),
    "ingest": ("收录文件或文件夹，告诉读到了什么、没读到什么。", "Read files or folders; ends with what was read and what was not."),
    "ask": ("回答一个问题；--batch 在一个进程里回答许多。", "Answer one question, or many in one process with --batch."),
    "figures": ("列出数字及其出处；默认只列有数的单元格。", "List figures with their places; only numbers by default."),
    "check": ("列出文件内部勾稽不符之处。", "List where disclosures don't reconcile."),
    "documents": ("资料库里有什么，什么没能读入。", "What is in the library, and what could not be read."),
    "remove": (
        "移除一份公开文件（按编号），或一条拒收记录（按文件名）。",
        "Remove a disclosure by its id, or the record of a refused file by its name.",
    ),
    "correct": (
        "更正从一份文件里认出的单位、年度、类别、级次、计量单位、报表和栏名；更正单独保存，重读后仍然有效。",
        "Set right what was recognised in a document: organisation, year, kind, level, units, forms, columns. It outlives every re-reading.",
    ),
    "rebuild": ("由原件重建一切。", "Read all originals again and rebuild everything else."),
    "eval": ("用新建的资料库跑一套标准问题并评分。", "Accuracy against a gold set, on a fresh library."),
    "app_command": ("打开网页问答。", "Open the chat."),
    "opt.library": (
        "资料库文件夹（默认 $WENZHANG_LIBRARY，否则 ./library）",
        "Folder of the library (default: $WENZHANG_LIBRARY, else ./library)",
    ),
    "opt.lang": ("输出语言", "Language of the output"),
    "opt.debug": ("出错时显示完整调用栈", "Show tracebacks"),
    "opt.json": ("输出 JSON", "Output JSON"),
    "opt.jobs": ("同时读文件的进程数，默认为处理器的核数，最多 8", "Processes that read files; by default one a core, 8 at most"),
    "opt.paths": ("文件或文件夹", "Files or folders"),
    "opt.question": ("问题", "The question"),
    "opt.batch": ("每行一个 JSON 问题的文件，- 为标准输入", "File with one JSON question a line; - for standard input"),
    "opt.org": ("单位，正式名称或简称，可多次", "Organisation, by official name or alias; may be repeated"),
    "opt.item": ("项目：科目编码、正式名称或俗称，可多次", "Item: account code, official name or lay word; may be repeated"),
    "opt.filter": ("只列这些，可多次", "Only these; may be repeated"),
    "opt.text": ("行名、栏名、句子或项目名中含有的文字", "Part of the row's name, the column, the sentence or the project"),
    "opt.state": ("数字状态；all 含空白和不予公开的单元格", "State of the cell; all adds blanks and withheld cells"),
    "opt.limit": ("最多列多少条", "At most so many"),
    "opt.format": ("输出格式（不给则看 --out 的扩展名，再则为表格）", "Output format (default: by the ending of --out, else table)"),
    "opt.out": ("写入文件而不是标准输出", "Write to a file instead of standard output"),
    "opt.disclosures": ("公开文件的编号，或编号中的文字；不给则全部", "Ids of disclosures, or a part of an id; all if none is given"),
    "opt.fail_on": ("有这一级或更重的问题时以 1 退出", "Exit 1 where there is a finding of this severity or worse"),
    "opt.issues": ("列出没能读入的文件和内容", "List what could not be read"),
    "opt.document": ("公开文件的编号", "Id of the disclosure"),
    "opt.corrected": (
        "公开文件的编号，或被拒收文件的文件名，或磁盘上的文件",
        "Id of the disclosure, or the name of a refused file, or a file on the disk",
    ),
    "opt.said": ("指明这份文件的实际情况，优先于程序的识别", "What is so in this file, whatever is recognised in it"),
    "opt.unit": ("表的金额单位；不写表则为全部表，可多次", "Unit of money of a table, or of all tables; may be repeated"),
    "opt.table_form": ("表是哪张官方报表（或 其他），可多次", "Which official form a table is (or 其他); may be repeated"),
    "opt.column": ("读错的栏名和正确的栏名，可多次", "A misread column and its right name; may be repeated"),
    "opt.file": ("一份公开文件有几个文件时，只指这一个", "Of the files of a disclosure, this one only"),
    "opt.note": ("备注", "A note to keep with it"),
    "opt.undo": (
        "撤销更正：全部，或只撤销同时指明的那些项",
        "Take corrections back: all, or those of what is given beside",
    ),
    "opt.list": ("列出更正", "List the corrections"),
    "opt.source_url": ("文件的网址（只收录一个文件时）", "Address that the file came from (with one file only)"),
    "opt.published": ("发布日期，如 2024-02-10（只收录一个文件时）", "Date of publication, like 2024-02-10 (with one file only)"),
    "opt.gold": ("标准问题，每行一个 JSON", "Gold questions, one JSON a line"),
    "opt.docs": ("文件所在的文件夹", "Folder with the documents"),
    "opt.report": ("报告写到这个文件夹（JSON 和 HTML）", "Write the report (JSON and HTML) to this folder"),
    "opt.shown_in": (
        "把结果也放进这个资料库，聊天里的“准确度”页会显示",
        "Also keep the result in this library, for the chat's accuracy page",
    ),
    "opt.port": ("端口", "Port"),
    # errors
    "error": ("错误：{line}", "Error: {line}"),
    "error.missing": (
        "{root} 里没有资料库；用 wenzhang ingest 路径 --library {root} 新建。",
        "no library in {root}; `wenzhang ingest PATH --library {root}` makes one",
    ),
    "error.foreign": ("{root} 不是资料库，里面已有别的东西；请换一个文件夹。", "{root} is no library and not empty: name another folder"),
    "error.version": (
        "资料库 {root} 是第 {found} 版格式，本程序只读第 {known} 版；旧版可用 wenzhang rebuild 重建。",
        "the library {root} is of format {found}; this program reads format {known}: `wenzhang rebuild` makes an older one anew",
    ),
    "error.broken": ("资料库 {root} 的清单读不出来：{reason}", "the manifest of the library {root} can't be read: {reason}"),
    "error.locked": (
        "资料库 {root} 正由 {host} 上的进程 {pid} 写入（始于 {since}），请稍后再试。",
        "the library {root} is being written by process {pid} on {host} since {since}: try again when it is done",
    ),
    "error.unknown_document": ("资料库里没有 {document}。", "no document {document} in the library"),
    "error.unknown_original": ("资料库里没有原件 {sha}。", "the original {sha} is not in the library"),
    "error.no_worker": (
        "读取文件的进程启动不了（退出码 {status}）；加 --debug 看详情。",
        "no process can be started to read files (exit status {status}); --debug shows more",
    ),
    "error.no_such_path": ("没有这个文件或文件夹：{path}", "no such file or folder: {path}"),
    "error.bad_correction": (
        "{field} 不能是“{value}”；可以是：{allowed}",
        "{field} can't be “{value}”; allowed: {allowed}",
    ),
    "error.correction_unfit": (
        "{file}：{fact} 对不上：没有这一栏、栏名与同表另一栏相同，或这类表不能是它；什么也没有改动。",
        "{file}: {fact} doesn't fit: no such column, another column of the table is called so, or no table of this kind; nothing was changed",
    ),
    "error.correction_refused": (
        "这样 {file} 就读不出来了，什么也没有改动：{reason}",
        "so {file} can't be read, and nothing was changed: {reason}",
    ),
    "error.corrections_broken": ("更正记录 {path} 读不出来：{reason}", "the corrections in {path} can't be read: {reason}"),
    "error.nothing_to_undo": ("{document} 没有这样的更正。", "no such correction of {document}"),
    "error.bad_origin": (
        "“{value}”不是日期（如 2024-02-10），或不是一行以内的网址。",
        "“{value}” is no date (like 2024-02-10), or no address in one line",
    ),
    "error.one_file_only": (
        "单位、年度、类别、级次、网址和发布日期只能和一个文件一起给。",
        "organisation, year, kind, level, address and date are given with one file alone",
    ),
    "error.nothing_said": (
        "请给出编号和至少一项更正（--year 等），或用 --undo、--list。",
        "give an id and something to set right (--year …), or --undo, or --list",
    ),
    "error.unexpected": ("程序出错（{kind}：{detail}）；加 --debug 看详情。", "unexpected {kind}: {detail}; --debug shows more"),
    "error.batch_line": ("{name} 第 {line} 行不是带 question 的 JSON 对象。", "{name} line {line} is no JSON object with a question"),
    "error.binary": (
        "{format} 不能显示在终端里：请用 --out 写入文件，或重定向。",
        "{format} is nothing for a terminal: use --out FILE, or redirect",
    ),
    "error.no_question": ("请给出一个问题，或用 --batch。", "give a question, or --batch"),
    "error.two_questions": ("问题和 --batch 只能给一个。", "give a question or --batch, not both"),
    # ingest and documents
    "reading": ("读取", "reading"),
    "file": ("文件", "file"),
    "id": ("编号", "id"),
    "org": ("单位", "organisation"),
    "year": ("年度", "year"),
    "kind": ("类别", "kind"),
    "tables": ("表", "tables"),
    "numbers": ("表内数字", "figures"),
    "claims": ("文字数字", "claims"),
    "indicators": ("绩效指标", "indicators"),
    "passages": ("段落", "passages"),
    "findings": ("疑点", "findings"),
    "outcome": ("结果", "outcome"),
    "added": ("新收录", "added"),
    "edition": ("新版本", "new edition"),
    "reread": ("重新读取", "read again"),
    "noted": ("记下来源", "origin noted"),
    "unchanged": ("没有变化", "unchanged"),
    "summary": ("读入 {read} 份，未变 {unchanged} 份，拒收 {refused} 份。", "{read} read, {unchanged} unchanged, {refused} refused."),
    "unread": ("没能读入：", "Not read:"),
    "nothing_unread": ("没有读不出来的内容。", "Everything could be read."),
    "issue": ("{file}{lines}：{reason}", "{file}{lines}: {reason}"),
    "issue_lines": (" 第 {lines} 行", " lines {lines}"),
    "empty_library": ("资料库是空的。", "The library is empty."),
    "older": ("另有旧版本：{files}", "older editions beside: {files}"),
    "removed": ("已移除 {document}。", "Removed {document}."),
    "origin": ("来源 {file}：{told}", "origin of {file}: {told}"),
    "published": ("{date} 发布", "published {date}"),
    # corrections
    "corrected": ("已更正 {count} 处。", "{count} set right."),
    "taken_back": ("已撤销 {count} 处更正。", "{count} taken back."),
    "no_corrections": ("没有更正。", "No corrections."),
    "corrections": ("✎ 更正", "✎ corrected"),
    "field": ("项目", "what"),
    "level": ("级次", "level"),
    "form": ("报表", "form"),
    "old": ("识别为", "recognised"),
    "new": ("更正为", "set right"),
    "time": ("时间", "time"),
    "note": ("备注", "note"),
    # figures and findings
    "row": ("行", "row"),
    "column": ("栏", "column"),
    "printed": ("原文", "printed"),
    "unit": ("单位", "unit"),
    "money_unit": ("金额单位", "unit"),
    "place": ("出处", "place"),
    "more": ("… 另有 {count} 条；--limit 或 --format csv 看全部", "… {count} more; --limit or --format csv shows all"),
    "more_sources": ("… 另有 {count} 处，见 --json", "… {count} more, see --json"),
    "none": ("没有符合条件的内容。", "Nothing fits."),
    "severity": ("级别", "severity"),
    "message": ("说明", "message"),
    "report_title": ("勾稽检查", "Reconciliation findings"),
    # answers
    "sources": ("出处：", "Sources:"),
    "checks": ("核对：", "Checks:"),
    "candidates": ("您是不是想问：", "Did you mean:"),
    "nearest": ("可以查到的相近问题：", "Close to it and available:"),
    "restated": ("别处", "restated"),
    "reconciles": ("勾稽", "reconciles"),
    "derivable": ("推算", "derivable"),
    "report_written": ("报告：{path}", "Report: {path}"),
}


def locale_lang() -> Lang:
    """zh where the locale is Chinese, else en."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def say(key: str, lang: str | None = None, **values: object) -> str:
    """The message `key` in `lang` (None: that of the locale)."""
    chosen = cast(Lang, lang) if lang in ("zh", "en") else locale_lang()
    text = MESSAGES[key][0 if chosen == "zh" else 1]
    return text.format(**values) if values else text


def printable(text: str) -> str:
    """`text` without what a terminal would obey."""
    return text.translate(_CONTROL)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], lang: str | None) -> str:
    """A table as wide as it needs to be, its columns named by messages."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        made.add_column(say(name, lang), overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if cell is None else printable(str(cell))) for cell in row))
    console = Console(color_system=None)
    console.width = max(console.width, 100) if console.is_terminal else WIDE
    with console.capture() as captured:
        console.print(made)
    return "\n".join(line.rstrip() for line in captured.get().splitlines() if line.strip())


def ingest_summary(report: IngestReport, lang: str | None) -> str:
    """What was read, then what was not."""
    rows = [
        (
            one.disclosure.org,
            one.disclosure.year,
            f"{one.disclosure.level}{one.disclosure.kind}",
            *counted(one.counts),
            say(one.outcome, lang),
            one.name,
        )
        for one in report.files
        if one.disclosure
    ]
    unchanged = sum(one.outcome == "unchanged" for one in report.files)
    refused = len(report.refused)
    total = say("summary", lang, read=len(report.files) - unchanged - refused, unchanged=unchanged, refused=refused)
    read = [table(("org", "year", "kind", *_COUNTED, "outcome", "file"), rows, lang)] if rows else []
    unread = [say("unread", lang), issue_lines(report.issues, lang)] if report.issues else []
    return "\n".join([*read, total, *unread])


def counted(counts: Counts) -> tuple[int, int, int, int]:
    return counts.tables, counts.figures, counts.claims, counts.indicators


def issue_lines(issues: Sequence[Issue], lang: str | None) -> str:
    told = (say("issue", lang, file=one.file, lines=_lines(one.lines, lang), reason=one.reason) for one in issues)
    return "\n".join(f"  {printable(line)}" for line in told)


def _lines(lines: tuple[int, int] | None, lang: str | None) -> str:
    return say("issue_lines", lang, lines=_span(lines)) if lines else ""


def _span(lines: tuple[int, int]) -> str:
    return str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}–{lines[1]}"


def document_table(entries: Sequence[DocumentEntry], lang: str | None) -> str:
    """One line a disclosure, with a mark where somebody set something right; older editions and origins are told below."""
    if not entries:
        return say("empty_library", lang)
    rows = [
        (
            one.disclosure.id,
            " ".join(file.name for file in one.files),
            *counted(one.counts),
            one.counts.passages,
            one.counts.findings,
            "  ".join(f"✎ {_said(said.fact, lang)} {said.old or '—'} → {said.fact.value}" for said in one.corrections),
        )
        for one in entries
    ]
    older = [(one.disclosure.id, " ".join(file.name for file in one.superseded)) for one in entries if one.superseded]
    notes = [f"{document}: {say('older', lang, files=files)}" for document, files in older]
    notes += [line for one in entries for file in one.files if (line := _origin(file, lang))]
    marked = any(one.corrections for one in entries)
    columns = ("id", "file", *_COUNTED, "passages", "findings", *(("corrections",) if marked else ()))
    return "\n".join([table(columns, [row[: len(columns)] for row in rows], lang), *map(printable, notes)])


def _origin(file: FileEntry, lang: str | None) -> str:
    told = [file.url, say("published", lang, date=file.published) if file.published else ""]
    return say("origin", lang, file=file.name, told="，".join(filter(None, told))) if any(told) else ""


def correction_table(corrections: Sequence[Correction], lang: str | None) -> str:
    """One line a correction: of which file, what, from what to what."""
    if not corrections:
        return say("no_corrections", lang)
    rows = [(one.file, _said(one.fact, lang), one.old or "—", one.fact.value, one.time, one.note) for one in corrections]
    noted = any(one.note for one in corrections)
    columns = ("file", "field", "old", "new", "time", *(("note",) if noted else ()))
    return table(columns, [row[: len(columns)] for row in rows], lang)


def _said(fact: Fact, lang: str | None) -> str:
    """What a fact is about: 年度, 单位（表8 …）."""
    where = " ".join(filter(None, (fact.table, fact.column)))
    name = say("money_unit" if fact.field == "unit" else fact.field, lang)
    return f"{name}（{where}）" if where else name


def figure_table(figures: Sequence[Figure], limit: int | None, lang: str | None) -> str:
    if not figures:
        return say("none", lang)
    shown = figures if limit is not None else figures[:SHOWN]
    rows = [
        (
            one.org,
            one.year,
            one.kind,
            " ".join(filter(None, (one.row_code, one.row_name))),
            one.column,
            one.printed,
            one.unit,
            _place(one.place),
        )
        for one in shown
    ]
    rest = [say("more", lang, count=len(figures) - len(shown))] if len(shown) < len(figures) else []
    return "\n".join([table(("org", "year", "kind", "row", "column", "printed", "unit", "place"), rows, lang), *rest])


def finding_table(findings: Sequence[Finding], lang: str | None) -> str:
    if not findings:
        return say("none", lang)
    rows = [(one.severity, one.document, one.message, "; ".join(dict.fromkeys(map(_place, one.places)))) for one in findings]
    return table(("severity", "id", "message", "place"), rows, lang)


def _place(place: Provenance | Place | Citation) -> str:
    """file p3 L12–15, or file 支出总表!C7, as far as it is known."""
    if place.cell:
        return f"{place.file} {place.cell}"
    page = f" p{place.page}" if place.page else ""
    return f"{place.file}{page}{f' L{_span(place.lines)}' if place.lines else ''}"


def answer_text(answer: Answer) -> str:
    """An answer with its sources, checks and ways on, in its own language."""
    lang = answer.lang
    checks = [f"  {_VERDICTS[one.verdict]} {say(one.aspect, lang)}  {one.detail}" for one in answer.checks]
    candidates = [f"  {one.label}  {one.value}{one.unit}  → {one.query}" for one in answer.candidates]
    nearest = [f"  {one.label}  → {one.query}" for one in answer.nearest]
    parts = (("sources", _sources(answer.citations, lang)), ("checks", checks), ("candidates", candidates), ("nearest", nearest))
    blocks = ["\n".join((say(title, lang), *lines)) for title, lines in parts if lines]
    return printable("\n\n".join((answer.text, *blocks)))


def _sources(citations: Sequence[Citation], lang: str) -> list[str]:
    lines = [f"  {' · '.join(filter(None, (_place(one), one.table, one.row, one.column, one.printed)))}" for one in citations[:CITED]]
    return [*lines, f"  {say('more_sources', lang, count=len(citations) - CITED)}"] if len(citations) > CITED else lines
