"""How much of each package the tests walked through: `make coverage` ends with this table.

Domain packages and the loan engine decide about money and have nobody to wait for, so every branch
of theirs is walked; of everything else, nine tenths. A package below that makes the exit status 1.
"""

import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# The domain of a service, the domains of its areas, and the engine, with all that is in them.
DECIDING: Final = re.compile(r"services/(?:(?:\w+/){1,2}domain|loan_engine)(?:/|$)")
DECIDING_MIN: Final = 1.0
OTHERS_MIN: Final = 0.9


@dataclass
class Walked:
    """Statements and branches of one package, and how many of them were walked."""

    there: int = 0
    walked: int = 0

    @property
    def share(self) -> float:
        """What was walked of what is there; all of nothing."""
        return self.walked / self.there if self.there else 1.0


def main(report: Path) -> int:
    """Write the table of a report in coverage's JSON; how many packages are below their mark."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    below = 0
    for package, walked in sorted(_packages(files).items()):
        least = DECIDING_MIN if DECIDING.match(package) else OTHERS_MIN
        is_short = walked.share < least
        below += is_short
        missed = walked.there - walked.walked
        mark = f"  at least {least:.0%}: {missed} not walked" if is_short else ""
        sys.stdout.write(f"{package:48}{walked.there:7}{walked.share:8.1%}{mark}\n")
    for name, found in sorted(files.items()):
        if DECIDING.match(name) and (places := _unwalked(found)):
            sys.stdout.write(f"{name}: {', '.join(places)}\n")
    return below


def _packages(files: dict[str, Any]) -> dict[str, Walked]:
    found: dict[str, Walked] = defaultdict(Walked)
    for name, report in files.items():
        summary, package = report["summary"], found[str(Path(name).parent)]
        package.there += summary["num_statements"] + summary["num_branches"]
        package.walked += summary["covered_lines"] + summary["covered_branches"]
    return found


def _unwalked(report: dict[str, Any]) -> list[str]:
    lines = [str(line) for line in report["missing_lines"]]
    return lines + [f"{start}->{end}" for start, end in report["missing_branches"]]


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
