"""Setting right what was recognised: which files are meant, what is said of each, and what that changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from domain.facts import OF_TABLES, Fact
from domain.model import Disclosure, Table
from domain.text import squeeze
from ingest.forms import forms
from library.corrections import Correction, checked
from library.errors import BadCorrection, CorrectionRefused, CorrectionUnfit, NothingToUndo, UnknownDocument
from library.lock import now
from library.manifest import FileEntry, Manifest
from library.pipeline import Reading
from library.report import IngestReport
from library.snapshot import Snapshot

TOLD = 12
"""Tables or columns named in an error."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file that is spoken of; `entry` is None where the library has no reading of it (refused, removed, or not there yet)."""

    sha: str
    name: str
    entry: FileEntry | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: `changed` are those that came or, of an undoing, went; `report` tells of the files that were read again."""

    changed: tuple[Correction, ...]
    report: IngestReport


def targets(state: Manifest, stored: Iterable[Correction], document: str, file: str = "") -> list[Target]:
    """The files that `document` means: those of a disclosure (by its id), a refused file (by its name or sha), a file on the disk, or one
    that corrections are kept of; of several, the one called `file`. Raises UnknownDocument."""
    found = [Target(one.sha, one.name, one) for one in state.files if one.document == document]
    found = found or [Target(one.sha, one.file) for one in state.refused if one.sha and document in (one.file, one.sha)]
    found = found or list(_on_disk(document, state))
    found = found or [Target(one.sha, one.file, state.file(one.sha)) for one in stored if document in (one.file, one.sha)]
    chosen = {one.sha: one for one in found if not file or file in (one.name, one.sha)}
    if not chosen:
        raise UnknownDocument(file if found else document)
    return list(chosen.values())


def _on_disk(document: str, state: Manifest) -> Iterator[Target]:
    path = Path(document)
    if os.path.isfile(path):
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Target(sha, path.name, state.file(sha))


def corrections_for(
    files: Sequence[Target], facts: Iterable[Fact], shot: Snapshot, stored: Sequence[Correction] = (), note: str = ""
) -> list[Correction]:
    """What `facts` say of each file; of tables, only the files that have them. Raises BadCorrection."""
    time, told = now(), [checked(fact) for fact in facts]
    tables = {file.sha: _tables(file, shot) for file in files}
    found = []
    for fact in told:
        about = [(file, fact) for file in files] if not fact.table else _about_tables(fact, files, tables, stored)
        found += [Correction(file.sha, file.name, said, _old(said, file, tables[file.sha], shot), time, note) for file, said in about]
    return found


def _about_tables(
    fact: Fact, files: Sequence[Target], tables: dict[str, list[Table]], stored: Sequence[Correction]
) -> list[tuple[Target, Fact]]:
    found = [(file, table) for file in files for table in _meant(fact.table, tables[file.sha])]
    if not found:
        raise BadCorrection("table", fact.table, _listed(_name(table) for own in tables.values() for table in own))
    about = [(file, replace(fact, table=_lasting_name(table, tables[file.sha]))) for file, table in found]
    return [(file, replace(said, column=_first_name(said, file, stored))) for file, said in about]


def _first_name(fact: Fact, file: Target, stored: Iterable[Correction]) -> str:
    """The header as it was recognised, of a column that bears a corrected one."""
    of_table = [one.fact for one in stored if one.sha == file.sha and (one.fact.field, one.fact.table) == ("column", fact.table)]
    return next((kept.column for kept in of_table if kept.value == fact.column), fact.column)


def _tables(file: Target, shot: Snapshot) -> list[Table]:
    if file.entry is None:
        return []
    return [one for one in shot.figures.tables(file.entry.document, superseded=True) if one.place.sha == file.sha and one.state != "absent"]


def _meant(name: str, tables: Sequence[Table]) -> list[Table]:
    """The one table of a file that a word names: by id, by number and title, by one of them, or by a part of its name."""
    said = squeeze(name)
    fits: tuple[Callable[[Table], bool], ...] = (
        lambda table: said in (table.id, squeeze(_name(table))),
        lambda table: said in (squeeze(table.number), squeeze(table.title)),
        lambda table: said in squeeze(_name(table)),
    )
    found = next((found for fit in fits if (found := [table for table in tables if fit(table)])), [])
    if len(found) > 1:
        raise BadCorrection("table", name, _listed(f"{_name(table)} ({table.id})" for table in found))
    return found


def _name(table: Table) -> str:
    return f"{table.number} {table.title}".strip()


def _lasting_name(table: Table, tables: Sequence[Table]) -> str:
    """What names the table in later readings too: what is printed above it, else its place. A table of indicators is named after its
    project, which no heading prints."""
    form = forms().get(table.form)
    alone = sum(_name(other) == _name(table) for other in tables) == 1
    return _name(table) if alone and not (form and form.performance) else table.id


def _old(fact: Fact, file: Target, tables: Sequence[Table], shot: Snapshot) -> str:
    """What the library has now."""
    if fact.field == "column":
        return fact.column
    if fact.field in OF_TABLES:
        named = [table for table in tables if not fact.table or fact.table in (table.id, _name(table))]
        return "、".join(dict.fromkeys(filter(None, (getattr(table, fact.field) for table in named))))
    own = _disclosure(file, shot)
    return "" if own is None else str(getattr(own, fact.field))


def _disclosure(file: Target, shot: Snapshot) -> Disclosure | None:
    return next((one for one in shot.disclosures if file.entry and one.id == file.entry.document), None)


def _listed(names: Iterable[str]) -> str:
    """The first dozen."""
    every = list(dict.fromkeys(names))
    return "、".join(every[:TOLD]) + (" …" if len(every) > TOLD else "")


def undone(files: Sequence[Target], stored: Sequence[Correction], facts: Sequence[Fact], document: str) -> list[Correction]:
    """The corrections of these files that speak of the same as `facts`, whatever they say; all of them where none is given.

    Raises NothingToUndo for a fact that nothing speaks of.
    """
    own = [one for one in stored if one.sha in {file.sha for file in files}]
    meant = [_spoken_of(fact, own) for fact in facts] if facts else [own]
    if not all(meant):
        raise NothingToUndo(document)
    return [one for one in own if any(one in some for some in meant)]


def _spoken_of(fact: Fact, own: Sequence[Correction]) -> list[Correction]:
    """Those about just that, else those about a table of which `fact` gives a part of the name."""
    same = [one for one in own if (one.fact.field, one.fact.column) == (fact.field, fact.column)]
    part = squeeze(fact.table)
    return [one for one in same if one.fact.table == fact.table] or [one for one in same if part and part in squeeze(one.fact.table)]


def accepted(reading: Reading, changed: Iterable[Correction]) -> Reading:
    """The reading, if the file could be read and each correction that is new fits it. Raises CorrectionRefused, CorrectionUnfit."""
    if reading.refusal:
        raise CorrectionRefused(reading.source.name, reading.refusal.reason)
    new = {one.fact for one in changed if one.sha == reading.sha}
    for fact in reading.parsed.unapplied if reading.parsed else ():
        if fact in new:
            raise CorrectionUnfit(fact, reading.source.name)
    return reading
