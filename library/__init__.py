"""The corpus on disk: what the other layers open, fill, ask and clear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from threading import Lock
from typing import TYPE_CHECKING

from domain.facts import Fact
from domain.model import NOWHERE, Disclosure, Issue, Origin
from index.schema import FORMAT
from library.corrections import Correction, pending
from library.corrections import load as load_corrections
from library.errors import (
    BadCorrection,
    BadOrigin,
    CorrectionRefused,
    CorrectionsBroken,
    CorrectionUnfit,
    LibraryBroken,
    LibraryError,
    LibraryLocked,
    LibraryMissing,
    LibraryVersion,
    NoSuchPath,
    NotALibrary,
    NothingToUndo,
    NoWorker,
    OneFileOnly,
    UnknownDocument,
    UnknownOriginal,
)
from library.manifest import NAME, REBUILT, Counts, FileEntry, Manifest, load
from library.report import FileResult, IngestReport, Progress

if TYPE_CHECKING:
    from library.commit import Commit
    from library.correct import Corrected
    from library.pipeline import Reader
    from library.sandbox import Workers
    from library.snapshot import Snapshot
    from library.sources import Source
    from library.worker import Limits

__all__ = [
    "FORMAT",
    "REBUILT",
    "BadCorrection",
    "BadOrigin",
    "Correction",
    "CorrectionRefused",
    "CorrectionUnfit",
    "CorrectionsBroken",
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
    "NothingToUndo",
    "OneFileOnly",
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
    corrections: tuple[Correction, ...] = ()
    """What people set right in its files."""


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
    def open(cls, root: Path, reader: Reader | None = None, *, oldest: int = FORMAT) -> Library:
        """The library in `root`; one of an older format (back to `oldest`) can only be rebuilt.

        Raises LibraryMissing, LibraryVersion, LibraryBroken.
        """
        load(root, oldest)
        return cls(root, reader)

    @classmethod
    def open_or_create(cls, root: Path, reader: Reader | None = None) -> Library:
        """The library in `root`, made empty if there is none. Raises NotALibrary where the folder holds other things."""
        from library.commit import create

        create(root)
        return cls.open(root, reader)

    def ingest(
        self,
        paths: Iterable[Path],
        *,
        jobs: int = 1,
        progress: Callable[[Progress], None] | None = None,
        facts: Sequence[Fact] = (),
        origin: Origin | None = None,
    ) -> IngestReport:
        """Read files and folders, and publish all that is new at once. `jobs` processes read.

        A file that can't be read is refused, with the reason in the report and in the library, and costs nothing else. The files in an
        archive are files of their own. `facts` (kept as
        corrections) and `origin` are said of one file: raises OneFileOnly with more, BadCorrection for a fact that can't be.
        """
        from library.sources import sources

        found = sources(paths, self.root)
        if (facts or origin) and len(found) != 1:
            raise OneFileOnly()
        return self._ingest(lambda _: [one.told(origin) for one in found], jobs=jobs, progress=progress, facts=facts)

    def ingest_bytes(self, name: str, data: bytes, *, facts: Sequence[Fact] = (), origin: Origin | None = None) -> IngestReport:
        """Read one file that is at hand already. `name` is shown, and decides nothing."""
        from library.sources import Source, shown

        found = [Source(shown(PurePath(name).name or name), data=data, origin=origin or NOWHERE)]
        return self._ingest(lambda _: found, facts=facts)

    def rebuild(self, *, jobs: int = 1, progress: Callable[[Progress], None] | None = None) -> IngestReport:
        """Read all originals again and replace everything made of them. What can't be read any more stays as it was, and is told."""
        from library.rebuild import originals

        return self._ingest(lambda state: originals(self.root, state), fresh=True, jobs=jobs, progress=progress)

    def correct(self, document: str, facts: Sequence[Fact], *, file: str = "", note: str = "") -> Corrected:
        """Set right what was recognised in `document` (library.correct.targets says what that may be), and read its files again.

        All of it holds afterwards, or nothing has changed. Raises BadCorrection, CorrectionUnfit, CorrectionRefused, UnknownDocument.
        """
        from library.correct import corrections_for, targets
        from library.corrections import merged

        with self._writing() as (state, stored):
            files = targets(state, stored, document, file)
            new = corrections_for(files, facts, self.snapshot(), stored, note)
            return self._corrected(state, merged(stored, new), new, {one.sha for one in files})

    def undo(self, document: str, facts: Sequence[Fact] = (), *, file: str = "") -> Corrected:
        """Take corrections of `document` back, those about the same as `facts` or else all, and read its files again.

        Raises NothingToUndo, CorrectionRefused, UnknownDocument.
        """
        from library.correct import targets, undone

        with self._writing() as (state, stored):
            files = targets(state, stored, document, file)
            gone = undone(files, stored, facts, document)
            return self._corrected(state, tuple(one for one in stored if one not in gone), gone, {one.sha for one in files})

    def corrections(self, document: str = "", *, file: str = "") -> tuple[Correction, ...]:
        """The corrections of `document`, or all that are kept, also those of files that are not in the library (any more).

        Raises UnknownDocument.
        """
        from library.correct import targets

        state, stored = self.snapshot().manifest, load_corrections(self.root)
        if not document:
            return tuple(one for one in stored if file in ("", one.file, one.sha))
        shas = {one.sha for one in targets(state, stored, document, file)}
        return tuple(one for one in stored if one.sha in shas)

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
        shot, corrections = self.snapshot(), load_corrections(self.root)
        issues = shot.figures.issues()
        return [_entry(one, shot.manifest, issues, corrections) for one in shot.disclosures]

    def issues(self) -> list[Issue]:
        """Files that were refused, then what could not be read of the others, and corrections that wait for a reading."""
        shot = self.snapshot()
        return [*shot.manifest.refused, *shot.figures.issues(), *pending(shot.manifest.files, load_corrections(self.root))]

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
        facts: Sequence[Fact] = (),
    ) -> IngestReport:
        from library.commit import Commit
        from library.corrections import merged
        from library.pipeline import readings

        with self._writing(REBUILT if fresh else FORMAT) as (state, stored):
            found = find(state)
            corrections = merged(stored, self._said(found[0], facts, state)) if facts else stored
            commit = Commit(self.root, state, self._reader.version, fresh, corrections)
            with closing(readings(found, self._reader, commit, self._apart(self._reader), jobs)) as every:
                for done, reading in enumerate(every, 1):
                    outcome = commit.add(reading)
                    if progress:
                        progress(Progress(done, max(done, len(found)), reading.source.name, outcome))
            return self._published(commit)

    @property
    def _reader(self) -> Reader:
        from library.pipeline import standard

        return self.reader or standard()

    @contextmanager
    def _writing(self, oldest: int = FORMAT) -> Iterator[tuple[Manifest, tuple[Correction, ...]]]:
        """Be the writer: the state to start from and the corrections that are kept."""
        from library.commit import changing

        with changing(self.root, oldest) as state:
            yield state, load_corrections(self.root)

    def _said(self, source: Source, facts: Sequence[Fact], state: Manifest) -> list[Correction]:
        """The corrections that `facts` about a file to be read are."""
        from library.correct import Target, corrections_for

        sha = source.sha()
        return corrections_for([Target(sha, source.name, state.file(sha))], facts, self.snapshot()) if sha else []

    def _corrected(
        self, state: Manifest, corrections: tuple[Correction, ...], changed: Sequence[Correction], shas: Collection[str]
    ) -> Corrected:
        """Read the files again with `corrections`; all of it holds, or nothing."""
        from library.commit import Commit
        from library.correct import Corrected, accepted
        from library.pipeline import readings
        from library.rebuild import sources_of

        commit = Commit(self.root, state, self._reader.version, corrections=corrections)
        found = sources_of(self.root, [file for file in state.files if file.sha in shas])
        for reading in readings(found, self._reader, commit, self._apart(self._reader)):
            commit.add(accepted(reading, changed))
        return Corrected(tuple(changed), self._published(commit))

    def _published(self, commit: Commit) -> IngestReport:
        from library.pipeline import readings
        from library.rebuild import sources_of

        for reading in readings(sources_of(self.root, commit.revived()), self._reader, commit, self._apart(self._reader)):
            commit.add(reading)
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


def _entry(disclosure: Disclosure, manifest: Manifest, issues: Sequence[Issue], corrections: Sequence[Correction]) -> DocumentEntry:
    files = tuple(file for file in manifest.files if file.document == disclosure.id)
    older = tuple(file for file in files if file.sha in manifest.superseded)
    counts = sum((file.counts for file in files if file not in older), Counts())
    shas = {file.sha for file in files}
    said = tuple(one for one in corrections if one.sha in shas)
    return DocumentEntry(disclosure, files, older, counts, tuple(issue for issue in issues if issue.sha in shas), said)
