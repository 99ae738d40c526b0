"""The corpus on disk: what the other layers open, fill, ask and clear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from threading import Lock
from typing import TYPE_CHECKING

from domain.model import Disclosure, Issue
from library.errors import (
    LibraryBroken,
    LibraryError,
    LibraryLocked,
    LibraryMissing,
    LibraryVersion,
    NoSuchPath,
    NotALibrary,
    NoWorker,
    UnknownDocument,
    UnknownOriginal,
)
from library.manifest import NAME, Counts, FileEntry, Manifest, load
from library.report import FileResult, IngestReport, Progress

if TYPE_CHECKING:
    from library.pipeline import Reader
    from library.sandbox import Workers
    from library.snapshot import Snapshot
    from library.sources import Source
    from library.worker import Limits

__all__ = [
    "Counts",
    "DocumentEntry",
    "FileEntry",
    "FileResult",
    "IngestReport",
    "Library",
    "LibraryBroken",
    "LibraryError",
    "LibraryLocked",
    "LibraryMissing",
    "LibraryVersion",
    "NoSuchPath",
    "NoWorker",
    "NotALibrary",
    "Progress",
    "UnknownDocument",
    "UnknownOriginal",
]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A disclosure in the library with its files."""

    disclosure: Disclosure
    files: tuple[FileEntry, ...]
    superseded: tuple[FileEntry, ...]
    """Those of `files` that a newer edition stands beside: kept, but not used for answers."""
    counts: Counts
    """Of the current editions."""
    issues: tuple[Issue, ...]


@dataclass
class Library:
    """A corpus in the folder `root`. Reading is safe in several threads and beside a writer; one process writes at a time.

    Every method raises LibraryError where the library is missing, of another version or being written by another process.
    """

    root: Path
    reader: Reader | None = None
    """Another way to read files than the project's own; for tests."""
    limits: Limits | None = None
    """What reading one file may take; None: the usual, or as the environment sets it."""
    _workers: Workers | None = field(default=None, repr=False)
    _seen: tuple[object, Snapshot] | None = field(default=None, repr=False)
    _guard: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def open(cls, root: Path, reader: Reader | None = None) -> Library:
        """The library in `root`. Raises LibraryMissing, LibraryVersion, LibraryBroken."""
        load(root)
        return cls(root, reader)

    @classmethod
    def open_or_create(cls, root: Path, reader: Reader | None = None) -> Library:
        """The library in `root`, made empty if there is none. Raises NotALibrary where the folder holds other things."""
        from library.commit import create

        create(root)
        return cls.open(root, reader)

    def ingest(self, paths: Iterable[Path], *, jobs: int = 1, progress: Callable[[Progress], None] | None = None) -> IngestReport:
        """Read files and folders, and publish all that is new at once. `jobs` processes read.

        A file that can't be read is refused, with the reason in the report and in the library, and costs nothing else. The files in an
        archive are files of their own.
        """
        from library.sources import sources

        found = sources(paths, self.root)
        return self._ingest(lambda _: found, jobs=jobs, progress=progress)

    def ingest_bytes(self, name: str, data: bytes) -> IngestReport:
        """Read one file that is at hand already. `name` is shown, and decides nothing."""
        from library.sources import Source, shown

        found = [Source(shown(PurePath(name).name or name), data=data)]
        return self._ingest(lambda _: found)

    def rebuild(self, *, jobs: int = 1, progress: Callable[[Progress], None] | None = None) -> IngestReport:
        """Read all originals again and replace everything made of them. What can't be read any more stays as it was, and is told."""
        from library.rebuild import originals

        return self._ingest(lambda state: originals(self.root, state), fresh=True, jobs=jobs, progress=progress)

    def remove(self, document_id: str) -> None:
        """Remove a disclosure with all its files, or the record of a refused file by its name or sha. Raises UnknownDocument."""
        from library.remove import remove

        remove(self.root, document_id)

    def compact(self) -> None:
        """Merge all segments into one."""
        from library.rebuild import compact

        compact(self.root)

    def documents(self) -> list[DocumentEntry]:
        """Every disclosure with its files, by organisation and year."""
        shot = self.snapshot()
        issues = shot.figures.issues()
        return [_entry(one, shot.manifest, issues) for one in shot.disclosures]

    def issues(self) -> list[Issue]:
        """Files that were refused, then what could not be read of the others."""
        shot = self.snapshot()
        return [*shot.manifest.refused, *shot.figures.issues()]

    def snapshot(self) -> Snapshot:
        """The state now. Cheap to call at every question: the same object until the manifest was replaced."""
        from library.snapshot import Snapshot

        with self._guard:
            state = _stamp(self.root)
            if self._seen is None or self._seen[0] != state:
                manifest = load(self.root)
                self._seen = state, Snapshot.of(self.root, manifest)
            return self._seen[1]

    def _ingest(
        self,
        find: Callable[[Manifest], Sequence[Source]],
        *,
        fresh: bool = False,
        jobs: int = 1,
        progress: Callable[[Progress], None] | None = None,
    ) -> IngestReport:
        from library.commit import Commit, changing
        from library.pipeline import readings, standard

        reader = self.reader or standard()
        with changing(self.root) as state:
            found = find(state)
            commit = Commit(self.root, state, reader.version, fresh)
            with closing(readings(found, reader, commit.known, self._apart(reader), jobs)) as every:
                for done, reading in enumerate(every, 1):
                    outcome = commit.add(reading)
                    if progress:
                        progress(Progress(done, max(done, len(found)), reading.source.name, outcome))
            return commit.publish(lambda: self.snapshot().disclosures)

    def _apart(self, reader: Reader) -> Workers | None:
        """The processes that read, kept from one ingest to the next."""
        from library.sandbox import Workers
        from library.worker import Limits

        if not reader.apart:
            return None
        if self._workers is None or self._workers.closed or self._workers.task is not reader.read:
            self._workers = Workers(reader.read, self.limits or Limits.from_environment())
        return self._workers


def _stamp(root: Path) -> object:
    """Changes whenever the manifest is replaced; None where there is none."""
    try:
        stat = (root / NAME).stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _entry(disclosure: Disclosure, manifest: Manifest, issues: Sequence[Issue]) -> DocumentEntry:
    files = tuple(file for file in manifest.files if file.document == disclosure.id)
    older = tuple(file for file in files if file.sha in manifest.superseded)
    counts = sum((file.counts for file in files if file not in older), Counts())
    shas = {file.sha for file in files}
    return DocumentEntry(disclosure, files, older, counts, tuple(issue for issue in issues if issue.sha in shas))
