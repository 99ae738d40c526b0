"""What lasts as long as the process."""

from __future__ import annotations

import atexit
import gc


def keep() -> None:
    """All that there is now lasts: no collection need go through it during a question, which would take as long as three questions."""
    gc.freeze()


atexit.register(gc.unfreeze)  # other libraries count what is left of them at the end
