"""One state of a library, to read from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.model import Disclosure, Passage
from index.figures import FigureStore
from index.passages import Hit, PassageIndex
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
        live = {one.id for one in self.disclosures}
        if not self.manifest.superseded:
            return PassageIndex(folders, live_documents=live)
        return CurrentPassages(folders, live, self.manifest.superseded)

    def original(self, sha: str) -> bytes:
        """The bytes of a file as they came. Raises UnknownOriginal."""
        if sha not in self.manifest.shas:
            raise UnknownOriginal(sha)
        try:
            return original_path(self.root, sha).read_bytes()
        except FileNotFoundError as error:
            raise UnknownOriginal(sha) from error


class CurrentPassages(PassageIndex):
    """Passages without those of files that a newer edition stands beside."""

    def __init__(self, segments: list[Path], live: Collection[str], older: Collection[str]) -> None:
        super().__init__(segments, live_documents=live)
        self._older = frozenset(older)

    def select(
        self, *, documents: Collection[str] | None = None, kinds: Collection[str] | None = None, terms: Collection[str] | None = None
    ) -> list[Passage]:
        found = super().select(documents=documents, kinds=kinds, terms=terms)
        return [passage for passage in found if passage.place.sha not in self._older]

    def search(
        self, query: str, *, k: int = 5, documents: Collection[str] | None = None, kinds: Collection[str] | None = None, **how: Any
    ) -> list[Hit]:
        """As PassageIndex.search; looks further down, as editions of a document say much the same."""
        found = super().search(query, k=k * 4, documents=documents, kinds=kinds, **how)
        return [hit for hit in found if hit.passage.place.sha not in self._older][:k]
