"""Taking things out of a library."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from library.commit import changing
from library.manifest import Manifest, publish


def remove(root: Path, document: str) -> Manifest:
    """Remove a disclosure with all its files (by its id), or the record of a refused file (by its name or sha). The state after it.

    Rows stay in their segment, under a tombstone, until it is merged; originals go with the next change. Raises UnknownDocument.
    """
    with changing(root) as state:
        refused = tuple(issue for issue in state.refused if document not in (issue.file, issue.sha))
        if refused != state.refused and all(file.document != document for file in state.files):
            return publish(root, replace(state, refused=refused))
        return publish(root, state.without_document(document, int(time.time())))
