"""Where a library is kept when nobody says: $WENZHANG_LIBRARY, else ./library."""

from __future__ import annotations

import os
from pathlib import Path

SETTING = "WENZHANG_LIBRARY"
NAME, BESIDE = "library", "library-data"


def default_root() -> Path:
    """The folder named by $WENZHANG_LIBRARY, else ./library; ./library-data in this program's own checkout, where ./library is code."""
    if named := os.environ.get(SETTING):
        return Path(named).expanduser()
    return Path(BESIDE) if Path(NAME).resolve() == Path(__file__).parent.resolve() else Path(NAME)
