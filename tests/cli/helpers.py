"""The command line over the tests' own format, in this process or as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import cli
from domain.facts import Fact
from domain.lexicon import item_of_code
from domain.model import Finding, Parsed, Place, Severity
from tests import factories

ROOT = Path(__file__).parents[2]
RUNNER = CliRunner()
HEADER = "figure_id,document,file,org,year,kind,level,period,measure,form,table,page,lines,bbox,row_code,row_name,column,printed,value,unit,yuan,state,source"
EVIL = "=HYPERLINK(0)"


def read(data: bytes, name: str, facts: Iterable[Fact] = ()) -> Parsed:
    """The tests' format, with a blank cell, an alternative reading, a hostile name and two findings."""
    parsed = factories.read(data, name, facts)
    sha, about = parsed.sha, parsed.disclosure
    more = [
        factories.figure("会议费", "", of=about, sha=sha, line=50),
        factories.figure("办公费", "9.99", of=about, sha=sha, line=51, reading="alternative"),
        factories.figure(EVIL, "-1.50", of=about, sha=sha, line=52, row_code="30216"),
        factories.figure(
            "开展培训", "=20次", of=about, sha=sha, line=53, source="indicator", unit="次", row_code="", value=Decimal(20), yuan=None
        ),
    ]
    place = Place(None, name, None, (2, 3), None, "办公费", "2.40")
    found = [_finding(about.id, severity, place, at) for at, severity in enumerate(("note", "error"))]
    figures = [replace(figure, item=item_of_code(figure.row_code)) for figure in (*parsed.figures, *more)]
    return factories.parsed(figures, of=about, name=name, sha=sha, findings=tuple(found))


def _finding(document: str, severity: Any, place: Place, at: int) -> Any:
    level: Severity = severity
    return Finding(f"F{at}", document, "sum", "合计", level, f"{severity} <b>不平</b>", "2.40 ≠ 3", ("f1",), (place,))


def run(*arguments: object, code: int = 0, stdin: str | None = None) -> Any:
    result = RUNNER.invoke(cli.app, [str(one) for one in arguments], input=stdin)
    assert result.exit_code == code, result.output
    return result


def one_line(result: Any) -> str:
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    return str(result.stderr)


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    line = [sys.executable, "-m", "cli", *map(str, arguments)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "WENZHANG"))}
    return subprocess.run(line, capture_output=True, cwd=ROOT, env={**kept, **environment}, check=False, timeout=120)
