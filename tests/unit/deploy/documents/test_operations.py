"""What docs/guides/operations.md tells an operator to watch is what the processes show."""

import re
from importlib import import_module
from pathlib import Path

from prometheus_client import REGISTRY

PAGE = Path(__file__).parents[4] / "docs" / "guides" / "operations.md"
MEASURING = (
    "services.kit.metrics",
    "services.disbursement.payouts.measures",
    "services.repayment.positions.measures",
)
# Made by whoever scrapes, by the process itself or by its Python.
NOT_OURS = re.compile(r"up|process_\w+|python_\w+")


def shown() -> set[str]:
    """Every metric of ours by the name it has on the page of metrics."""
    for module in MEASURING:
        import_module(module)
    families = {(family.name, family.type) for family in REGISTRY.collect()}
    names = {f"{name}_total" if kind == "counter" else name for name, kind in families}
    return {name for name in names if not NOT_OURS.fullmatch(name)}


def test_every_alert_watches_something_there_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition("| alert when |")[2].partition("\n\n")[0]
    alerts = re.findall(r"^\| `([a-z_]+)", table, re.MULTILINE)
    assert len(alerts) >= 8
    assert {name for name in alerts if not NOT_OURS.fullmatch(name)} <= shown()


def test_every_measure_there_is_has_its_place_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in sorted(shown()) if name not in text] == []
