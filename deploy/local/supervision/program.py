"""What is to be kept running."""

import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Self


@dataclass(frozen=True)
class Program:
    """One process: what it runs, the environment variables it adds, where it says it is ready.

    `start` is called in the forked process, so it must be picklable and return when all is done.
    """

    name: str
    start: Callable[[], None]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready_url: str = ""

    @classmethod
    def of_module(
        cls, name: str, module: str, environment: Mapping[str, str], ready_url: str = ""
    ) -> Self:
        """The program that `python -m <module>` runs."""
        return cls(name, partial(_run_module, module), dict(environment), ready_url)


def _run_module(module: str) -> None:
    runpy.run_module(module, run_name="__main__", alter_sys=True)
