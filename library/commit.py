"""Bringing what was read into the library: originals and a new segment first, the manifest last."""

from __future__ import annotations

import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from check import identities_of
from domain.facts import Fact
from domain.model import NOWHERE, Disclosure, Issue, Origin, Parsed
from index.figures import FigureStore
from index.schema import FORMAT
from index.segment import SegmentWriter
from library import corrections as stored
from library.corrections import Correction
from library.errors import LibraryMissing, NotALibrary
from library.lock import HOLDER, LOCK, now, writing
from library.manifest import NAME, PART, Counts, FileEntry, Manifest, Role, load, publish, write_atomically
from library.origins import joined
from library.pipeline import Reading
from library.report import FileResult, IngestReport, Outcome

ORIGINALS, SEGMENTS = "originals", "segments"
GRACE = 3600
"""Seconds that a replaced segment stays on the disk: longer than any question takes that still reads it."""
MANY, SMALL = 12, 50
"""So many segments of fewer than so many files are merged by the next ingest: each costs every reader's start some milliseconds."""


NOT_READ = ("unchanged", "noted")


def segment_folder(root: Path, segment: str) -> Path:
    return root / SEGMENTS / segment


def original_path(root: Path, sha: str) -> Path:
    return root / ORIGINALS / sha


@contextmanager
def changing(root: Path, oldest: int = FORMAT) -> Iterator[Manifest]:
    """Be the writer: yields the state to start from, leftovers of killed writers cleaned away. Raises LibraryError.

    `oldest`: the oldest format that will do.
    """
    if not root.is_dir():
        raise LibraryMissing(root)
    with writing(root):
        state = load(root, oldest)
        yield _cleaned(root, state)


def create(root: Path) -> None:
    """Make an empty library in `root`, unless there is one. Raises NotALibrary where the folder holds other things."""
    if (root / NAME).exists():
        return
    if root.exists() and not root.is_dir():
        raise NotALibrary(root)
    own = {LOCK, HOLDER, ORIGINALS, SEGMENTS, stored.NAME}
    if root.is_dir() and any(path.name not in own and not path.name.endswith(PART) for path in root.iterdir()):
        raise NotALibrary(root)
    root.mkdir(parents=True, exist_ok=True)
    with writing(root):
        if not (root / NAME).exists():
            publish(root, Manifest())


def _cleaned(root: Path, state: Manifest) -> Manifest:
    """Remove what no manifest names: folders and files of killed writers, originals of removed files, segments long replaced."""
    old = {retired.segment for retired in state.retired if retired.since < time.time() - GRACE}
    state = replace(state, retired=tuple(retired for retired in state.retired if retired.segment not in old))
    named = {*state.segments, *(retired.segment for retired in state.retired)}
    for folder in _inside(root / SEGMENTS):
        if folder.name not in named:
            shutil.rmtree(folder)
    shas = state.shas
    for path in (*_inside(root / ORIGINALS), *root.glob(f".*{PART}")):
        if path.name not in shas:
            path.unlink()
    return state


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def new_segment() -> str:
    """A name that no segment has; later ones sort later."""
    return f"{int(time.time()):x}-{uuid.uuid4().hex[:8]}"


@dataclass
class Commit:
    """One ingest in the making: takes readings, writes their segment as they come, and publishes them all at once."""

    root: Path
    state: Manifest
    version: str
    fresh: bool = False
    """Whether every segment so far is replaced, as in a rebuild."""
    corrections: tuple[Correction, ...] = ()
    """All that hold from now on; they are kept once everything that was read with them is on the disk."""
    _segment: str = field(default_factory=new_segment)
    _writer: SegmentWriter | None = None
    _files: dict[str, FileEntry] = field(default_factory=dict)
    _moved: set[tuple[str, str]] = field(default_factory=set)
    """Documents and roles that files came to from others."""
    _again: set[str] = field(default_factory=set)
    _noted: dict[str, Origin] = field(default_factory=dict)
    _refused: list[Issue] = field(default_factory=list)
    _results: list[FileResult] = field(default_factory=list)

    def known(self, sha: str) -> bool:
        """Whether these bytes were read already, by this version of the pipeline and with what people say of them now."""
        entry = self.state.file(sha)
        if self.fresh or entry is None or sha in self._again:
            return False
        return (entry.pipeline, entry.corrected) == (self.version, stored.labels(self.facts(sha)))

    def facts(self, sha: str) -> tuple[Fact, ...]:
        """What people say of a file."""
        return stored.facts_of(self.corrections, sha)

    def add(self, reading: Reading) -> Outcome:
        if reading.refusal:
            result = self._refuse(reading.refusal)
        elif reading.parsed is None or reading.sha in self._files:
            outcome: Outcome = "noted" if self._note(reading.sha, reading.source.origin) else "unchanged"
            result = FileResult(reading.source.name, reading.sha, outcome, None, self._counts(reading.sha))
        else:
            result = self._take(reading.parsed, reading.data, reading.source.origin)
        self._results.append(result)
        return result.outcome

    def revived(self) -> list[FileEntry]:
        """Files that a newer edition stands beside no more, as that one went to another document: to be read again, for their text."""
        before, after = self.state.superseded, self._next().superseded
        self._again |= before - after - self._files.keys()
        return [file for file in self.state.files if file.sha in self._again]

    def publish(self, disclosures: Callable[[], Iterable[Disclosure]]) -> IngestReport:
        """Make it all visible; without anything new the library stays as it was, byte for byte.

        `disclosures` gives those of the library so far, for the report's unchanged files.
        """
        state = self._next()
        if self._writer:
            self._finish(self._writer, state)
        if self.corrections != stored.load(self.root):
            stored.save(self.root, self.corrections)
        if (state.files, state.refused, state.segments) != (self.state.files, self.state.refused, self.state.segments):
            state = publish(self.root, state)
        return IngestReport(self._described(disclosures), state.generation)

    def _refuse(self, issue: Issue) -> FileResult:
        self._refused.append(issue)
        return FileResult(issue.file, issue.sha, "refused", None, Counts(), (issue,))

    def _note(self, sha: str, origin: Origin) -> bool:
        """Keep where a file came from that is there already; whether that is new."""
        entry = self._files.get(sha) or self.state.file(sha)
        known = self._noted.get(sha) or (origin_of(entry) if entry else NOWHERE)
        self._noted[sha] = joined(origin, known)
        return self._noted[sha] != known

    def _take(self, parsed: Parsed, data: bytes, origin: Origin) -> FileResult:
        write_atomically_once(original_path(self.root, parsed.sha), data)
        if self._writer is None:
            self._writer = SegmentWriter(segment_folder(self.root, self._segment))
        self._writer.add(parsed)
        entry, outcome = self._entry(parsed, origin)
        self._files[parsed.sha] = entry
        return FileResult(parsed.file, parsed.sha, outcome, parsed.disclosure, entry.counts, parsed.issues)

    def _entry(self, parsed: Parsed, origin: Origin) -> tuple[FileEntry, Outcome]:
        document, role, before = parsed.disclosure.id, role_of(parsed), self.state.file(parsed.sha)
        if before and (before.document, before.role) == (document, role):
            edition = before.edition
        else:
            edition = replace(self.state, files=(*self.state.files, *self._files.values())).next_edition(document, role)
            self._moved |= {(document, role)} if before else set()
        name, added = (before.name, before.added) if before else (parsed.file, now())
        told = joined(joined(origin, origin_of(before) if before else NOWHERE), parsed.origin)
        entry = FileEntry(
            parsed.sha, name, role, edition, added, document, self.version, self._segment, Counts.of(parsed),
            url=told.url, published=told.published, corrected=stored.labels(self.facts(parsed.sha)),
        )  # fmt: skip
        return entry, "reread" if before else "added" if edition == 1 else "edition"

    def _counts(self, sha: str) -> Counts:
        entry = self._files.get(sha) or self.state.file(sha)
        return entry.counts if entry else Counts()

    def _next(self) -> Manifest:
        """The state with all that was added; segments that hold what it makes stale go."""
        state = replace(self.state, refused=self._refusals())
        if self._writer:
            state = state.with_segment(self._segment, list(self._files.values()), self._replaced(), int(time.time()))
            state = replace(state.renumbered(self._moved), pipeline=self.version, format=FORMAT)
        return replace(state, files=tuple(self._with_origin(file) for file in state.files))

    def _with_origin(self, file: FileEntry) -> FileEntry:
        told = self._noted.get(file.sha)
        return replace(file, url=told.url, published=told.published) if told else file

    def _replaced(self) -> frozenset[str]:
        return frozenset(self.state.segments) if self.fresh else self.state.stale(list(self._files.values())) | _small(self.state)

    def _finish(self, writer: SegmentWriter, state: Manifest) -> None:
        """Complete the segment: what still counts of those it replaces is copied into it. `state` is the one to be published."""
        replaced, live = self._replaced(), {file.segment for file in self.state.files if file.sha not in self._files}
        folders = (segment_folder(self.root, segment) for segment in self.state.segments if segment in replaced and segment in live)
        writer.carry(folders, without={*self.state.removed, *self._files})
        writer.settle()
        self._tie(writer, state)
        writer.finish(unquoted=state.superseded)

    def _tie(self, writer: SegmentWriter, state: Manifest) -> None:
        """Work out what several files of one disclosure say of each other: each by itself was looked at as it was read."""
        files, new = Counter(file.document for file in state.files), {file.document for file in self._files.values()}
        several = [document for document in new if files[document] > 1]
        if not several:
            return
        folders = [segment_folder(self.root, segment) for segment in state.segments]
        with closing(FigureStore(folders, removed=state.removed, superseded=state.superseded)) as store:
            found = [(*store.files_of(document), identities_of(store, document)) for document in several]
        writer.add_identities(found)

    def _refusals(self) -> tuple[Issue, ...]:
        """Those before, but for bytes that could be read now, and the new ones."""
        kept = [issue for issue in self.state.refused if issue.sha not in self._files]
        return tuple({(issue.file, issue.sha): issue for issue in (*kept, *self._refused)}.values())

    def _described(self, disclosures: Callable[[], Iterable[Disclosure]]) -> tuple[FileResult, ...]:
        """The results, with the disclosures of files that were not read again."""
        if all(result.outcome not in NOT_READ for result in self._results):
            return tuple(self._results)
        by_id = {one.id: one for one in disclosures()}
        of = {file.sha: by_id.get(file.document) for file in (*self.state.files, *self._files.values())}
        return tuple(replace(one, disclosure=of[one.sha]) if one.outcome in NOT_READ else one for one in self._results)


def origin_of(file: FileEntry) -> Origin:
    return Origin(file.url, file.published)


def merged(root: Path, state: Manifest) -> Manifest:
    """`state` with one segment in place of all; rows of removed files are gone. Written, not yet published."""
    segment = new_segment()
    writer = SegmentWriter(segment_folder(root, segment))
    writer.carry((segment_folder(root, old) for old in state.segments), without=state.removed)
    writer.finish(unquoted=state.superseded)
    return state.with_segment(segment, [], state.segments, int(time.time()))


def _small(state: Manifest) -> set[str]:
    """Segments to merge: none until there are many small ones."""
    files = Counter(file.segment for file in state.files)
    small = {segment for segment in state.segments if files[segment] < SMALL}
    return small if len(small) >= MANY else set()


def write_atomically_once(path: Path, data: bytes) -> None:
    """Originals are named by their content: what is there is right."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, data)


def role_of(parsed: Parsed) -> Role:
    """What part of a disclosure the file is, by what it holds: tables, prose, or both."""
    sources = {figure.source for figure in parsed.figures}
    return "whole" if not sources or {"table", "narrative"} <= sources else "narrative" if "narrative" in sources else "tables"
