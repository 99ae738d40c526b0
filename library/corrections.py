"""What people set right, kept apart from everything that is made of the originals: one readable file beside them.

It is a source like the originals: no ingest, rebuild or removal takes anything out of it, and each reading of a file starts from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from domain.facts import FIELDS, OF_TABLES, Fact, settled
from domain.model import Issue, Kind, Level
from domain.money import YUAN
from library.errors import BadCorrection, CorrectionsBroken
from library.manifest import FileEntry, write_atomically

NAME = "corrections.json"
OTHER = "其他"
"""The form of a table that is none of the official ones."""
LONGEST = 200
"""Characters of a name that a person gives."""
_YEAR = re.compile(r"20\d\d")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set right in the file with this `sha`."""

    sha: str
    file: str
    """Its name, for people."""
    fact: Fact
    old: str = ""
    """What was recognised; empty where nothing was, or where nobody had looked yet."""
    time: str = ""
    """UTC, ISO 8601."""
    note: str = ""


def load(root: Path) -> tuple[Correction, ...]:
    """All of a library's corrections, in the order they were made. Raises CorrectionsBroken."""
    try:
        rows = json.loads((root / NAME).read_text(encoding="utf-8"))
        return tuple(map(_correction, rows))
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError, AttributeError, BadCorrection) as error:
        raise CorrectionsBroken(root / NAME, f"{type(error).__name__}: {error}") from error


def _correction(row: dict[str, Any]) -> Correction:
    own = {name: str(row.get(name, "")) for name in ("file", "old", "time", "note")}
    fact = Fact(row["field"], str(row["new"]), str(row.get("table", "")), str(row.get("column", "")))
    return Correction(sha=str(row["sha"]), fact=checked(fact), **own)


def save(root: Path, corrections: Iterable[Correction]) -> None:
    """Replace them all at once; they are on the disk when this returns."""
    text = json.dumps([as_row(one) for one in corrections], ensure_ascii=False, indent=1)
    write_atomically(root / NAME, text.encode())


def as_row(one: Correction) -> dict[str, str]:
    """One correction as it is kept and shown to programs; what doesn't apply to it is left out."""
    fact = one.fact
    row = {
        "sha": one.sha, "file": one.file, "field": fact.field, "table": fact.table, "column": fact.column,
        "old": one.old, "new": fact.value, "time": one.time, "note": one.note,
    }  # fmt: skip
    return {name: value for name, value in row.items() if value or name in ("old", "new")}


def merged(stored: Iterable[Correction], new: Iterable[Correction]) -> tuple[Correction, ...]:
    """Both; of two about the same thing the new one, with what was recognised before the first."""
    kept = {(one.sha, one.fact.about): one for one in stored}
    for one in new:
        before = kept.pop((one.sha, one.fact.about), None)
        kept[one.sha, one.fact.about] = replace(one, old=before.old) if before else one
    return tuple(kept.values())


def facts_of(corrections: Iterable[Correction], sha: str) -> tuple[Fact, ...]:
    """What is said of one file."""
    return settled(one.fact for one in corrections if one.sha == sha)


def labels(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Facts as the manifest notes them beside the file that was read with them."""
    return tuple(map(str, facts))


def pending(files: Iterable[FileEntry], corrections: Sequence[Correction]) -> list[Issue]:
    """Files that were read with other corrections than are kept: a writer was killed in between, or somebody changed the file."""
    found = []
    for file in files:
        said = labels(facts_of(corrections, file.sha))
        if said != file.corrected:
            changed = "、".join(sorted({*said} ^ {*file.corrected}))
            found.append(Issue(file.name, file.sha, None, f"更正有变动，尚未用上：{changed}；请运行 wenzhang rebuild"))
    return found


def checked(fact: Fact) -> Fact:
    """The fact with its value as it is kept. Raises BadCorrection for what can't be."""
    if fact.field not in FIELDS:
        raise BadCorrection("field", fact.field, "、".join(FIELDS))
    if fact.table and fact.field not in OF_TABLES:
        raise BadCorrection("table", fact.table, "、".join(OF_TABLES))
    for name, wanted in (("table", fact.field in ("form", "column")), ("column", fact.field == "column")):
        if wanted and not getattr(fact, name).strip():
            raise BadCorrection(name, "", f"{fact.field} TABLE…")
    value = fact.value.strip()
    allowed = _allowed(fact.field)
    if (allowed and value not in allowed) or (fact.field == "year" and not _YEAR.fullmatch(value)):
        raise BadCorrection(fact.field, value, "、".join(allowed) or "2000–2099")
    if not value or len(value) > LONGEST or _CONTROL.search(value):
        raise BadCorrection(fact.field, value[:40], f"1–{LONGEST} 个字符")
    return replace(fact, value=value)


def _allowed(field: str) -> tuple[str, ...]:
    """The values of a field that takes some words only."""
    if field == "form":
        from ingest.forms import forms

        return (*forms(), OTHER)
    words: dict[str, tuple[str, ...]] = {"kind": get_args(Kind), "level": get_args(Level), "unit": tuple(YUAN)}
    return words.get(field, ())
