"""Options that several commands of the command line take. Typer reads these types when the commands are registered."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from cli_messages import say


def option(key: str) -> Any:
    """An option with the message `key` as its help."""
    return typer.Option(help=say(key))


def one_of(help_key: str, *words: str) -> Any:
    """An option that may be repeated and takes these words only."""

    def known(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            if value not in words:
                raise typer.BadParameter(f"{value!r}: {' | '.join(words)}")
        return values

    return typer.Option(help=say(help_key), metavar="|".join(words), callback=known)


LibraryDir = Annotated[Path, typer.Option("--library", envvar="WENZHANG_LIBRARY", help=say("opt.library"), show_envvar=False)]
Lang = Annotated[Literal["zh", "en"] | None, option("opt.lang")]
Debug = Annotated[bool, typer.Option("--debug", help=say("opt.debug"))]
Json = Annotated[bool, typer.Option("--json", help=say("opt.json"))]
CORES = min(os.cpu_count() or 1, 8)
"""Processes that read unless told: the one that writes keeps up with some eight."""
Jobs = Annotated[int, typer.Option(min=1, max=64, help=say("opt.jobs"))]
Out = Annotated[Path | None, typer.Option("--out", help=say("opt.out"))]
Names = Annotated[list[str] | None, option("opt.filter")]
Years = Annotated[list[int] | None, option("opt.filter")]
Limit = Annotated[int | None, typer.Option(min=0, help=say("opt.limit"))]
Said = Annotated[str | None, option("opt.said")]
