"""Errors of the command line: one plain line on stderr and exit 1, or a traceback under --debug."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import typer

from cli_messages import printable, say
from library.errors import LibraryError


class Failure(Exception):
    """An error of the command line's own: the message `key` with `values`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@contextmanager
def plain_errors(lang: str | None) -> Iterator[None]:
    """What goes wrong within is told by `fail`."""
    from index.embedding import EmbeddingUnavailable
    from index.passages import WrongEmbedding

    logging.getLogger("wenzhang").addHandler(logging.NullHandler())
    try:
        yield
    except (LibraryError, Failure) as error:
        fail(say(f"error.{error.key}", lang, **error.values), lang)
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), lang)
    except (EmbeddingUnavailable, WrongEmbedding) as error:
        fail(str(error), lang)


def fail(line: str, lang: str | None) -> None:
    """One line on stderr, and exit 1."""
    typer.echo(printable(say("error", lang, line=" ".join(line.split()))), err=True)
    raise typer.Exit(1)


def unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The hook for errors that no command expects."""
    if "--debug" in sys.argv:
        sys.__excepthook__(kind, error, trace)
        return
    detail = " ".join(str(error).split())[:300]
    print(printable(say("error", line=say("error.unexpected", kind=kind.__name__, detail=detail))), file=sys.stderr)
