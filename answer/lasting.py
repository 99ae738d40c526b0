"""What lasts as long as the process is kept from the garbage collector, which would go through it in the middle of a question.

A full collection over the lexicon, the model and what is known of a library takes longer than most questions. It is kept a few times only,
as the first questions load what they need: what comes and goes with sessions must stay collectable.
"""

from __future__ import annotations

import atexit
import gc
from itertools import count

KEPT_AFTER = frozenset({1, 10, 100})
"""Answers of a process."""
_answers = count(1)


def keep() -> None:
    """All that there is now lasts."""
    gc.freeze()


def after_answer() -> None:
    """To be called behind each."""
    if next(_answers) in KEPT_AFTER:
        keep()


atexit.register(gc.unfreeze)  # other libraries count what is left of them at the end
