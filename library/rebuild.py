"""Everything but the originals, made anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from library.commit import changing, merged, original_path
from library.manifest import FileEntry, Manifest, publish
from library.sources import Source


def originals(root: Path, state: Manifest) -> list[Source]:
    """The library's own files, in the order they came, under their first names."""
    return sources_of(root, state.files)


def sources_of(root: Path, files: Iterable[FileEntry]) -> list[Source]:
    """Originals to read again, in the order they came."""
    return [Source(file.name, original_path(root, file.sha)) for file in sorted(files, key=lambda file: (file.added, file.name))]


def compact(root: Path) -> Manifest:
    """One segment in place of many; rows of removed files go. The state after it."""
    with changing(root) as state:
        if len(state.segments) < 2 and not state.tombstones:
            return state
        return publish(root, merged(root, state))
