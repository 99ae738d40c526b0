"""How long an answer takes as a library grows, in a warm process and as the first of a fresh one, without a language model.

    python bench/answers.py [--sizes 10 100 1000] [--libraries DIR] [--jobs 2] [--profile KIND]

Generated disclosures (eval/sample/crowd.py) are read into libraries of each size; with --libraries they are kept there and used again.
A mixed bag of questions is asked over each: every question once, offices and years drawn at random, after one question of each kind.
Figures are milliseconds of the clock, and in brackets of the processor (what a machine with nothing else to do would take).
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from answer import Assistant  # noqa: E402
from domain.model import Disclosure  # noqa: E402
from eval.sample import crowd  # noqa: E402
from library import Library  # noqa: E402

EACH = 20
"""Questions of a kind."""
FIGURES: dict[str, tuple[str, ...]] = {
    "single": ("{a}{year}年公务接待费是多少？", "{a}{year}年机关运行经费多少钱", "{a}{year}年总预算", "{a}{year}年住房公积金花了多少"),
    "sum": ("{a}{year}年水费和电费加起来多少？", "{a}{year}年基本支出和项目支出一共多少"),
    "share": ("{a}{year}年基本支出占总支出的比例？", "{a}{year}年公务接待费占三公经费的百分之几"),
    "change": ("{a}{year}年三公经费比上年增加了多少？", "{a}{year}年机关运行经费的增幅"),
    "compare": ("{a}和{b}哪家的机关运行经费高？", "{a}比{b}的办公费多多少？"),
    "rank": ("哪个单位的三公经费最高？", "{year}年机关运行经费最多的三家是哪些？", "所有单位里公务接待费最少的是谁"),
    "unknown item": ("{a}{year}年无人机采购花了多少？", "{a}{year}年绿化养护费多少"),
    "unknown office": ("金沙市林业局{year}年预算是多少？", "玉门县审计局的办公费"),
    "unnamed": ("{year}年公务用车购置费一共多少？", "公务接待费是多少？"),
    "english": ("How much did {a} spend on official receptions in {year}?",),
}
TEXT: dict[str, tuple[str, ...]] = {
    "why": ("{a}{year}年机关运行经费为什么增加？", "{a}{year}年公务接待费减少的原因"),
    "what": ("{a}{year}年公开里什么是机关运行经费？", "{a}谁负责会议筹备？", "{a}有哪些内设机构？"),
}


def library(folder: Path, count: int, jobs: int) -> Library:
    """The library of `count` documents below `folder`, read if it isn't there; says how long that took."""
    place = folder / str(count)
    if (place / "manifest.json").exists():
        return Library.open(place)
    crowd.write(folder / f"{count} documents", count)
    made, start = Library.open_or_create(place), time.perf_counter()
    made.ingest([folder / f"{count} documents"], jobs=jobs)
    print(f"{count} documents read in {time.perf_counter() - start:.0f} s")
    return made


def asked(kind: Sequence[str], disclosures: Sequence[Disclosure], chance: random.Random) -> Iterator[str]:
    for at in range(EACH):
        one, other = chance.sample(disclosures, 2)
        yield kind[at % len(kind)].format(a=one.org, b=other.org, year=one.year)


def timed(assistant: Assistant, question: str) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    assistant.ask(question)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def row(name: str, told: Sequence[tuple[float, float]]) -> None:
    clock, processor = [a for a, _ in told], [b for _, b in told]
    cells = (f"{at(clock, share):>9.1f} ({at(processor, share):>6.1f})" for share in (0.5, 0.95, 1.0))
    print(f"  {name:16}{len(told):>5}" + "".join(cells))


def report(library: Library, profile: str) -> None:
    assistant, chance = Assistant(library), random.Random(7)
    disclosures = library.snapshot().disclosures
    for kind in (FIGURES | TEXT).values():
        assistant.ask(next(asked(kind, disclosures, chance)))
    print(f"{len(disclosures)} disclosures{'':>8}n          p50                p95               most")
    figures: list[tuple[float, float]] = []
    for name, kind in (FIGURES | TEXT).items():
        questions = list(asked(kind, disclosures, chance))
        profiler = cProfile.Profile()
        if name == profile:
            profiler.enable()
        told = [timed(assistant, question) for question in questions]
        profiler.disable()
        row(name, told)
        figures += told if name in FIGURES else []
        if name == profile:
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(35)
    row("all figures", figures)


def first(folder: Path, question: str) -> float:
    """Seconds of the first answer of a fresh process, from its start to its end."""
    code = "import sys; from pathlib import Path; from answer import Assistant; from library import Library\n"
    code += "Assistant(Library.open(Path(sys.argv[1]))).ask(sys.argv[2])"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(folder), question], cwd=ROOT, check=True)
    return time.perf_counter() - start


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--libraries", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--profile", default="", help="a kind of question to profile")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        for size in options.sizes:
            made = library(options.libraries or Path(place), size, options.jobs)
            report(made, options.profile)
            one = made.snapshot().disclosures[0]
            figure, text = (first(made.root, f"{one.org}{one.year}年{what}") for what in ("公务接待费是多少？", "公务接待费为什么减少？"))
            print(f"  first answer of a fresh process: figure {figure:.2f} s, text {text:.2f} s\n")


if __name__ == "__main__":
    main(sys.argv[1:])
