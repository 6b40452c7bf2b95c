"""`make states`: the diagrams of docs/states.md, drawn from the tables of moves.

With --check nothing is written, and a page that differs from the tables fails.
"""

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from deploy.documents.tables import OWNERS, Life, lives
from services.loan_engine.servicing.instalments import InstalmentState
from services.repayment.loans.domain.figures import Condition

PAGE: Final = Path(__file__).parents[2] / "docs" / "states.md"
EXIT_DRIFT: Final = 1
_HEAD: Final = """\
# States

Drawn from the tables of moves by `make states`; the build fails when this page and they differ.
Each table is total: every status has a row. The database repeats the list of statuses as a CHECK,
and a move that is not in the table answers `409 transition_not_allowed`. Statuses are open: a
client must live with a new one.

An arrow from the dot is where a life begins, an arrow to a dot is where it ends for good.
"""
_OWNED_BY: Final = {
    "application": "The application service; what it hears of contract, payout and loan is below.",
    "underwriting": "The underwriting service.",
    "disbursement": "The disbursement service.",
    "repayment": "The repayment service.",
    "kit": "Every service: a message a neighbour did not take, and that waits for a person.",
}
_DERIVED: Final = (("a loan beside its status", Condition), ("an instalment", InstalmentState))


def main(words: Sequence[str]) -> int:
    """Write the page, or with --check say whether it differs from the tables."""
    current = page()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == current:
        return 0
    if "--check" in words:
        sys.stderr.write("docs/states.md is not what the tables say: run `make states`.\n")
        return EXIT_DRIFT
    PAGE.write_text(current, encoding="utf-8")
    return 0


def page() -> str:
    """The whole page."""
    every = lives()
    parts = [_HEAD]
    for owner in OWNERS:
        parts.append(f"\n## {owner}\n{_OWNED_BY[owner]}\n")
        parts.extend(_section(life) for life in every if life.owner == owner)
    parts.append("\n## Derived, never stored\n")
    parts.extend(_listed(of, states) for of, states in _DERIVED)
    return "".join(parts)


def _section(life: Life) -> str:
    drawing = "\n".join(_drawing(life))
    told = " ".join(life.told.split())
    return (
        f"\n### {life.name}\n{told} Source: [`{life.source}`](../{life.source}).\n\n"
        f"```mermaid\n{drawing}\n```\n"
    )


def _listed(of: str, states: type[StrEnum]) -> str:
    members = " · ".join(f"`{state.value}`" for state in states)
    return f"- {of}: {members}\n"


def _drawing(life: Life) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield f"    [*] --> {life.beginning}"
    for status, targets in life.moves.items():
        for target in targets:
            yield f"    {status} --> {target}"
        if not targets:
            yield f"    {status} --> [*]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
