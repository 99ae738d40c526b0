"""Performance targets of a project, made from its parts: what is bought, how well, when, at what cost, to what end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from eval.sample.books import Project
from eval.sample.style import Style, printed

_COUNTED = ("次", "项", "批", "套")


@dataclass(frozen=True)
class Goal:
    """One indicator. `sense` is ≥, ≤, = or empty where `value` is a word."""

    level1: str
    level2: str
    name: str
    sense: str
    value: str
    unit: str
    weight: int

    def told(self, style: Style, gap: str = "") -> str:
        """As printed: ≥12次, >=12 次, 有效提升."""
        sense = {"≥": style.at_least, "≤": style.at_most}.get(self.sense, self.sense)
        blank = gap if self.sense and self.unit != "%" else ""
        return f"{sense}{self.value}{blank}{self.unit}"


def goals(project: Project, costs: str = "成本指标") -> list[Goal]:
    """The indicators in the official order; weights sum to 90, as 10 go to the execution rate."""
    parts = [part for part in project.parts if part[1] > 0]
    seed = sum(map(ord, project.name))
    quantity = [
        Goal("产出指标", "数量指标", f"{label}数量", "≥", str(2 + (seed + 7 * n) % 40), _COUNTED[(seed + n) % 4], 10)
        for n, (label, _) in enumerate(parts)
    ]
    cost = [
        Goal("成本指标" if costs != "成本指标" else "产出指标", costs, f"{label}成本", "≤", printed(amount, "plain"), "万元", 10)
        for label, amount in parts
    ]
    rest = 90 - 10 * (len(quantity) + len(cost))
    steady = [
        Goal("产出指标", "质量指标", "成果验收合格率", "≥", str(95 + seed % 5), "%", 5),
        Goal("产出指标", "时效指标", "任务按期完成率", "=", "100", "%", 5),
    ]
    effect = Goal(
        "效益指标", "社会效益指标", f"{project.goal.split('，')[-1]}", "", ("明显改善", "有效提升", "得到保障")[seed % 3], "", rest - 20
    )
    content = Goal("满意度指标", "满意度指标", "服务对象满意度", "≥", str(90 + seed % 8), "%", 10)
    return [*quantity, *steady, *cost, effect, content]


def number(goal: Goal) -> Decimal | None:
    return Decimal(goal.value) if goal.sense else None
