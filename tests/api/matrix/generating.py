"""Requests that Schemathesis makes of an operation's schema: as documented, and against it.

All of them are drawn before the first is sent, from a fixed seed, so that a run can be repeated
and what the service answers changes nothing about what it is asked.
"""

from collections.abc import Mapping
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

from tests.api.matrix.operations import Operation

Case = schemathesis.Case[Any]
Known = APIOperation[Any, Any, Any, Any]
Document = Mapping[str, Any]

# It leaves out what it cannot write down, and it knows images alone.
schemathesis.serializer.alias("application/pdf", "application/octet-stream")

# A body may be refused for its size before anybody reads what else is wrong with it.
_CONFIG: Final = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}}
)
SEED: Final = 20_261_127
# By the document's identity; it is kept beside, so that no other can take its place.
_READ: Final[dict[int, tuple[Document, dict[tuple[str, str], Known]]]] = {}


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
    _known(operation).validate_response(answer)


def breaks_its_path(case: Case) -> bool:
    """Whether it is in the path that the request breaks the schema."""
    meta = case.meta
    return meta is not None and meta.is_negative_at(ParameterLocation.PATH)


def _drawn(operation: Operation, mode: GenerationMode, count: int) -> list[Case]:
    drawn: list[Case] = []
    strategy = _known(operation).as_strategy(generation_mode=mode, feedback=NO_FEEDBACK)

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


def _known(operation: Operation) -> Known:
    """Schemathesis's view of the operation, read once for its whole document."""
    document = operation.document
    if id(document) not in _READ:
        schema = schemathesis.openapi.from_dict(dict(document), config=_CONFIG)
        found = [result for result in schema.get_all_operations() if isinstance(result, Ok)]
        views = {(each.ok().method.upper(), each.ok().path): each.ok() for each in found}
        _READ[id(document)] = (document, views)
    return _READ[id(document)][1][operation.method, operation.path]
