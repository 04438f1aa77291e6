"""People whom the record could harm: a view of the record, never a finding of its own."""

from variorum.export.atrisk.nouns import KINDS, AtRisk, Kind, Verdict
from variorum.export.atrisk.people import Survey, people_at_risk, survey

__all__ = ["KINDS", "AtRisk", "Kind", "Survey", "Verdict", "people_at_risk", "survey"]
