"""What can go wrong, in a small tree. Each message names the thing, what is wrong with it, and the next step."""

from __future__ import annotations


class VariorumError(Exception):
    """Something the user can mend; shown as one line, exit status 2."""


class InputError(VariorumError):
    """A path or file given cannot be used at all."""


class CaseError(VariorumError):
    """A case folder is missing, broken, newer than this program, or held by another process."""


class UnreadableError(VariorumError):
    """One file cannot be turned into a document; in a folder of many it becomes a `Failure`."""


class UnfetchedError(UnreadableError):
    """The bytes of a file could not be had this time; another time they may be, though nothing of the file has changed."""


class BrokenJournalError(CaseError):
    """A journal on which nothing can be built; what it tells can still be looked at."""
