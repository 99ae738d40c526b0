"""The manifest: the one file that says what is in a library. It is replaced as a whole, so that a reader sees one state or the next.

The changes are pure functions from one Manifest to the next; `load` and `publish` are the only ones that touch the disk.
"""

from __future__ import annotations

import json
import os
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from domain.model import Issue, Parsed
from index.schema import FORMAT
from index.segment import sync_file
from library.errors import LibraryBroken, LibraryMissing, LibraryVersion, UnknownDocument

NAME = "manifest.json"
REBUILT = 3
"""The oldest format of which everything can be made anew: its manifest tells of the originals as today's does."""
PART = ".part"
"""Ending of a file that is being written; one that is left over is rubbish."""
Role = Literal["whole", "tables", "narrative"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read from a file: filled tables; numbers in tables, claims in sentences, performance targets; passages; findings."""

    tables: int = 0
    figures: int = 0
    claims: int = 0
    indicators: int = 0
    passages: int = 0
    findings: int = 0

    @classmethod
    def of(cls, parsed: Parsed) -> Counts:
        sources = Counter(figure.source for figure in parsed.figures if figure.state in ("value", "zero", "undetermined"))
        filled = sum(table.state == "filled" for table in parsed.tables)
        return cls(filled, sources["table"], sources["narrative"], sources["indicator"], len(parsed.passages), len(parsed.findings))

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: number + getattr(other, name) for name, number in asdict(self).items()})


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a disclosure. `edition` counts the files of one role from 1; `added` is UTC, ISO 8601."""

    sha: str
    name: str
    role: Role
    edition: int
    added: str
    document: str
    pipeline: str
    segment: str
    counts: Counts
    url: str = ""
    """Where it came from, if known; any text, so never to be opened unless it is http or https."""
    published: str = ""
    """Date of publication, ISO 8601, if known."""
    corrected: tuple[str, ...] = ()
    """What people say of it (library.corrections) as it was read with."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A file of `document` that no longer counts, though its rows still lie in a segment."""

    segment: str
    sha: str
    document: str


@dataclass(frozen=True, slots=True)
class Retired:
    """A segment that was replaced at `since` (seconds since 1970); readers of an older state may still need its folder for a while."""

    segment: str
    since: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of a library."""

    format: int = FORMAT
    generation: int = 0
    pipeline: str = ""
    """Version of the pipeline that wrote last."""
    segments: tuple[str, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    retired: tuple[Retired, ...] = ()
    files: tuple[FileEntry, ...] = ()
    refused: tuple[Issue, ...] = ()
    """Files that could not be read at all."""

    @property
    def shas(self) -> frozenset[str]:
        return frozenset(file.sha for file in self.files)

    @property
    def removed(self) -> frozenset[str]:
        return frozenset(stone.sha for stone in self.tombstones)

    @property
    def superseded(self) -> frozenset[str]:
        """Files of which a newer edition stands beside."""
        latest: dict[tuple[str, str], int] = {}
        for file in self.files:
            latest[file.document, file.role] = max(file.edition, latest.get((file.document, file.role), 0))
        return frozenset(file.sha for file in self.files if file.edition < latest[file.document, file.role])

    def file(self, sha: str) -> FileEntry | None:
        return next((file for file in self.files if file.sha == sha), None)

    def next_edition(self, document: str, role: str) -> int:
        return 1 + max((file.edition for file in self.files if (file.document, file.role) == (document, role)), default=0)

    def renumbered(self, groups: Collection[tuple[str, str]]) -> Manifest:
        """The files of these documents and roles numbered again in the order they came: for files that moved from one to another."""
        number: Counter[tuple[str, str]] = Counter()
        editions: dict[str, int] = {}
        for file in sorted(self.files, key=lambda file: (file.added, file.edition, file.name)):
            number[file.document, file.role] += 1
            editions[file.sha] = number[file.document, file.role] if (file.document, file.role) in groups else file.edition
        return replace(self, files=tuple(replace(file, edition=editions[file.sha]) for file in self.files))

    def stale(self, files: Sequence[FileEntry]) -> frozenset[str]:
        """The segments that hold what may be quoted no more once `files` come in.

        Those are older rows of the same files, removed files of their documents, and files that they make an older edition.
        """
        new, documents = {file.sha for file in files}, {file.document for file in files}
        after = replace(self, files=(*(file for file in self.files if file.sha not in new), *files))
        older = new | (after.superseded - self.superseded)
        dead = {stone.segment for stone in self.tombstones if stone.document in documents or stone.sha in new}
        return frozenset(dead | {file.segment for file in self.files if file.sha in older})

    def with_segment(self, segment: str, files: Sequence[FileEntry], replacing: Collection[str], now: int) -> Manifest:
        """`segment` comes in with `files` and with what was live in the segments `replacing`, which go."""
        new = {file.sha for file in files}
        kept = tuple(replace(file, segment=segment) if file.segment in replacing else file for file in self.files if file.sha not in new)
        state = replace(self, files=(*kept, *files), segments=(*self.segments, segment))
        return state._without_segments(replacing, now)

    def without_document(self, document: str, now: int) -> Manifest:
        """Tombstones for all files of `document`; segments in which nothing live is left go."""
        gone = [file for file in self.files if file.document == document]
        if not gone:
            raise UnknownDocument(document)
        stones = (*self.tombstones, *(Tombstone(file.segment, file.sha, file.document) for file in gone))
        state = replace(self, files=tuple(file for file in self.files if file not in gone), tombstones=stones)
        return state._without_segments(set(self.segments) - {file.segment for file in state.files}, now)

    def _without_segments(self, gone: Collection[str], now: int) -> Manifest:
        return replace(
            self,
            segments=tuple(segment for segment in self.segments if segment not in gone),
            tombstones=tuple(stone for stone in self.tombstones if stone.segment not in gone),
            retired=(*self.retired, *(Retired(segment, now) for segment in self.segments if segment in gone)),
        )


def load(root: Path, oldest: int = FORMAT) -> Manifest:
    """The state now, of this format or one back to `oldest`. Raises LibraryMissing, LibraryVersion, LibraryBroken."""
    try:
        data = json.loads((root / NAME).read_text(encoding="utf-8"))
        found = data["format"]
        if not isinstance(found, int) or not oldest <= found <= FORMAT:
            raise LibraryVersion(root, found, FORMAT)
        return _manifest(data)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LibraryMissing(root) from error
    except (ValueError, KeyError, TypeError) as error:
        raise LibraryBroken(root, f"{type(error).__name__}: {error}") from error


def _manifest(data: dict[str, Any]) -> Manifest:
    rows: dict[str, object] = {
        "segments": tuple(data["segments"]),
        "tombstones": tuple(Tombstone(**stone) for stone in data["tombstones"]),
        "retired": tuple(Retired(**retired) for retired in data["retired"]),
        "files": tuple(_file(row) for row in data["files"]),
        "refused": tuple(Issue(**{**issue, "lines": tuple(issue["lines"]) if issue["lines"] else None}) for issue in data["refused"]),
    }
    return Manifest(**{**data, **rows})


def _file(row: dict[str, Any]) -> FileEntry:
    return FileEntry(**{**row, "counts": Counts(**row["counts"]), "corrected": tuple(row.get("corrected", ()))})


def publish(root: Path, manifest: Manifest) -> Manifest:
    """Make `manifest`, with the next generation, what readers see from now on; it is on the disk when this returns."""
    state = replace(manifest, generation=manifest.generation + 1)
    text = json.dumps(asdict(state), ensure_ascii=False, indent=1)
    write_atomically(root / NAME, text.encode())
    return state


def write_atomically(path: Path, data: bytes) -> None:
    """`path` holds all of `data` or is as it was, whatever happens in between."""
    part = path.with_name(f".{path.name}-{uuid.uuid4().hex[:8]}{PART}")
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
    sync_file(path.parent)
