"""The incident record: the values that the reports of a story give to the standard questions."""
