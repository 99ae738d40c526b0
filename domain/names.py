"""How names of organisations are built: place + level + body; and the shorter names that follow from it by rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from domain.codes import DATA
from domain.rows import load_rows
from domain.text import squeeze


@cache
def places() -> dict[str, Any]:
    loaded: dict[str, Any] = load_rows(DATA / "places.yaml")
    return loaded


@dataclass(frozen=True, slots=True)
class OrgName:
    """青溪回族自治州人民政府办公室 → place 青溪, level 州, body 人民政府办公室; place and level are empty where none is named."""

    place: str
    level: str
    body: str

    @property
    def identity(self) -> str:
        """Equal for the names of one organisation: 人民政府 and 政府, 自治州 and 州 do not differ."""
        return f"{self.place}{self.level}{self.body.replace('人民政府', '政府')}"


@cache
def _pattern() -> re.Pattern[str]:
    peoples, levels = "|".join(places()["peoples"]), "|".join(places()["levels"])
    return re.compile(rf"(?P<place>.{{1,8}}?)(?:(?:{peoples})族?)*(?P<level>{levels})(?P<body>.*)")


def split_name(name: str) -> OrgName:
    """The parts of an organisation's official name. A name without place has only a body."""
    match = _pattern().fullmatch(squeeze(name))
    if match is None or not match["body"]:
        return OrgName("", "", squeeze(name))
    return OrgName(match["place"], places()["levels"][match["level"]], match["body"])


_PARTY = (
    (re.compile(r"^(?:中国共产党|中共)(.{1,12}?[省市州区县旗盟])委员会"), r"\1委"),
    (re.compile(r"^(?:中国共产党|中共)(?=..)"), ""),
)


def office_name(name: str) -> str:
    """One name for what is printed in full in one file and shortened in the next: 中国共产党青溪省委员会办公厅, 中共青溪省委办公厅 → 青溪省委办公厅."""
    for pattern, short in _PARTY:
        name = pattern.sub(short, name)
    return name


def bodies(body: str) -> list[str]:
    """`body` and its spoken forms, longest first."""
    endings: dict[str, list[str]] = places()["bodies"]
    ending = next((ending for ending in endings if body.endswith(ending)), None)
    spoken = [body[: -len(ending)] + short for short in endings[ending]] if ending else []
    return sorted({body, *spoken}, key=len, reverse=True)


def aliases(name: str) -> list[str]:
    """Every name that `name` may be called by, from the full one to place and level alone."""
    parts, whole = split_name(name), squeeze(name)
    spoken = [*bodies(parts.body), *bodies(_UNDER.sub("", parts.body))]
    found = {name, whole} | {f"{prefix}{body}" for prefix in _prefixes(whole, parts) for body in spoken}
    if parts.place:
        found |= {parts.place, f"{parts.place}{parts.level}", whole.removesuffix(parts.body)}
    found |= {body for body in spoken if len(body) > 2}
    if parts.level:
        found |= _within(parts.body) | _within(_UNDER.sub("", parts.body))
    return sorted((alias for alias in found if len(alias) > 1 and alias not in places()["generic"]), key=len, reverse=True)


_UNDER = re.compile("人民政府(?!办公[室厅]|$)")
"""Of an office under a people's government: 某区人民政府青溪街道办事处 is 某区青溪街道办事处."""


def _prefixes(whole: str, parts: OrgName) -> set[str]:
    """What may stand before an office's body: 青溪回族自治州, 青溪自治州, 青溪州, 青溪, 自治州, 州."""
    if not parts.level:
        return {""}
    printed = whole.removesuffix(parts.body)
    level = next(level for level in places()["levels"] if printed.endswith(level))
    return {printed, f"{parts.place}{level}", level, f"{parts.place}{parts.level}", parts.level, parts.place}


def _within(body: str) -> set[str]:
    """What an office of a place within a place, or one under a people's government, is called without what stands above it:
    (某市)青溪区财政局 → 青溪区财政局, 青溪财政局; (某区)人民政府青溪街道办事处 → 青溪街道."""
    inner, found = split_name(body), set()
    if len(inner.place) > 1 and inner.level:
        found = {f"{inner.place}{level}{one}" for level in (inner.level, "") for one in bodies(inner.body)} | _within(inner.body)
    under = body.removeprefix("人民政府")
    if under != body and len(under) > 3 and under not in ("办公室", "办公厅"):
        found |= set(bodies(under))
    return found


def abbreviates(short: str, body: str) -> bool:
    """Whether `short` is `body` with characters left out, first and last kept: 政数局 for 政务服务和数据资源管理局."""
    if len(short) < 2 or short[0] != body[0] or short[-1] != body[-1]:
        return False
    rest = iter(body)
    return all(char in rest for char in short)
