"""What an ingest tells while it runs and at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.model import Disclosure, Issue
from library.manifest import Counts

Outcome = Literal["added", "edition", "reread", "noted", "unchanged", "refused"]
"""added: a new file; edition: a file of a disclosure that has one of this role already; reread: by a newer pipeline, or with other
corrections; noted: only where it came from is new."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` files are through; the last was `name`."""

    done: int
    total: int
    name: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. `disclosure` is None where it was refused; of an unchanged file it is what the library has."""

    name: str
    sha: str
    outcome: Outcome
    disclosure: Disclosure | None
    counts: Counts
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Every file that was given, in that order."""

    files: tuple[FileResult, ...]
    generation: int

    @property
    def refused(self) -> tuple[FileResult, ...]:
        return tuple(file for file in self.files if file.outcome == "refused")

    @property
    def changed(self) -> bool:
        return any(file.outcome in ("added", "edition", "reread", "noted") for file in self.files)

    @property
    def issues(self) -> tuple[Issue, ...]:
        return tuple(issue for file in self.files for issue in file.issues)
