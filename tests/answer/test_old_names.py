"""An item is found under all names that it has had: an old name in a question about a later year, and the new one about an earlier year."""

from __future__ import annotations

import pytest

from answer import Assistant
from answer.vocabulary import Vocabulary, plain
from domain.codes import names_of_item, renames
from domain.lexicon import item_of_code
from library import Library


@pytest.mark.parametrize(
    "code", ["207", "210", "215", "220", "20805", "21001", "21302", "22001", "2013404", "2080501", "2082804", "2089999"]
)
def test_every_name_of_an_item_means_it(code: str) -> None:
    vocabulary = Vocabulary()
    for name in {entry.name for entry in (*renames(code), *names_of_item(code))}:
        (mention,) = vocabulary.find(plain(f"{name}是多少"))
        assert item_of_code(code) in mention.keys, name


@pytest.mark.parametrize(
    ("old", "new"), [("医疗卫生与计划生育支出", "卫生健康支出"), ("行政事业单位离退休", "行政事业单位养老支出"), ("归口管理的行政单位离退休", "行政单位离退休")]
)  # fmt: skip
def test_an_old_name_is_answered_with_the_items_figure(sample_library: Library, old: str, new: str) -> None:
    assistant = Assistant(sample_library)
    asked, right = (assistant.ask(f"白鹭县教育局2022年{name}预算是多少？") for name in (old, new))
    assert right.status == "answered"
    assert [value.value for value in asked.values[:1]] == [value.value for value in right.values[:1]]
    assert asked.citations[0].figure == right.citations[0].figure


def test_a_code_means_what_it_meant_in_the_year_asked_about() -> None:
    vocabulary = Vocabulary()
    keys = {year: vocabulary.find("30311科目是多少", year)[0].keys for year in (2017, 2022)}
    assert keys == {2017: ("住房公积金",), 2022: ("econ/30311",)}
