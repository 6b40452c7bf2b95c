"""What remains of a visit: one log line and two measures, without paths, queries or subjects."""

import logging
from http import HTTPStatus
from typing import Final

from gateway.visit import Visit
from services.kit import metrics

NAME: Final = "gateway"
CALLER_GONE: Final = 499  # nobody was there to read an answer

_log = logging.getLogger("xiaowei.access")


def record(visit: Visit, duration_s: float) -> None:
    """Count and log one answered request; templates instead of paths, clients instead of people."""
    status, operation = visit.status or CALLER_GONE, visit.operation
    route = None if operation is None else operation.template
    metrics.observe(NAME, visit.knock.method, route, status=status, seconds=duration_s)
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    _log.log(
        logging.ERROR if failed else logging.INFO,
        "request",
        extra={
            "method": visit.knock.method[:16],
            "route": route or metrics.UNMATCHED,
            "status": status,
            "duration_ms": round(duration_s * 1000, 3),
            "client": visit.client_id,
        },
    )
