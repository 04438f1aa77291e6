"""Copies of a record that may leave the desk: names withheld, and no more of the reports than is quoted."""

from variorum.export.redaction.people import Person, Wanted, people_withheld
from variorum.export.redaction.rebuild import Doubt, Redacted, redacted

__all__ = ["Doubt", "Person", "Redacted", "Wanted", "people_withheld", "redacted"]
