"""Reading the project's own data files: rows of YAML, with libyaml where PyYAML brings it (ten times faster)."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_rows(path: Path | Traversable) -> Any:
    """What a YAML file of the project holds. For our own data only: nothing that a user brings is YAML."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
