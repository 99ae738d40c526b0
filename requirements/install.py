"""Set up .venv: `python requirements/install.py app`; `scan` adds the recognition of scanned pages, `test` that, the development tools and
the extra `models`.

What is done already is left alone: `.venv/wenzhang.json` keeps a hash of what each step was made from. Needs nothing but Python and its
venv module, and says so in one line on a Python that won't do. `make app` and `make test` call it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
VENV = ROOT / ".venv"
SETTINGS = VENV / "pyvenv.cfg"
STAMPS = VENV / "wenzhang.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

OLDEST, NEWEST = (3, 11), (3, 14)
TORCH_SINCE = (2, 11)
"""A PyTorch that is there already is kept from this version on."""
CPU_INDEX = "https://download.pytorch.org/whl/cpu"


def main() -> None:
    parser = argparse.ArgumentParser(description="Set up .venv")
    parser.add_argument("what", choices=["app", "scan", "test"])
    parser.add_argument("--torch", default="auto", choices=["auto", "system", "cuda", "none"], help="which PyTorch; see README")
    parser.add_argument("--torch-index", default=CPU_INDEX, metavar="URL", help="where a CPU build is had if pip finds none by itself")
    given = parser.parse_args()
    fit()
    environment(shared=given.what == "test" and shares(given.torch))
    packages("app")
    if given.what != "app":
        packages("scan")
    project()
    if given.what == "test":
        packages("dev")
        if torch(given.torch, given.torch_index):
            packages("models")


def fit() -> None:
    """Stop with one line where this Python can't do it."""
    lowest, highest, here = (".".join(map(str, one)) for one in (OLDEST, NEWEST, sys.version_info[:3]))
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop(
            f"Python {lowest} to {highest} is needed, {sys.executable} is {here}: install one, or name it (make app PYTHON=/path/to/python3.12)"
        )
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        stop(f"{sys.executable} has no venv module; on Debian and Ubuntu: apt-get install python3-venv")


def environment(shared: bool) -> None:
    """`.venv` of this Python's version. With `shared` it sees the packages of the Python that makes it."""
    settings = SETTINGS.read_text(encoding="utf-8") if SETTINGS.is_file() else ""
    version = re.search(r"^version\s*=\s*(\d+)\.(\d+)", settings, re.MULTILINE)
    works = version is not None and (int(version[1]), int(version[2])) == sys.version_info[:2] and PYTHON.exists()
    if works and (not shared or "include-system-site-packages = true" in settings):
        return
    say(f"making .venv with Python {sys.version.split()[0]}")
    options = [*([] if works else ["--clear"]), *(["--system-site-packages"] if shared else [])]
    run([sys.executable, "-m", "venv", *options, str(VENV)], "the environment could not be made")


def packages(name: str) -> None:
    """Install requirements/<name>.txt. A lock names all that is needed, so pip has nothing to choose."""
    lock = LOCKS / f"{name}.txt"
    count = sum(not line.startswith("#") for line in lock.read_text(encoding="utf-8").splitlines())
    with_stamp(name, lock.read_bytes(), f"{count} packages of requirements/{name}.txt", ["--no-deps", "-r", str(lock)])


def project() -> None:
    """The command .venv/bin/wenzhang, which runs from this folder."""
    made_from = (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()
    with_stamp("project", made_from, "the command wenzhang", ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def shares(choice: str) -> bool:
    """Whether the PyTorch of this Python is to be used: it has one that will do, and .venv has none of its own."""
    if choice not in ("auto", "system") or torch_of(PYTHON):
        return False
    found = torch_of(Path(sys.executable))
    if choice == "system" and not found:
        stop(f"TORCH=system: {sys.executable} has no PyTorch; name the Python that has it with PYTHON=")
    return will_do(found)


def torch(choice: str, index: str) -> bool:
    """See to PyTorch; gives whether there is one. Several GB of CUDA come only when asked for."""
    if will_do(torch_of(PYTHON)):
        return True
    if choice == "system":
        stop(f"TORCH=system: .venv does not see the PyTorch of {sys.executable}; is that itself in a virtual environment?")
    version = (LOCKS / "torch.txt").read_text(encoding="utf-8").split("==")[-1].strip()
    if choice == "none":
        say("no PyTorch (TORCH=none): tests that need it are skipped")
        return False
    if choice == "cuda" or sys.platform != "linux" or f"{version}+cpu" in offered():
        say(f"installing PyTorch {version}")
        pip(["-c", str(LOCKS / "models.txt"), f"torch=={version}"], "PyTorch could not be installed")
        return True
    say(f"pip has only a CUDA build of PyTorch {version} for this machine (3 GB): looking for the CPU build in {index}")
    if pip(["--no-deps", "--timeout", "5", "--retries", "0", "--index-url", index, f"torch=={version}+cpu"]):
        return True
    say("no CPU build of PyTorch can be had from here: tests that need it are skipped. `make test TORCH=cuda` takes the CUDA build")
    return False


def torch_of(python: Path) -> str:
    """The version of PyTorch that this interpreter finds; empty if none."""
    look = "from importlib.metadata import version; print(version('torch'))"
    return output([str(python), "-c", look]) if python.exists() else ""


def will_do(version: str) -> bool:
    return bool(version) and tuple(map(int, version.split(".")[:2])) >= TORCH_SINCE


def offered() -> list[str]:
    """The versions of PyTorch that pip finds for this machine, those in folders of its settings included. Downloads nothing."""
    return re.split(r"[,\s]+", output([str(PYTHON), "-m", "pip", "index", "versions", "torch"]))


def with_stamp(name: str, made_from: bytes, what: str, arguments: list[str]) -> None:
    """Install, unless what is there was made from the same bytes."""
    stamps = json.loads(STAMPS.read_text(encoding="utf-8")) if STAMPS.is_file() else {}
    stamp = hashlib.sha256(made_from).hexdigest()
    if stamps.get(name) == stamp:
        return
    say(f"installing {what}")
    start = time.monotonic()
    pip(arguments, f"{what} could not be installed")
    STAMPS.write_text(json.dumps({**stamps, name: stamp}, indent=1), encoding="utf-8")
    say(f"done in {time.monotonic() - start:.0f} s")


def pip(arguments: list[str], failure: str = "") -> bool:
    """`pip install`; stops with `failure`, or gives False where failing is no end."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq", *arguments]
    if failure:
        run(command, failure)
        return True
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


def run(command: list[str], failure: str) -> None:
    code = subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode
    if code:
        stop(f"{failure} (see above)")


def output(command: list[str]) -> str:
    """What a command prints; empty if it fails."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.stdout.strip() if done.returncode == 0 else ""


def say(text: str) -> None:
    print(f"» {text}", flush=True)


def stop(text: str) -> NoReturn:
    sys.exit(f"✗ {text}")


if __name__ == "__main__":
    main()
