"""The five seeds: what people found by hand is found, and hardly anything else is called an error."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from check import find
from check.book import Book
from check.engine import outcomes
from domain.model import Finding, Parsed
from tests.check.truth_figures import load

PREFECTURE, CITY, KORLA, SERVICES, ACCOUNTS = "000_", "001_", "002_", "003_", "004_"
# document, item of inconsistencies.md (or a gold question), rule, a source line that the finding names
KNOWN = [
    (PREFECTURE, "A-01", "procurement", 1765), (PREFECTURE, "A-02", "rate", 1714), (PREFECTURE, "A-03", "across-basic", 1409),
    (PREFECTURE, "A-03", "prose-basic-scope", 1746), (PREFECTURE, "A-04", "prose-current-carryover", 1726),
    (PREFECTURE, "A-05", "prose-economic", 1747), (PREFECTURE, "A-06", "rate", 1763), (PREFECTURE, "A-07", "rate", 1743),
    (PREFECTURE, "A-08", "rate", 1740), (PREFECTURE, "A-09", "staff-change", 1714), (PREFECTURE, "A-09", "staff-change", 1742),
    (PREFECTURE, "A-12", "misnamed-code", 1459), (PREFECTURE, "A-12", "blank-row", 1476), (PREFECTURE, "A-13", "change-sum-budget", 1735),
    (KORLA, "K-01", "said-twice", 413), (KORLA, "K-01", "change-sum-parts", 413), (KORLA, "K-02", "personnel-reason", 411),
    (KORLA, "K-03", "change-sum-budget", 446), (KORLA, "K-04", "performance-growth", 595), (KORLA, "K-06", "performance-costs", 578),
    (CITY, "G082", "prose-general-income", 801), (SERVICES, "G209", "prose-appropriation-codes", 1760), (SERVICES, "G225", "said-twice-count", 7),
    (SERVICES, "G226", "misnamed-code", 373), (SERVICES, "G240", "retired-without-people", 8), (SERVICES, "share", "share", 1749),
    (ACCOUNTS, "G288", "performance-project-spending", 116), (ACCOUNTS, "G295", "performance-whole-appropriation", 131),
]  # fmt: skip
# Errors that are really in the documents, by rule; anything beyond is a false one.
REAL = {
    PREFECTURE: Counter({"rate": 4, "procurement": 1, "prose-economic": 1}),
    KORLA: Counter({"said-twice": 2}),
    SERVICES: Counter({"share": 2, "prose-appropriation-codes": 1, "staff": 1}),
}


def one(parsed: dict[str, Parsed], document: str) -> Parsed:
    return next(value for name, value in parsed.items() if name.startswith(document))


@pytest.fixture(scope="session")
def found(parsed: dict[str, Parsed]) -> dict[str, list[Finding]]:
    return {name[:4]: find(value) for name, value in parsed.items()}


@pytest.mark.parametrize(("document", "item", "rule", "line"), KNOWN)
def test_what_people_found_is_found(found: dict[str, list[Finding]], document: str, item: str, rule: str, line: int) -> None:
    places = [place.lines for finding in found[document] if finding.rule == rule for place in finding.places]
    assert any(lines and lines[0] <= line <= lines[1] for lines in places), item


@pytest.mark.parametrize("document", [PREFECTURE, CITY, KORLA, SERVICES, ACCOUNTS])
def test_at_most_one_false_error_a_document(found: dict[str, list[Finding]], document: str) -> None:
    errors = Counter(finding.rule for finding in found[document] if finding.severity == "error")
    assert (errors - REAL.get(document, Counter())).total() <= 1
    assert not [
        finding for finding in found[document] if finding.severity == "error" and finding.rule.startswith(("tree", "along", "across"))
    ]


def test_scope_is_a_warning_and_rounding_is_rounding(found: dict[str, list[Finding]]) -> None:
    scope = [f for f in found[PREFECTURE] if "差 91.47" in f.arithmetic]
    assert len(scope) >= 3
    assert {f.severity for f in scope} == {"warning"}
    rounding = {document: sum(f.severity == "rounding" for f in findings) for document, findings in found.items()}
    assert rounding[PREFECTURE] >= 12
    assert rounding[KORLA] >= 15


@pytest.mark.parametrize("document", ["000", "001", "002", "003", "004"])
def test_the_tables_of_the_truth_reconcile(shared: Path, document: str) -> None:
    figures, names = load(shared)[document]
    grades = Counter(outcome.severity for outcome in outcomes(Book(figures, names)) if outcome.rule.id != "misnamed-code")
    assert grades["error"] == 0
    assert grades[None] > (20 if document == "004" else 100)
