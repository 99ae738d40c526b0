"""One state of a library, to read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from domain.model import Disclosure
from index.figures import FigureStore
from index.passages import PassageIndex
from library.commit import original_path, segment_folder
from library.errors import UnknownOriginal
from library.manifest import Manifest


@dataclass(frozen=True)
class Snapshot:
    """What a library held at `generation`. Later ingests don't change it; removed segments stay readable for a while."""

    root: Path
    manifest: Manifest
    figures: FigureStore
    disclosures: tuple[Disclosure, ...] = field(default=())

    @classmethod
    def of(cls, root: Path, manifest: Manifest) -> Snapshot:
        folders = [segment_folder(root, segment) for segment in manifest.segments]
        figures = FigureStore(folders, removed=manifest.removed, superseded=manifest.superseded)
        return cls(root, manifest, figures, tuple(figures.disclosures()))

    @property
    def generation(self) -> int:
        return self.manifest.generation

    @cached_property
    def passages(self) -> PassageIndex:
        """The passages of all current editions; opened when first asked for, as figure questions need none."""
        folders = [segment_folder(self.root, segment) for segment in self.manifest.segments]
        return PassageIndex(folders, live_documents={one.id for one in self.disclosures})

    def original(self, sha: str) -> bytes:
        """The bytes of a file as they came. Raises UnknownOriginal."""
        if sha not in self.manifest.shas:
            raise UnknownOriginal(sha)
        try:
            return original_path(self.root, sha).read_bytes()
        except FileNotFoundError as error:
            raise UnknownOriginal(sha) from error
