"""What ingest refuses: bad input is never a bug of ours.

IngestError
└── Unreadable   the bytes can't be read, or are no budget or final-accounts disclosure
"""

from __future__ import annotations


class IngestError(Exception):
    """Base of every error that a file, not the program, is to blame for."""


class Unreadable(IngestError):
    """A file that is refused; `reason` is one plain line to show, `code` tells the kind of refusal apart."""

    def __init__(self, reason: str, code: str = "unreadable") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        """empty, binary, format, encoding, damaged, password, too_large or not_a_disclosure."""
