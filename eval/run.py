"""Ask a gold set of a fresh library and score the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.gold import Question, load
from eval.report import Report
from eval.score import judge

Ask = Callable[[Question], dict[str, Any]]
"""One answer as JSON (see the command line's contract)."""


class NoDocuments(ValueError):
    """The folder of documents holds none that could be read; the message names it."""


def evaluate(gold: Path, docs: Path, report: Path | None = None) -> Report:
    """Build a temporary library from every file under `docs`, ask all questions of `gold`, score them; write the report where a folder is given.

    Raises BadGold, NoDocuments, and what the library raises.
    """
    from answer import Assistant, jsonable
    from library import Library

    questions = load(gold)
    with TemporaryDirectory(prefix="wenzhang-eval-") as folder:
        library = Library.open_or_create(Path(folder) / "library")
        library.ingest(_files(docs))
        if not library.documents():
            raise NoDocuments(f"{docs} holds no document that could be read")
        assistant = Assistant(library)
        made = score(questions, lambda q: jsonable(assistant.ask(q.question, turns=q.turns)), gold.name)
    if report is not None:
        made.write(report)
    return made


def score(questions: Iterable[Question], ask: Ask, name: str = "") -> Report:
    """Ask each question and judge the answer."""
    return Report(tuple(judge(question, ask(question)) for question in questions), name)


def _files(docs: Path) -> list[Path]:
    """Every file below `docs` but hidden ones, in a fixed order; a file stands for itself."""
    if docs.is_file():
        return [docs]
    return sorted(path for path in docs.rglob("*") if path.is_file() and not path.name.startswith("."))
