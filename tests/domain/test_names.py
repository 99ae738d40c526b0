"""One name for one office."""

from __future__ import annotations

import pytest

from domain.names import office_name


@pytest.mark.parametrize("printed", ["中国共产党青溪省委员会办公厅", "中共青溪省委办公厅", "青溪省委办公厅"])
def test_a_party_office_has_one_name(printed: str) -> None:
    assert office_name(printed) == "青溪省委办公厅"


@pytest.mark.parametrize("printed", ["青溪市人民政府办公室", "青溪市住房和城乡建设委员会", "青溪县委员会统战部"])
def test_other_names_stay(printed: str) -> None:
    assert office_name(printed) == printed
