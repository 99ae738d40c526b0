"""Gold questions over the sample library, generated from the numbers that the documents were made from."""

from __future__ import annotations

from collections.abc import Iterable

from eval.gold import Question
from eval.sample.documents import Made
from eval.sample.questions import figures, special, told
from eval.sample.questions.desk import Desk


def ask(documents: Iterable[Made]) -> list[Question]:
    """All questions over all documents of `eval.sample.plans`, every kind among them."""
    desk = Desk({made.plan.file.removesuffix(".txt"): made for made in documents})
    for module in (figures, told, special):
        module.ask_all(desk)
    return desk.asked
