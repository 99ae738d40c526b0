"""Question → Query → Answer, deterministic; a language model may never put a number on the screen."""

from answer.assistant import Assistant
from answer.jsonable import jsonable

__all__ = ["Assistant", "jsonable"]
