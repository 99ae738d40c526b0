"""Many documents of many fictional offices, to see what grows with a library: the plans again under other names of places and other sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

from eval.sample.documents import make
from eval.sample.plans import PLANS

_PLACES = ("苍榆", "青榆", "白鹭", "银杉")
"""The places of orgs.yaml, without their levels."""
_FIRST = "澄岚沅霁栖峤翎蓼汀砚笠筠荻萝葭蕙岫浣漪澹"
_SECOND = "陂埠墟畈垸坳堰埂塬峪碛滩浦汊湾泾溆渚坞磴"


def names() -> Iterator[str]:
    """Names of places that do not exist, each once; 400 of them."""
    return (first + second for first, second in product(_FIRST, _SECOND))


def documents(count: int) -> Iterator[tuple[str, str]]:
    """(file name, text) of `count` documents: ten by ten the sample's plans with four new places and their own random numbers."""
    every = names()
    for round_ in range(-(-count // len(PLANS))):
        places = dict(zip(_PLACES, islice(every, len(_PLACES)), strict=True))
        for plan in PLANS[: count - round_ * len(PLANS)]:
            made = make(replace(plan, planted=False), seed=round_ + 1)
            yield f"{round_:03}-{plan.file}", _moved(made.page.text(), places)


def write(folder: Path, count: int) -> list[Path]:
    """Write `count` documents (1,000 at most) into `folder`, made if absent."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in documents(count):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _moved(text: str, places: dict[str, str]) -> str:
    return re.sub("|".join(places), lambda match: places[match[0]], text)
