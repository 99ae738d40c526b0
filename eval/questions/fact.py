"""One thing to ask of a library, with its answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.model import Disclosure, Figure, Passage
from eval.gold import Scalar
from eval.questions.ledger import Ledger

Answer = Scalar | tuple[Scalar, ...] | None


@dataclass(frozen=True)
class Fact:
    """One thing to ask: the names for the slots, and the answer."""

    shape: str
    kind: str
    ledger: Ledger
    answer: Answer
    unit: str
    evidence: tuple[Figure | Passage, ...] = ()
    items: tuple[str, ...] = ()
    """Printed names for {item} and {other}."""
    slots: dict[str, str] = field(default_factory=dict)
    """Fillings that stay as they are."""
    other: Ledger | None = None
    """The second disclosure of a comparison."""
    accept: tuple[str, ...] = ()
    near: str = ""
    """Of a near miss: what is nearly right about it."""

    @property
    def disclosure(self) -> Disclosure:
        return self.ledger.disclosure
