"""The command line. Commands are short; what they show is in cli_messages and library.export.

Heavy modules load inside the commands that need them: `wenzhang ask` answers within a second or two of a fresh process.
"""

from __future__ import annotations

import io
import json
import logging
import os
import runpy
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from cli_errors import fail, plain_errors, unexpected
from cli_input import file_facts, questions, table_facts
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
from cli_options import CORES, Debug, Jobs, Json, Lang, LibraryDir, Limit, Names, Out, Said, Years, one_of, option
from cli_output import format_of, progress_bar, put, put_bytes
from library.place import default_root

if TYPE_CHECKING:
    from domain.model import Severity, State
    from library import IngestReport, Library

app = typer.Typer(help=say("app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
REFUSED = 3
"""Exit status: done, but some files were refused."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "rounding", "note")
HERE = default_root()
Command = Callable[..., None]


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
                with plain_errors(options["lang"]):
                    function(**options)

        return run

    return register


@command("ingest", "ingest")
def ingest(
    *,
    paths: Annotated[list[Path], typer.Argument(help=say("opt.paths"))],
    org: Said = None,
    year: Said = None,
    kind: Said = None,
    level: Said = None,
    source_url: Annotated[str | None, option("opt.source_url")] = None,
    published: Annotated[str | None, option("opt.published")] = None,
    jobs: Jobs = CORES,
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
    facts = [checked(fact) for fact in file_facts(org=org, year=year, kind=kind, level=level)]
    told = origin(source_url or "", published or "") if source_url or published else None
    if (facts or told) and len(paths) != 1:
        raise OneFileOnly
    with progress_bar(lang) as progress:
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
    file: Annotated[str, option("opt.file")] = "",
    note: Annotated[str, option("opt.note")] = "",
    undo: Annotated[bool, typer.Option("--undo", help=say("opt.undo"))] = False,
    listed: Annotated[bool, typer.Option("--list", help=say("opt.list"))] = False,
    as_json: Json = False,
    library: LibraryDir = HERE,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    from library.corrections import as_row
    from library.export import as_json as rows_json

    facts = [*file_facts(org=org, year=year, kind=kind, level=level), *table_facts(unit, form, column)]
    if not listed and (document is None or not (facts or undo)):
        raise typer.BadParameter(say("error.nothing_said", lang))
    opened = _open(library)
    if listed:
        found = opened.corrections(document or "", file=file)
    else:
        found = (opened.undo if undo else partial(opened.correct, note=note))(document or "", facts, file=file).changed
    put(rows_json(map(as_row, found)) if as_json else correction_table(found, lang))
    if not as_json and not listed:
        typer.echo(say("taken_back" if undo else "corrected", lang, count=len(found)))


@command("rebuild", "rebuild")
def rebuild(*, jobs: Jobs = CORES, as_json: Json = False, library: LibraryDir = HERE, lang: Lang = None, debug: Debug = False) -> None:
    with progress_bar(lang) as progress:
        report = _open(library, rebuilt=True).rebuild(jobs=jobs, progress=progress)
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
        for asked in questions(batch):
            found = jsonable(assistant.ask(asked["question"], turns=asked.get("turns") or (), lang=lang))
            typer.echo(json.dumps({**found, "id": asked.get("id", "")}, ensure_ascii=False))
        return
    answer = assistant.ask(question or "", lang=lang)
    typer.echo(json.dumps(jsonable(answer), ensure_ascii=False, indent=1) if as_json else answer_text(answer))


@command("figures", "figures")
def figures(
    *,
    org: Annotated[list[str] | None, option("opt.org")] = None,
    year: Years = None,
    period: Years = None,
    kind: Annotated[list[str] | None, one_of("opt.filter", "预算", "决算")] = None,
    level: Annotated[list[str] | None, one_of("opt.filter", "部门", "单位")] = None,
    form: Names = None,
    item: Annotated[list[str] | None, option("opt.item")] = None,
    source: Annotated[list[str] | None, one_of("opt.filter", "table", "narrative", "indicator")] = None,
    document: Names = None,
    project: Names = None,
    text: Annotated[str | None, option("opt.text")] = None,
    state: Annotated[list[str] | None, one_of("opt.state", "all", "value", "zero", "blank", "withheld", "undetermined")] = None,
    limit: Limit = None,
    format: Annotated[Literal["table", "csv", "json", "parquet"] | None, option("opt.format")] = None,
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
    written = format or format_of(out, "csv", "json", "parquet")
    if written == "table":
        put(figure_table(found, limit, lang), out)
    elif written == "parquet":
        put_bytes(figures_parquet(found), out, written)
    else:
        rows = (figure_row(figure) for figure in found)
        put(as_csv(rows, FIGURE_COLUMNS) if written == "csv" else as_json(rows), out)


@command("check", "check")
def check(
    *,
    disclosures: Annotated[list[str] | None, typer.Argument(help=say("opt.disclosures"))] = None,
    severity: Annotated[list[str] | None, one_of("opt.filter", "error", "warning", "rounding", "note")] = None,
    format: Annotated[Literal["table", "csv", "json", "xlsx", "html"] | None, option("opt.format")] = None,
    fail_on: Annotated[Literal["error", "warning", "rounding", "note"] | None, option("opt.fail_on")] = None,
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
    written = format or format_of(out, "csv", "json", "xlsx", "html")
    if written == "xlsx":
        put_bytes(export.findings_xlsx(found), out, written)
    elif written == "html":
        put(export.findings_html(found, say("report_title", lang)), out)
    elif written == "table":
        put(finding_table(found, lang), out)
    else:
        rows = map(export.finding_row, found)
        put(export.as_csv(rows, export.FINDING_COLUMNS) if written == "csv" else export.as_json(rows), out)
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
        put(export.as_json(map(asdict, unread)) if as_json else issue_lines(unread, lang) or say("nothing_unread", lang))
    else:
        entries = opened.documents()
        put(export.as_json(map(export.document_row, entries)) if as_json else document_table(entries, lang))


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
        fail(str(error), lang)
        return
    told = json.dumps(made.as_json(), ensure_ascii=False, indent=1, default=str)
    if library is not None:
        _open(library).root.joinpath("eval-report.json").write_text(told, encoding="utf-8")
    put(told if as_json else made.text())
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
    # In this very process, so that whoever ends it ends the server; in the folder of app.py, where .streamlit/config.toml is found.
    page = Path(__file__).resolve().with_name("app.py")
    os.environ["WENZHANG_LIBRARY"] = str(library.resolve())
    os.chdir(page.parent)
    sys.argv = ["streamlit", "run", str(page), *([f"--server.port={port}"] if port else [])]
    runpy.run_module("streamlit", run_name="__main__")


def main() -> None:
    """Entry point: any error that no command expects is one line too, unless --debug asks for the traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Redirected output is UTF-8 everywhere; broken characters of the command line must not break the output.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    sys.excepthook = unexpected
    typer.main.get_command(app)(prog_name="wenzhang")


def _open(root: Path, *, rebuilt: bool = False) -> Library:
    """`rebuilt`: one of an older format will do."""
    from library import FORMAT, REBUILT, Library

    return Library.open(root, oldest=REBUILT if rebuilt else FORMAT)


def _tell(report: IngestReport, as_json: bool, lang: str | None) -> None:
    told = {**asdict(report), "refused": len(report.refused)}
    put(json.dumps(told, ensure_ascii=False, indent=1) if as_json else ingest_summary(report, lang))
    if report.refused:
        raise typer.Exit(REFUSED)


if __name__ == "__main__":
    main()
