"""Requests that Schemathesis makes of an operation's schema: as documented, and against it.

All of them are drawn before the first is sent, from a fixed seed, so that a run can be repeated
and what the service answers changes nothing about what it is asked.
"""

from functools import cache
from typing import Any, Final

import httpx
import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.schemas import APIOperation

from tests.api.matrix.operations import Operation, operations

Case = schemathesis.Case[Any]

# A body may be refused for its size before anybody reads what else is wrong with it.
_CONFIG: Final = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}}
)
SEED: Final = 20_261_127


def good_cases(operation: Operation, count: int) -> list[Case]:
    """Requests within the schema."""
    return _drawn(operation, GenerationMode.POSITIVE, count)


def bad_cases(operation: Operation, count: int) -> list[Case]:
    """Requests that break the schema somewhere; none when there is nothing to break."""
    if not operation.drawn.get("parameters") and not operation.is_json:
        return []
    return _drawn(operation, GenerationMode.NEGATIVE, count)


def validate(operation: Operation, answer: httpx.Response) -> None:
    """Hold an answer against the schema of its status; raises what Schemathesis finds wrong."""
    _known(operation.service)[operation.method, operation.path].validate_response(answer)


def breaks_its_path(case: Case) -> bool:
    """Whether it is in the path that the request breaks the schema."""
    meta = case.meta
    return meta is not None and meta.is_negative_at(ParameterLocation.PATH)


def _drawn(operation: Operation, mode: GenerationMode, count: int) -> list[Case]:
    drawn: list[Case] = []
    known = _known(operation.service)[operation.method, operation.path]
    strategy = known.as_strategy(generation_mode=mode, feedback=NO_FEEDBACK)

    @hypothesis.seed(SEED)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(strategy)
    def draw(case: Case) -> None:
        drawn.append(case)

    draw()
    return drawn


@cache
def _known(service: str) -> dict[tuple[str, str], APIOperation[Any, Any, Any, Any]]:
    """Schemathesis's view of every operation of the service's document."""
    document = dict(operations(service)[0].document)
    schema = schemathesis.openapi.from_dict(document, config=_CONFIG)
    known = {}
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        found = result.ok()
        known[found.method.upper(), found.path] = found
    return known
