"""Reconciliation 勾稽关系: rules as data (check/rules), findings within a disclosure, and the marks on an answer's figures."""

from check.finder import checked, find
from check.marker import Marker, identities_of, marks

__all__ = ["Marker", "checked", "find", "identities_of", "marks"]
