"""What remains of a visit: one log line and two measures, without paths, queries or subjects."""

from http import HTTPStatus
from typing import Final

import structlog

from gateway.visit import Visit
from services.kit import metrics

NAME: Final = "gateway"
CALLER_GONE: Final = 499  # nobody was there to read an answer


class VisitLog:
    """Writes the access log; templates instead of paths, clients instead of people."""

    def __init__(self) -> None:
        self._log = structlog.get_logger("access")

    def record(self, visit: Visit, duration_s: float) -> None:
        """Count and log one answered request."""
        status, operation = visit.status or CALLER_GONE, visit.operation
        route = None if operation is None else operation.template
        metrics.observe(NAME, visit.knock.method, route, status=status, seconds=duration_s)
        write = self._log.error if status >= HTTPStatus.INTERNAL_SERVER_ERROR else self._log.info
        write(
            "request",
            method=visit.knock.method[:16],
            route=route or metrics.UNMATCHED,
            status=status,
            duration_ms=round(duration_s * 1000, 3),
            client=visit.client_id,
        )
