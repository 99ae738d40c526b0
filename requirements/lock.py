"""Write the lock files beside this: `.venv/bin/python requirements/lock.py`. Run it after changing what pyproject.toml depends on.

Each lock holds everything its set of dependencies needs, in the versions installed in this environment, for every Python and system in
TARGETS; what only some of them need has a marker. PyTorch stays out of them: which build is right depends on the machine (install.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {"linux": ("Linux", "posix", "x86_64"), "darwin": ("Darwin", "posix", "arm64"), "win32": ("Windows", "nt", "AMD64")}
BUILD = ["setuptools"]
"""What an editable installation without build isolation needs in the environment."""
NOTE = "# Written by requirements/lock.py; change pyproject.toml instead.\n"


def target(system: str, python: str) -> dict[str, str]:
    """The environment of a marker."""
    name, family, machine = SYSTEMS[system]
    return {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "os_name": family,
        "platform_machine": machine,
        "platform_system": name,
        "sys_platform": system,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_version": f"{python}.0",
        "platform_release": "",
        "platform_version": "",
    }


def needed(roots: Iterable[str], environment: dict[str, str]) -> set[str]:
    """Canonical names of all packages that `roots` need there, themselves included. Raises PackageNotFoundError for one not installed."""
    seen: set[tuple[str, str]] = set()
    todo = [Requirement(root) for root in roots]
    while todo:
        requirement = todo.pop()
        for extra in ("", *requirement.extras):
            key = canonicalize_name(requirement.name), extra
            if key not in seen:
                seen.add(key)
                todo += following(key[0], {**environment, "extra": extra})
    return {name for name, _ in seen}


def following(name: str, environment: dict[str, str]) -> Iterator[Requirement]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield requirement


def pins(roots: list[str], without: frozenset[str] = frozenset()) -> dict[str, str]:
    """Name → line of the lock."""
    by_target = {(system, python): needed(roots, target(system, python)) for system in SYSTEMS for python in PYTHONS}
    names = set().union(*by_target.values()) - without
    return {name: f"{name}=={distribution(name).version.split('+')[0]}{marker(name, by_target)}" for name in sorted(names)}


def marker(name: str, by_target: dict[tuple[str, str], set[str]]) -> str:
    """The condition under which a package is needed: by system, by version, or none."""
    systems = [system for system in SYSTEMS if any(name in by_target[system, python] for python in PYTHONS)]
    pythons = [python for python in PYTHONS if any(name in by_target[system, python] for system in SYSTEMS)]
    parts = []
    if len(systems) < len(SYSTEMS):
        parts.append("(" + " or ".join(f'sys_platform == "{system}"' for system in systems) + ")")
    if len(pythons) < len(PYTHONS):
        parts.append("(" + " or ".join(f'python_version == "{python}"' for python in pythons) + ")")
    return " ; " + " and ".join(parts) if parts else ""


def locks() -> dict[str, str]:
    """File name → text of each lock; one holds only what those before it don't."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    app = pins([*project["dependencies"], *BUILD])
    dev = pins(extras["dev"])
    models = pins(extras["models"], frozenset({"torch"}))
    scan = pins(extras["scan"])
    return {
        "app.txt": NOTE + "\n".join(app.values()) + "\n",
        "dev.txt": NOTE + "\n".join(line for name, line in dev.items() if name not in app) + "\n",
        "models.txt": NOTE + "\n".join(line for name, line in models.items() if name not in app) + "\n",
        "scan.txt": NOTE + "\n".join(line for name, line in scan.items() if name not in app) + "\n",
        "torch.txt": f"{NOTE}# install.py says which build of it is taken.\ntorch=={distribution('torch').version.split('+')[0]}\n",
    }


def main() -> None:
    for name, text in locks().items():
        (ROOT / "requirements" / name).write_text(text, encoding="utf-8")
        print(f"requirements/{name}: {text.count(chr(10)) - text.count('#')} packages")


if __name__ == "__main__":
    main()
