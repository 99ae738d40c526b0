"""What issue 2 must show of ingest, by the truth tables' own script over the command line's own output."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from library import Library

BOUNDS = ("--min=0.998", "--extra=0.002")


def test_cells_and_targets_of_the_seeds(seed_library: Library, shared: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    command = [sys.executable, "-c", "from cli import main; main()", "figures", "--format", "csv", "--library", str(seed_library.root)]
    root = Path(__file__).resolve().parents[1]
    figures.write_bytes(subprocess.run(command, cwd=root, check=True, capture_output=True).stdout)
    truth = shared / "truth"
    script = [sys.executable, str(truth / "cells.py"), str(truth / "seeds-figures.csv"), str(figures), *BOUNDS]
    told = subprocess.run([*script, f"--indicators={truth / 'seeds-indicators.csv'}"], check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    found, wanted = re.findall(r"indicators (\d+)/(\d+)", told.stdout)[0]
    assert int(found) >= 0.97 * int(wanted), told.stdout
