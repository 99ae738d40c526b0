"""How people say the items: the phrase book domain/data/spoken.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

from domain.codes import DATA
from domain.rows import load_rows


@dataclass(frozen=True)
class Composed:
    """Wordings put together from parts, each of several alternatives: `修|修理 房子|楼` are four; an empty one leaves its part out."""

    pattern: str

    @property
    def parts(self) -> list[list[str]]:
        return [part.split("|") for part in self.pattern.split(" ")]

    @cached_property
    def anchors(self) -> list[str]:
        """The alternatives of the part that says most: where none of them stands, none of the wordings does."""
        return max(self.parts, key=lambda part: min(map(len, part)))

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Any of the wordings, the longest alternative of a part first."""
        return re.compile("".join(f"(?:{'|'.join(map(re.escape, sorted(part, key=len, reverse=True)))})" for part in self.parts))

    def some(self, count: int) -> Iterator[str]:
        """At most `count` different wordings, which between them say every alternative where they are enough; none is written out in vain."""
        told = ("".join(part[(turn + turn // len(part) * at) % len(part)] for at, part in enumerate(self.parts)) for turn in range(count))
        yield from dict.fromkeys(told)

    def wordings(self) -> Iterator[str]:
        """Every wording written out; there may be thousands."""
        return ("".join(parts) for parts in product(*self.parts))


@dataclass(frozen=True, slots=True)
class Spoken:
    """One row: how an item is said, by its key or official name; or what may mean any of several items (`either`)."""

    name: str = ""
    either: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    made: tuple[Composed, ...] = ()
    en: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.either or (self.name,)


@cache
def spoken() -> tuple[Spoken, ...]:
    """Every row of the phrase book."""
    return tuple(
        Spoken(
            row.get("name", ""),
            tuple(row.get("either", ())),
            tuple(row.get("lay", ())),
            tuple(map(Composed, row.get("made", ()))),
            tuple(row.get("en", ())),
        )
        for row in load_rows(DATA / "spoken.yaml")
    )
