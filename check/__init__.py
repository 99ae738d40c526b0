"""Reconciliation 勾稽关系: rules as data (check/rules), findings within a disclosure, and the marks on an answer's figures."""

from check.finder import find
from check.marker import Marker, marks

__all__ = ["Marker", "find", "marks"]
