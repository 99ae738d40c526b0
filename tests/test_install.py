"""The set-up says what is missing, does nothing twice, and takes no CUDA unasked. Nothing is installed here."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "requirements" / "install.py"
INDEX = "https://example.org/cpu"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script as a module, over an empty folder, with a list of what it gave to pip in `done`."""
    spec = importlib.util.spec_from_file_location("install_under_test", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module: Any = ModuleType("install_under_test")
    module.__file__ = str(SCRIPT)
    spec.loader.exec_module(module)
    module.done = []
    monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps.json")
    monkeypatch.setattr(module, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(module, "offered", list)
    monkeypatch.setattr(module, "torch_of", lambda python: "")
    monkeypatch.setattr(module, "pip", lambda arguments, failure="": module.done.append(arguments) or bool(failure))
    monkeypatch.setattr(sys, "platform", "linux")
    return module


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 13), (3, 15, 0)])
def test_a_python_that_wont_do_is_one_line(install: Any, version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=rf"✗ Python 3\.11 to 3\.14 is needed, .* is {'.'.join(map(str, version))}[^\n]*$"):
        install.fit()


def test_a_missing_venv_module_is_one_line(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SystemExit, match=r"✗ .* has no venv module; on Debian and Ubuntu: apt-get install python3-venv$"):
        install.fit()


def test_nothing_is_done_twice(install: Any) -> None:
    for made_from in (b"1", b"1", b"2", b"2"):
        install.with_stamp("app", made_from, "packages", ["-r", made_from.decode()])
    install.with_stamp("dev", b"2", "packages", ["-r", "dev"])
    assert install.done == [["-r", "1"], ["-r", "2"], ["-r", "dev"]]


def test_a_failed_step_is_done_again(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(arguments: list[str], failure: str = "") -> bool:
        raise SystemExit(failure)

    good = install.pip
    monkeypatch.setattr(install, "pip", fail)
    with pytest.raises(SystemExit, match="packages could not be installed"):
        install.with_stamp("app", b"1", "packages", [])
    monkeypatch.setattr(install, "pip", good)
    install.with_stamp("app", b"1", "packages", ["again"])
    assert install.done == [["again"]]


@pytest.mark.parametrize("found", ["2.13.0+cpu", "2.11.0+cu130", "2.14.1"])
def test_a_torch_that_is_there_is_kept(install: Any, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "torch_of", lambda python: found)
    assert install.torch("auto", INDEX)
    assert install.done == []


def test_the_torch_of_this_python_is_used_if_it_will_do(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here = {Path(sys.executable): "2.12.0+cu130"}
    monkeypatch.setattr(install, "torch_of", lambda python: here.get(python, ""))
    assert install.shares("auto")
    assert install.shares("system")
    assert not install.shares("cuda")
    here[Path(sys.executable)] = "2.4.0"
    assert not install.shares("auto")
    here.clear()
    with pytest.raises(SystemExit, match="has no PyTorch"):
        install.shares("system")


def test_a_cpu_build_that_pip_finds_is_taken(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    version = (SCRIPT.parent / "torch.txt").read_text(encoding="utf-8").split("==")[1].strip()
    monkeypatch.setattr(install, "offered", lambda: ["torch", f"{version}+cpu", version])
    assert install.torch("auto", INDEX)
    assert install.done[0][-1] == f"torch=={version}"


def test_cuda_comes_only_when_asked_for(install: Any) -> None:
    assert not install.torch("auto", INDEX), "there is only a CUDA build, and the index of CPU builds can't be reached"
    assert [arguments[-1].endswith("+cpu") and INDEX in arguments for arguments in install.done] == [True]
    assert not install.torch("none", INDEX)
    assert len(install.done) == 1
    assert install.torch("cuda", INDEX)
    assert "+cpu" not in install.done[-1][-1]
