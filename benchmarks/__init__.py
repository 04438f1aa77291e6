"""Measurements of the program on annotated data: one module a benchmark, each with `predict`."""
