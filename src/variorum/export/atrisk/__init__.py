"""People whom the record could harm: a view of the record, never a finding of its own."""

from variorum.export.atrisk.nouns import KINDS, AtRisk, Kind, Verdict
from variorum.export.atrisk.people import convicted, people_at_risk

__all__ = ["KINDS", "AtRisk", "Kind", "Verdict", "convicted", "people_at_risk"]
