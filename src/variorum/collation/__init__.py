"""Readings in, one record out."""
