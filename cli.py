"""The command line. Commands are short; what they show is in cli_messages, library.export and the views below.

Heavy modules load inside the commands that need them: `wenzhang ask` answers within a second or two of a fresh process.
"""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import partial, wraps
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from cli_messages import (
    answer_text,
    correction_table,
    document_table,
    figure_table,
    finding_table,
    ingest_summary,
    issue_lines,
    printable,
    say,
)
from library.errors import LibraryError
from library.place import default_root

if TYPE_CHECKING:
    from domain.facts import Fact, Field
    from domain.model import Severity, State
    from library import IngestReport, Library, Progress

app = typer.Typer(help=say("app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
REFUSED = 3
"""Exit status: done, but some files were refused."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "rounding", "note")


def _help(key: str) -> Any:
    return typer.Option(help=say(key))


def _words(help_key: str, *words: str) -> Any:
    """An option that may be repeated and takes these words only."""

    def known(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            if value not in words:
                raise typer.BadParameter(f"{value!r}: {' | '.join(words)}")
        return values

    return typer.Option(help=say(help_key), metavar="|".join(words), callback=known)


LibraryDir = Annotated[Path, typer.Option("--library", envvar="WENZHANG_LIBRARY", help=say("opt.library"), show_envvar=False)]
Lang = Annotated[Literal["zh", "en"] | None, _help("opt.lang")]
Debug = Annotated[bool, typer.Option("--debug", help=say("opt.debug"))]
Json = Annotated[bool, typer.Option("--json", help=say("opt.json"))]
Jobs = Annotated[int, typer.Option(min=1, max=64, help=say("opt.jobs"))]
Out = Annotated[Path | None, typer.Option("--out", help=say("opt.out"))]
Names = Annotated[list[str] | None, _help("opt.filter")]
Years = Annotated[list[int] | None, _help("opt.filter")]
Limit = Annotated[int | None, typer.Option(min=0, help=say("opt.limit"))]
Said = Annotated[str | None, _help("opt.said")]
HERE = default_root()
Command = Callable[..., None]


class Failure(Exception):
    """An error of this module's own: the message `key` with `values`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def command(name: str, help_key: str) -> Callable[[Command], Command]:
    """Registers a command whose errors come as one plain line on stderr and exit 1, or with their traceback under --debug."""

    def register(function: Command) -> Command:
        @app.command(name, help=say(help_key))
        @wraps(function)
        def run(**options: Any) -> None:
            if options["debug"]:
                logging.basicConfig(level=logging.INFO)
                function(**options)
            else:
                with _plain_errors(options["lang"]):
                    function(**options)

        return run

    return register


@contextmanager
def _plain_errors(lang: str | None) -> Iterator[None]:
    from index.embedding import EmbeddingUnavailable
    from index.passages import WrongEmbedding

    logging.getLogger("wenzhang").addHandler(logging.NullHandler())
    try:
        yield
    except (LibraryError, Failure) as error:
        _fail(say(f"error.{error.key}", lang, **error.values), lang)
    except BrokenPipeError:
        raise
    except OSError as error:
        _fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), lang)
    except (EmbeddingUnavailable, WrongEmbedding) as error:
        _fail(str(error), lang)


def _fail(line: str, lang: str | None) -> None:
    typer.echo(printable(say("error", lang, line=" ".join(line.split()))), err=True)
    raise typer.Exit(1)


@command("ingest", "ingest")
def ingest(
    *,
    paths: Annotated[list[Path], typer.Argument(help=say("opt.paths"))],
    org: Said = None,
    year: Said = None,
    kind: Said = None,
    level: Said = None,
    source_url: Annotated[str | None, _help("opt.source_url")] = None,
    published: Annotated[str | None, _help("opt.published")] = None,
    jobs: Jobs = 1,
    as_json: Json = False,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    from library import Library, NoSuchPath, OneFileOnly
    from library.corrections import checked
    from library.origins import origin

    for path in paths:
        if not path.exists():
            raise NoSuchPath(path)
    facts = [checked(fact) for fact in _facts(org=org, year=year, kind=kind, level=level)]
    told = origin(source_url or "", published or "") if source_url or published else None
    if (facts or told) and len(paths) != 1:
        raise OneFileOnly
    with _progress(lang) as progress:
        report = Library.open_or_create(library).ingest(paths, jobs=jobs, progress=progress, facts=facts, origin=told)
    _tell(report, as_json, lang)


@command("correct", "correct")
def correct(
    *,
    document: Annotated[str | None, typer.Argument(help=say("opt.corrected"))] = None,
    org: Said = None,
    year: Said = None,
    kind: Said = None,
    level: Said = None,
    unit: Annotated[list[str] | None, typer.Option(metavar="[TABLE=]UNIT", help=say("opt.unit"))] = None,
    form: Annotated[list[str] | None, typer.Option(metavar="TABLE=KEY", help=say("opt.table_form"))] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="TABLE:OLD=NEW", help=say("opt.column"))] = None,
    file: Annotated[str, _help("opt.file")] = "",
    note: Annotated[str, _help("opt.note")] = "",
    undo: Annotated[bool, typer.Option("--undo", help=say("opt.undo"))] = False,
    listed: Annotated[bool, typer.Option("--list", help=say("opt.list"))] = False,
    as_json: Json = False,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    from library.corrections import as_row
    from library.export import as_json as rows_json

    facts = [*_facts(org=org, year=year, kind=kind, level=level), *_table_facts(unit, form, column)]
    if not listed and (document is None or not (facts or undo)):
        raise typer.BadParameter(say("error.nothing_said", lang))
    opened = _open(library)
    if listed:
        found = opened.corrections(document or "", file=file)
    else:
        found = (opened.undo if undo else partial(opened.correct, note=note))(document or "", facts, file=file).changed
    _put(rows_json(map(as_row, found)) if as_json else correction_table(found, lang))
    if not as_json and not listed:
        typer.echo(say("taken_back" if undo else "corrected", lang, count=len(found)))


@command("rebuild", "rebuild")
def rebuild(*, jobs: Jobs = 1, as_json: Json = False, library: LibraryDir = HERE, lang: Lang = None, debug: Debug = False) -> None:
    with _progress(lang) as progress:
        report = _open(library).rebuild(jobs=jobs, progress=progress)
    _tell(report, as_json, lang)


@command("ask", "ask")
def ask(
    *,
    question: Annotated[str | None, typer.Argument(help=say("opt.question"))] = None,
    batch: Annotated[Path | None, typer.Option(help=say("opt.batch"), allow_dash=True)] = None,
    as_json: Json = False,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    if (question is None) == (batch is None):
        raise typer.BadParameter(say("error.no_question" if batch is None else "error.two_questions", lang))
    from answer import Assistant, jsonable

    assistant = Assistant(_open(library))
    if batch is not None:
        for asked in _questions(batch):
            found = jsonable(assistant.ask(asked["question"], turns=asked.get("turns") or (), lang=lang))
            typer.echo(json.dumps({**found, "id": asked.get("id", "")}, ensure_ascii=False))
        return
    answer = assistant.ask(question or "", lang=lang)
    typer.echo(json.dumps(jsonable(answer), ensure_ascii=False, indent=1) if as_json else answer_text(answer))


@command("figures", "figures")
def figures(
    *,
    org: Annotated[list[str] | None, _help("opt.org")] = None,
    year: Years = None,
    period: Years = None,
    kind: Annotated[list[str] | None, _words("opt.filter", "预算", "决算")] = None,
    level: Annotated[list[str] | None, _words("opt.filter", "部门", "单位")] = None,
    form: Names = None,
    item: Annotated[list[str] | None, _help("opt.item")] = None,
    source: Annotated[list[str] | None, _words("opt.filter", "table", "narrative", "indicator")] = None,
    document: Names = None,
    project: Names = None,
    text: Annotated[str | None, _help("opt.text")] = None,
    state: Annotated[list[str] | None, _words("opt.state", "all", "value", "zero", "blank", "withheld", "undetermined")] = None,
    limit: Limit = None,
    format: Annotated[Literal["table", "csv", "json", "parquet"] | None, _help("opt.format")] = None,
    out: Out = None,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    from library.choosing import is_item, org_names
    from library.export import FIGURE_COLUMNS, as_csv, as_json, figure_row, figures_parquet

    shot = _open(library).snapshot()
    wanted: list[State] | None = ["value", "zero", "undetermined"] if not state else None if "all" in state else cast("list[State]", state)
    found = shot.figures.select(
        orgs=org_names(org, shot.disclosures) if org else None, years=year, periods=period, kinds=kind, levels=level, forms=form, sources=source,
        documents=document, projects=project, states=wanted, text=text, limit=None if item else limit,
    )  # fmt: skip
    found = [figure for figure in found if not item or is_item(figure, item)][:limit]
    written = format or _format_of(out, "csv", "json", "parquet")
    if written == "table":
        _put(figure_table(found, limit, lang), out)
    elif written == "parquet":
        _put_bytes(figures_parquet(found), out, written)
    else:
        rows = (figure_row(figure) for figure in found)
        _put(as_csv(rows, FIGURE_COLUMNS) if written == "csv" else as_json(rows), out)


@command("check", "check")
def check(
    *,
    disclosures: Annotated[list[str] | None, typer.Argument(help=say("opt.disclosures"))] = None,
    severity: Annotated[list[str] | None, _words("opt.filter", "error", "warning", "rounding", "note")] = None,
    format: Annotated[Literal["table", "csv", "json", "xlsx", "html"] | None, _help("opt.format")] = None,
    fail_on: Annotated[Literal["error", "warning", "rounding", "note"] | None, _help("opt.fail_on")] = None,
    out: Out = None,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    from library import export
    from library.choosing import document_ids

    shot = _open(library).snapshot()
    wanted = document_ids(disclosures or [], shot.disclosures)
    every = [one for one in shot.figures.findings() if one.document in wanted]
    found = sorted((one for one in every if not severity or one.severity in severity), key=lambda one: SEVERITIES.index(one.severity))
    written = format or _format_of(out, "csv", "json", "xlsx", "html")
    if written == "xlsx":
        _put_bytes(export.findings_xlsx(found), out, written)
    elif written == "html":
        _put(export.findings_html(found, say("report_title", lang)), out)
    elif written == "table":
        _put(finding_table(found, lang), out)
    else:
        rows = map(export.finding_row, found)
        _put(export.as_csv(rows, export.FINDING_COLUMNS) if written == "csv" else export.as_json(rows), out)
    if fail_on and any(SEVERITIES.index(one.severity) <= SEVERITIES.index(fail_on) for one in every):
        raise typer.Exit(1)


@command("documents", "documents")
def documents(
    *,
    issues: Annotated[bool, typer.Option("--issues", help=say("opt.issues"))] = False,
    as_json: Json = False,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    from library import export

    opened = _open(library)
    if issues:
        unread = opened.issues()
        _put(export.as_json(map(asdict, unread)) if as_json else issue_lines(unread, lang) or say("nothing_unread", lang))
    else:
        entries = opened.documents()
        _put(export.as_json(map(export.document_row, entries)) if as_json else document_table(entries, lang))


@command("remove", "remove")
def remove(
    *,
    document: Annotated[str, typer.Argument(help=say("opt.document"))],
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    _open(library).remove(document)
    typer.echo(printable(say("removed", lang, document=document)))


@command("eval", "eval")
def evaluate(
    *,
    gold: Annotated[Path, typer.Argument(help=say("opt.gold"))],
    docs: Annotated[Path, typer.Option(help=say("opt.docs"))],
    report: Annotated[Path | None, typer.Option(help=say("opt.report"))] = None,
    library: Annotated[Path | None, typer.Option(help=say("opt.shown_in"))] = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    from eval.gold import BadGold
    from eval.run import NoDocuments
    from eval.run import evaluate as run

    try:
        made = run(gold, docs, report)
    except (BadGold, NoDocuments) as error:
        _fail(str(error), lang)
        return
    told = json.dumps(made.as_json(), ensure_ascii=False, indent=1, default=str)
    if library is not None:
        _open(library).root.joinpath("eval-report.json").write_text(told, encoding="utf-8")
    _put(told if as_json else made.text())
    if report and not as_json:
        typer.echo(say("report_written", lang, path=report / "report.html"))


@command("app", "app_command")
def chat(
    *,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help=say("opt.port"))] = None,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    import subprocess

    page = Path(__file__).resolve().with_name("app.py")
    options = [f"--server.port={port}"] if port else []
    line = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    # In the folder of app.py, where its .streamlit/config.toml is found.
    done = subprocess.run(line, cwd=page.parent, env={**os.environ, "WENZHANG_LIBRARY": str(library.resolve())}, check=False)
    raise typer.Exit(done.returncode)


def main() -> None:
    """Entry point: any error that no command expects is one line too, unless --debug asks for the traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Redirected output is UTF-8 everywhere; broken characters of the command line must not break the output.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    sys.excepthook = _unexpected
    typer.main.get_command(app)(prog_name="wenzhang")


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if "--debug" in sys.argv:
        sys.__excepthook__(kind, error, trace)
        return
    detail = " ".join(str(error).split())[:300]
    print(printable(say("error", line=say("error.unexpected", kind=kind.__name__, detail=detail))), file=sys.stderr)


def _open(root: Path) -> Library:
    from library import Library

    return Library.open(root)


@contextmanager
def _progress(lang: str | None) -> Iterator[Callable[[Progress], None]]:
    """A bar on stderr, on terminals only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (
        TextColumn(say("reading", lang)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Bar(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, name="")

        def told(progress: Progress) -> None:
            bar.update(task, total=progress.total, completed=progress.done, name=printable(progress.name))

        yield told


def _tell(report: IngestReport, as_json: bool, lang: str | None) -> None:
    told = {**asdict(report), "refused": len(report.refused)}
    _put(json.dumps(told, ensure_ascii=False, indent=1) if as_json else ingest_summary(report, lang))
    if report.refused:
        raise typer.Exit(REFUSED)


def _facts(**said: str | None) -> list[Fact]:
    """What is said of a file, by option."""
    from domain.facts import Fact

    return [Fact(cast("Field", field), value) for field, value in said.items() if value is not None]


def _table_facts(units: list[str] | None, forms: list[str] | None, columns: list[str] | None) -> list[Fact]:
    """What is said of tables: [TABLE=]UNIT, TABLE=KEY, TABLE:OLD=NEW."""
    from domain.facts import Fact

    said = [Fact("unit", *_parted(text, "=")) for text in units or ()]
    said += [Fact("form", *_parted(text, "=")) for text in forms or ()]
    for text in columns or ():
        new, old = _parted(text, "=")
        name, table = _parted(old, ":") if ":" in old else _parted(old, "：")
        said.append(Fact("column", new, table, name))
    return said


def _parted(text: str, sign: str) -> tuple[str, str]:
    """What stands behind the last `sign`, and what stands before it (empty where there is none)."""
    before, _, after = text.rpartition(sign)
    return after.strip(), before.strip()


def _questions(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a batch; empty lines are passed over. Raises Failure at the first line that is no question."""
    with nullcontext(sys.stdin) if str(path) == "-" else path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _question(line, "stdin" if str(path) == "-" else path.name, number)


def _question(line: str, name: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError:
        asked = None
    turns = asked.get("turns") if isinstance(asked, dict) else None
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str) or not _are_texts(turns or []):
        raise Failure("batch_line", name=name, line=number)
    return asked


def _are_texts(turns: object) -> bool:
    return isinstance(turns, list) and all(isinstance(turn, str) for turn in turns)


def _format_of(out: Path | None, *known: str) -> str:
    """The format that the ending of the output's name says, else a table."""
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return ending if ending in known else "table"


def _put(text: str, out: Path | None = None) -> None:
    if out is None:
        typer.echo(text.removesuffix("\n"))
    else:
        out.write_text(text, encoding="utf-8")


def _put_bytes(data: bytes, out: Path | None, format: str) -> None:
    if out is not None:
        out.write_bytes(data)
    elif sys.stdout.isatty():
        raise Failure("binary", format=format)
    else:
        typer.echo(data, nl=False)
