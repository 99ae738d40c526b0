"""What lasts as long as the process is kept from the garbage collector, which would go through it in the middle of a question.

A full collection over the lexicon and what is known of a library takes longer than most questions. Only what is there after the first answer
and what one library loads later is kept: what comes and goes with sessions must stay collectable.
"""

from __future__ import annotations

import atexit
import gc
from functools import cache


def keep() -> None:
    """All that there is now lasts."""
    gc.freeze()


@cache
def after_first_answer() -> None:
    """Once a process."""
    keep()


atexit.register(gc.unfreeze)  # other libraries count what is left of them at the end
