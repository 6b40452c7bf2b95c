"""The house as it stands keeps its rules, and each rule sees the breach planted for it."""

from pathlib import Path

import pytest

from tests.house.rules.every import RULES, Rule
from tests.house.rules.plants import PLANTS, Plant, Tree

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Rule) -> None:
    assert [str(breach) for breach in rule(ROOT)] == []


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_planted_breach_is_seen(plant: Plant, tmp_path: Path) -> None:
    _lay(tmp_path, plant.broken)
    assert list(plant.rule(tmp_path))


@pytest.mark.parametrize("plant", [p for p in PLANTS if p.mended], ids=str)
def test_a_mended_breach_is_let_go(plant: Plant, tmp_path: Path) -> None:
    _lay(tmp_path, plant.broken | plant.mended)
    assert list(plant.rule(tmp_path)) == []


def test_every_rule_has_a_plant() -> None:
    assert {plant.rule for plant in PLANTS} == set(RULES)


def _lay(root: Path, tree: Tree) -> None:
    for path, text in tree.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
