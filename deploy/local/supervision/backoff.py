"""How long a program that keeps dying waits before it is started again."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """Doubles from `first_s` up to `most_s`; a run of `steady_s` makes good all earlier deaths."""

    first_s: float = 0.5
    most_s: float = 30.0
    steady_s: float = 60.0

    def delay_s(self, deaths: int) -> float:
        """The pause after the `deaths`-th death in a row, counted from 1."""
        return min(self.most_s, math.ldexp(self.first_s, deaths - 1))

    def deaths_after(self, deaths: int, *, ran_for_s: float) -> int:
        """The deaths in a row, this one included."""
        return 1 if ran_for_s >= self.steady_s else deaths + 1
