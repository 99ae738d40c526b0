"""One folder with everything hostile in it, from the command line: a good file is read, all else refused with a line, nothing hangs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

import pytest

from library import Library
from tests.hostile.good import text
from tests.hostile.test_files import FILES, PATH, READ, REFUSED, plain

ROOT = Path(__file__).parents[2]
MINUTES = 10


def filled(folder: Path, names: Collection[str]) -> Path:
    """Those hostile files, a good one in the middle, and what is no file at all."""
    for at, name in enumerate(sorted(names)):
        (folder / f"{at:03} {name}").write_bytes(FILES[name]())
    (folder / "010 good.txt").write_text(text(), encoding="utf-8")
    if os.name != "nt":
        os.mkfifo(folder / "011 pipe.pdf")
        (folder / "012 gone.docx").symlink_to("nowhere")
        (folder / "013 circle").symlink_to("013 circle")
        (folder / "014 here").symlink_to(".")
    return folder


@pytest.mark.parametrize("names", [REFUSED, pytest.param(set(FILES) - READ, marks=pytest.mark.prove)], ids=["refused", "all"])
def test_one_ingest_of_it_all(names: Collection[str], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, root, started = filled(tmp_path_factory.mktemp("hostile"), names), tmp_path / "library", time.monotonic()
    line = [sys.executable, "-c", "from cli import main; main()", "ingest", str(folder), "--library", str(root), "--jobs", "2", "--json"]
    limits = {"WENZHANG_READ_SECONDS": "30", "WENZHANG_READ_SECONDS_PER_MB": "0", "WENZHANG_READ_MEMORY_MB": "1024"}
    done = subprocess.run(line, cwd=ROOT, capture_output=True, env={**os.environ, **limits}, timeout=60 * MINUTES, check=False)
    assert (done.returncode, done.stderr) == (3, b""), done.stderr.decode()
    assert time.monotonic() - started < 60 * MINUTES
    told = json.loads(done.stdout)["files"]
    assert {one["name"].split("/")[0] for one in told} == {path.name for path in folder.iterdir()}, "nothing is passed over"
    refused = [one for one in told if one["outcome"] == "refused"]
    assert all(len(one["issues"]) == 1 and plain(one["issues"][0]["reason"]) for one in refused), refused
    library = Library.open(root)
    assert "010 good.txt" in {file.name for entry in library.documents() for file in entry.files}
    assert {issue.file for issue in library.issues()} >= {one["name"] for one in refused}
    assert not any(PATH.search(issue.reason) for issue in library.issues())
