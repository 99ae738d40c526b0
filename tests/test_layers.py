"""Imports run one way, and the heavy libraries wait until they are needed (DESIGN §3)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYERS = (
    {"domain"},
    {"ingest"},
    {"index"},
    {"check"},
    {"library"},
    {"answer"},
    {"app", "ui", "eval", "cli", "cli_errors", "cli_input", "cli_messages", "cli_options", "cli_output"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
SCREEN = {"app", "ui"}
HEAVY = {"torch", "cv2", "rapidocr", "onnxruntime", "PIL", "chromadb", "llama_index", "streamlit", "pandas", "sentence_transformers"}
ADAPTERS = {"index.llama", "answer.engine", *(f"ingest.readers.{name}" for name in ("ink", "picture", "recognition", "rulings"))}
"""What is all about a heavy library, or subclasses its classes, can't be lazy itself; whoever uses such a module must be."""


def modules() -> dict[str, ast.Module]:
    """Dotted name → source tree, of the whole program."""
    paths = [path for name in RANK for path in (*(ROOT / name).rglob("*.py"), ROOT / f"{name}.py") if path.is_file()]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def imports(node: ast.AST) -> Iterator[str]:
    """Dotted names of what a statement imports; `from a import b` may mean the module a.b, so both come."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield "." * node.level + (node.module or "")
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at_import(body: list[ast.stmt]) -> Iterator[str]:
    """What is imported when the module is: not in functions, not for type checkers only."""
    for statement in body:
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            yield from at_import(statement.orelse)
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from imports(statement)
            yield from at_import([child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.stmt)])


def top(names: Iterable[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def forbidden(name: str, tree: ast.Module) -> set[str]:
    """What the module `name` imports, anywhere, and may not."""
    layer = name.split(".", maxsplit=1)[0]
    used = {imported for node in ast.walk(tree) for imported in imports(node)}
    upwards = {each for each in top(used) if RANK.get(each, -1) > RANK[layer]}
    screen = top(used) & (SCREEN | {"streamlit"}) if layer not in SCREEN else set()
    relative = {each for each in used if each.startswith(".")}
    return upwards | screen | relative | top(used) & {"tests", "bench"}


def eager(name: str, tree: ast.Module) -> set[str]:
    """The heavy things that importing the module `name` loads, and should not."""
    if name.split(".", maxsplit=1)[0] in SCREEN:
        return set()
    used = set(at_import(tree.body))
    return set() if name in ADAPTERS else used & ADAPTERS | top(used) & HEAVY


def test_imports_run_one_way() -> None:
    assert {name: found for name, tree in modules().items() if (found := forbidden(name, tree))} == {}


def test_heavy_libraries_are_lazy() -> None:
    assert {name: found for name, tree in modules().items() if (found := eager(name, tree))} == {}


def test_every_layer_was_looked_at() -> None:
    assert top(modules()) == set(RANK)
    assert len(modules()) > 100


def test_the_rules_see_what_they_forbid() -> None:
    tree = ast.parse(
        "from library import Library\nimport ui.chat\nif TYPE_CHECKING:\n    import torch\ntry:\n    import pandas as pd\n"
        "finally:\n    pass\ndef f() -> None:\n    import chromadb\n    from . import x\n    import streamlit as st\n"
    )
    assert forbidden("index.some", tree) == {"library", "ui", "streamlit", "."}
    assert eager("index.some", tree) == {"pandas"}
    assert eager("answer.some", ast.parse("from index.llama import Retriever")) == {"index.llama"}


def test_starting_up_loads_nothing_heavy() -> None:
    lines = "import sys, cli, answer, eval.run, library, check, ingest.pipeline; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", lines], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()
