"""The one table of all benchmarks: what was measured, beside what, and one over the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HEADS: Final = ("what", "figure", "beside", "its figure", "ratio")


@dataclass(frozen=True)
class Figure:
    """One figure of ours and the baseline's, each as it is shown; the ratio is what travels.

    `ratio` is None where nothing comparable was at hand.
    """

    what: str
    figure: str
    baseline: str = ""
    baseline_figure: str = ""
    ratio: float | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells, as text."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return self.what, self.figure, self.baseline, self.baseline_figure, ratio


def print_table(rows: Iterable[Figure]) -> None:
    """Print the rows under their heads, each column as wide as it needs."""
    cells = [HEADS, *(row.cells for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADS))]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip(), flush=True)
        if row is HEADS:
            print("  ".join("-" * width for width in widths))
