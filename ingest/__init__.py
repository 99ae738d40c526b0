"""A file → Document → Sections → Tables, Figures, Claims, Indicators, Passages."""

VERSION = 5
"""Raise it when the same bytes would be read, checked or indexed differently: libraries then read their originals again."""
