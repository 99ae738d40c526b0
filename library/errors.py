"""What a library refuses; each error is one plain line for people, in English here, by `key` and `values` in other languages elsewhere.

LibraryError
├── LibraryMissing    there is no library in that folder
├── NotALibrary       the folder holds other things; nothing is written there
├── LibraryVersion    the library is of another format
├── LibraryBroken     its manifest can't be read
├── LibraryLocked     another process is writing; says who
├── UnknownDocument   no disclosure with that id
├── UnknownOriginal   no original with that sha
├── NoSuchPath        nothing to ingest there
├── BadCorrection     a correction whose value, table or column can't be
├── CorrectionUnfit   a correction that nothing in the file answers to
├── CorrectionRefused with it (or without it) the file can't be read
├── CorrectionsBroken the file of corrections can't be read
├── NothingToUndo     there is no such correction
├── BadOrigin         no address or no date
├── OneFileOnly       what is said of one file was given for several
└── NoWorker          no process can be started to read files
"""

from __future__ import annotations

from pathlib import Path


class LibraryError(Exception):
    """Base of all; `str()` is the line to show."""

    key = "error"
    text = "{detail}"

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.text.format(**values))


class LibraryMissing(LibraryError):
    key = "missing"
    text = "no library in {root}; `wenzhang ingest PATH --library {root}` makes one"

    def __init__(self, root: Path) -> None:
        super().__init__(root=root)


class NotALibrary(LibraryError):
    key = "foreign"
    text = "{root} is no library and not empty: name another folder"

    def __init__(self, root: Path) -> None:
        super().__init__(root=root)


class LibraryVersion(LibraryError):
    key = "version"
    text = "the library {root} is of format {found}; this program reads format {known}: `wenzhang rebuild` makes an older one anew"

    def __init__(self, root: Path, found: object, known: int) -> None:
        super().__init__(root=root, found=found, known=known)


class LibraryBroken(LibraryError):
    key = "broken"
    text = "the manifest of the library {root} can't be read: {reason}"

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(root=root, reason=reason)


class LibraryLocked(LibraryError):
    key = "locked"
    text = "the library {root} is being written by process {pid} on {host} since {since}: try again when it is done"

    def __init__(self, root: Path, pid: object, host: object, since: object) -> None:
        super().__init__(root=root, pid=pid, host=host, since=since)


class UnknownDocument(LibraryError):
    key = "unknown_document"
    text = "no document {document} in the library"

    def __init__(self, document: str) -> None:
        super().__init__(document=document)


class UnknownOriginal(LibraryError):
    key = "unknown_original"
    text = "the original {sha} is not in the library"

    def __init__(self, sha: str) -> None:
        super().__init__(sha=sha)


class NoSuchPath(LibraryError):
    key = "no_such_path"
    text = "no such file or folder: {path}"

    def __init__(self, path: Path) -> None:
        super().__init__(path=path)


class NoWorker(LibraryError):
    key = "no_worker"
    text = "no process can be started to read files (exit status {status})"

    def __init__(self, status: int) -> None:
        super().__init__(status=status)


class BadCorrection(LibraryError):
    key = "bad_correction"
    text = "{value!r} is no {field}; allowed: {allowed}"

    def __init__(self, field: str, value: str, allowed: str) -> None:
        super().__init__(field=field, value=value, allowed=allowed)


class CorrectionUnfit(LibraryError):
    key = "correction_unfit"
    text = "{fact} fits nothing in {file}: no such column, another column of the table is called so, or no table of this kind"

    def __init__(self, fact: object, file: str) -> None:
        super().__init__(fact=fact, file=file)


class CorrectionRefused(LibraryError):
    key = "correction_refused"
    text = "so {file} can't be read, and nothing was changed: {reason}"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)


class CorrectionsBroken(LibraryError):
    key = "corrections_broken"
    text = "the corrections in {path} can't be read: {reason}"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path=path, reason=reason)


class NothingToUndo(LibraryError):
    key = "nothing_to_undo"
    text = "no such correction of {document}"

    def __init__(self, document: str) -> None:
        super().__init__(document=document)


class BadOrigin(LibraryError):
    key = "bad_origin"
    text = "{value!r} is no date (like 2024-02-10), or no address in one line"

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class OneFileOnly(LibraryError):
    key = "one_file_only"
    text = "what is said of a file (organisation, year, kind, level, address, date) is given with that one file alone"
