"""Portraits: what each report of a story says of its people and of its happening, slot by slot, and where reports differ."""
