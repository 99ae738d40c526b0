"""Findings of one disclosure: every identity that does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from check.book import Book
from check.engine import outcomes
from check.rule import Outcome
from check.text import label, place
from domain.model import Figure, Finding, Identity, Parsed, Severity

_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2, "rounding": 3}


def find(parsed: Parsed) -> list[Finding]:
    """What does not reconcile within one disclosure, worst first; differences that rounding explains come as severity rounding."""
    return _findings(parsed.disclosure.id, outcomes(_book(parsed)))


def checked(parsed: Parsed) -> Parsed:
    """The same with its findings, and with every identity that an answer may show."""
    tried = outcomes(_book(parsed))
    return replace(parsed, findings=tuple(_findings(parsed.disclosure.id, tried)), identities=identities(tried))


def identities(tried: Iterable[Outcome]) -> tuple[Identity, ...]:
    """What is stored of outcomes: those that an answer may show."""
    return tuple(
        Identity(one.rule.id, one.grade, _ids(one.left), _ids(one.right), one.text, one.why)
        for one in tried
        if one.rule.mark and one.figures
    )


def _ids(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(figure.id for figure in figures)


def _book(parsed: Parsed) -> Book:
    return Book(parsed.figures, parsed.disclosure.every_name, parsed.tables)


def _findings(document: str, tried: Iterable[Outcome]) -> list[Finding]:
    found: dict[tuple[str, str, str], Finding] = {}
    for outcome in tried:
        severity = outcome.severity
        if severity is not None:
            finding = _finding(document, outcome, severity)
            said = finding.rule, finding.message, finding.arithmetic
            found[said] = _joined(found[said], finding) if said in found else finding
    return sorted(found.values(), key=lambda finding: _ORDER[finding.severity])


def _joined(first: Finding, again: Finding) -> Finding:
    """The same contradiction where the document says it once more: one finding that names every place."""
    places = tuple(place for place in again.places if place not in first.places)
    figures = tuple(figure for figure in again.figures if figure not in first.figures)
    return replace(first, figures=(*first.figures, *figures), places=(*first.places, *places))


def _finding(document: str, outcome: Outcome, severity: Severity) -> Finding:
    rule = outcome.rule
    ids = tuple(figure.id for figure in outcome.figures)
    digest = sha256("|".join((document, rule.id, *(ids or (outcome.text,)))).encode()).hexdigest()[:12]
    about = f"{label(outcome.figures[0])}：" if outcome.figures else ""
    why = f"；{outcome.why}" if outcome.why else ""
    places = tuple(place(figure) for figure in outcome.figures if _stands(figure)) + outcome.places
    return Finding(
        f"{rule.id}-{digest}", document, rule.id, rule.family, severity, f"{about}{rule.title}{why}", outcome.arithmetic, ids, places
    )


def _stands(figure: Figure) -> bool:
    return figure.place.lines is not None or figure.place.page is not None
