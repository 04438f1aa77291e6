"""Reads many reports of the same events and keeps one sourced record of who says what."""

__version__ = "0.1.0"
