"""Questions generated over any library, with the answers read straight from its figures.

`generate(library, n)` phrases what the figure store holds through the patterns and words of this folder; a third of both is held out:
the program must never be taught them. Nothing here uses the program's own understanding of questions (answer/, the lexicon).
"""

from __future__ import annotations

from eval.questions.write import generate

__all__ = ["generate"]
