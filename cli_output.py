"""Where the output of the command line goes: standard output or a file, and a bar while files are read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli_errors import Failure
from cli_messages import printable, say

if TYPE_CHECKING:
    from library import Progress


@contextmanager
def progress_bar(lang: str | None) -> Iterator[Callable[[Progress], None]]:
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


def format_of(out: Path | None, *known: str) -> str:
    """The format that the ending of the output's name says, else a table."""
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return ending if ending in known else "table"


def put(text: str, out: Path | None = None) -> None:
    """To `out`, else to standard output."""
    if out is None:
        typer.echo(text.removesuffix("\n"))
    else:
        out.write_text(text, encoding="utf-8")


def put_bytes(data: bytes, out: Path | None, format: str) -> None:
    """To `out`, else to standard output unless that is a terminal. Raises Failure."""
    if out is not None:
        out.write_bytes(data)
    elif sys.stdout.isatty():
        raise Failure("binary", format=format)
    else:
        typer.echo(data, nl=False)
