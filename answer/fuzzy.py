"""Finding named things by what a question says of them: projects, performance targets, parts of an allocation."""

from __future__ import annotations

import re

from rapidfuzz.distance import LCSseq

from domain.text import key

_COMMON = re.compile("项目|经费|专项|资金|支出|预算|费用|工作|情况|建设|年度|补助|单位")
_ENDS = re.compile(r"[(（][^)）]*[)）]$|的?(次数|个数|数量|人数|场次|期数|条数|件数|批次|户数|台数|页数|时间|时限|率|数)$")
_VAGUE = re.compile("项目|完成|工作|资金|支出|成本|及时|合格|满意|经费|保障|提高|预算|控制")
_SHORTEST = 3


def shared(name: str, question: str) -> str:
    """The longest run of characters that `name` and `question` share (brackets, blanks and punctuation aside)."""
    left, right = key(name), key(question)
    longest = ""
    for at in range(len(left)):
        while at + len(longest) < len(left) and left[at : at + len(longest) + 1] in right:
            longest = left[at : at + len(longest) + 1]
    return longest


def telling_pairs(text: str) -> frozenset[str]:
    """Every two characters side by side that are no common word: where two texts share none, neither `names_it` of the other."""
    folded = key(text)
    pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
    return frozenset(pair for pair in pairs if not _COMMON.fullmatch(pair))


def names_it(name: str, question: str) -> int:
    """How much of a project's name the question says, in characters that distinguish it; 0 if too little to tell."""
    run = shared(name, question)
    if run.isdigit() and not re.search(rf"(?<!\d){run}(?!\d)", name):
        return 0  # 210 is a code, and no part of the number in a name
    weight = len(_COMMON.sub("", run))
    said_as_project = f"{run}项目" in key(question) and weight >= 2
    return weight if weight >= _SHORTEST or said_as_project else 0


def describes(name: str, question: str) -> float:
    """How much of a target's name the question says in order, 0…1; endings such as 次数 and units in brackets aside."""
    core = key(_ENDS.sub("", _ENDS.sub("", name))).replace("的", "")
    if len(_VAGUE.sub("", core)) < _SHORTEST:
        return 0.0
    return LCSseq.similarity(core, key(question)) / len(core)
