"""The problem codes the gateway itself answers with, for the page that explains them."""

from collections.abc import Iterator
from typing import Any

from gateway import refusals
from services.kit import errors
from services.kit.cors import OriginNotAllowed
from services.kit.errors import DomainError
from services.kit.problems import STATUS_OF


def own_problems() -> dict[str, Any]:
    """Return code → status, titles and whether a repeat may help."""
    return {
        problem.code: {
            "status": int(STATUS_OF[problem.fault]),
            "title": {"en": problem.title.en, "zh": problem.title.zh},
            "retryable": problem.retryable,
        }
        for problem in sorted(_answered(), key=lambda problem: problem.code)
    }


def _answered() -> Iterator[type[DomainError]]:
    yield from (
        candidate
        for module in (errors, refusals)
        for candidate in vars(module).values()
        if isinstance(candidate, type)
        and issubclass(candidate, DomainError)
        and candidate is not DomainError
    )
    yield OriginNotAllowed
