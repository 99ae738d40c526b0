"""What people say to the command line: facts about a file, and batches of questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cli_errors import Failure

if TYPE_CHECKING:
    from domain.facts import Fact, Field


def file_facts(**said: str | None) -> list[Fact]:
    """What is said of a file, by option."""
    from domain.facts import Fact

    return [Fact(cast("Field", field), value) for field, value in said.items() if value is not None]


def table_facts(units: list[str] | None, forms: list[str] | None, columns: list[str] | None) -> list[Fact]:
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


def questions(path: Path) -> Iterator[dict[str, Any]]:
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
