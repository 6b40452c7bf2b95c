"""All benchmarks, one after the other, and one table of what they showed: `python -m bench`.

`python -m bench 1000000` closes the day of a book of that many loans, which takes minutes more.
"""

import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final

import uvloop

from bench import close_of_business, decision, engine, gateway, journey, processes_of_stack
from bench import repayment as repayment_bench
from bench.table import Figure, print_table

LOANS: Final = 100_000

Measuring = Callable[[], Coroutine[Any, Any, list[Figure]]]


def main(loans: int) -> None:
    """Run each in a loop of its own, and print the table at the end."""

    async def closing() -> list[Figure]:
        return await close_of_business.rows([loans])

    every: dict[str, Measuring] = {
        "gateway": gateway.rows,
        "engine": engine.rows,
        "decision": decision.rows,
        "repayment": repayment_bench.rows,
        "close of business": closing,
        "journey": journey.rows,
        "processes": processes_of_stack.rows,
    }
    found: list[Figure] = []
    for name, measure in every.items():
        began_s = time.monotonic()
        found += uvloop.run(measure())
        print(f"{name} measured in {time.monotonic() - began_s:.0f} s", file=sys.stderr)
    print_table(found)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LOANS)
