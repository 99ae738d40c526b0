"""How names of organisations are built: place + level + body; and the shorter names that follow from it by rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
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


@lru_cache(maxsize=1 << 14)
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


def within(name: str) -> OrgName | None:
    """The office of a place within a place that a body names: of 临江市青溪区财政局 青溪 | 区 | 财政局; None where there is none."""
    inner = split_name(name)
    return inner if inner.level and len(inner.place) > 1 else None


def layers(name: str) -> list[OrgName]:
    """The parts of a name, then those of the names within it, outermost first."""
    found = [split_name(name)]
    while found[-1].level and within(found[-1].body):
        found.append(split_name(found[-1].body))
    return found


def place_names(name: str) -> set[str]:
    """The names in `name` that are places alone, long and short, each with and without what stands above it."""
    parts = split_name(name)
    if not parts.level:
        return set()
    inner = place_names(parts.body) if within(parts.body) else set()
    above = {name.removesuffix(parts.body), f"{parts.place}{parts.level}", parts.place} - set(places()["common"])
    return above | inner | {f"{one}{other}" for one in above for other in inner}


def aliases(name: str) -> list[str]:
    """Every name that `name` may be called by, from the full one to place and level alone."""
    found = {name, squeeze(name)} | _called(squeeze(name)) | place_names(squeeze(name))
    return sorted((alias for alias in found if len(alias) > 1 and alias not in places()["generic"]), key=len, reverse=True)


def _called(name: str) -> set[str]:
    """What an office is called: with its place, or its level alone, or neither where its body says enough. A place above may be left out,
    its own never while one above is named: the 财政局 of 临江市 is another than that of 临江市青溪区."""
    parts = split_name(name)
    printed = name.removesuffix(parts.body)
    level = next((level for level in places()["levels"] if printed.endswith(level)), "")  # 自治州, where `parts` has 州
    above = {printed, f"{parts.place}{level}", f"{parts.place}{parts.level}", parts.place} if parts.level else set()
    if parts.level and (inner := within(parts.body)):
        offices = _called(parts.body)
        return offices | {f"{one}{office}" for one in above for office in offices if office.startswith(inner.place)}
    spoken = {one for body in {parts.body, _own(parts.body)} for one in bodies(body)}
    return {f"{one}{office}" for one in {*above, level, parts.level} for office in spoken} | {
        office for office in spoken if len(office) > 2
    }


def _own(body: str) -> str:
    """What an office under a people's government is called without it: 人民政府青溪街道办事处 → 青溪街道办事处."""
    under = body.removeprefix("人民政府")
    return under if len(under) > 3 and under not in ("办公室", "办公厅") else body


def abbreviates(short: str, body: str) -> bool:
    """Whether `short` is `body` with characters left out, first and last kept: 政数局 for 政务服务和数据资源管理局."""
    return len(short) > 1 and short[0] == body[0] and short[-1] == body[-1] and follows(short, body)


def follows(short: str, body: str) -> bool:
    """Whether `short` is `body` with characters left out."""
    rest = iter(body)
    return all(char in rest for char in short)
