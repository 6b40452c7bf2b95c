"""Counts and timings by route template or destination; an id or a subject is never a label."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

UNMATCHED: Final = "unmatched"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_requests: Final = Counter(
    "http_requests_total", "Requests answered", ("service", "method", "route", "status")
)
_durations: Final = Histogram(
    "http_request_duration_seconds",
    "Time from the request's head to the answer's last byte",
    ("service", "method", "route"),
    buckets=_BUCKETS_S,
)
_in_flight: Final = Gauge("http_requests_in_flight", "Requests being answered", ("service",))
_oldest_untold: Final = Gauge(
    "delivery_oldest_untold_seconds",
    "Age of the oldest event that a destination was not told yet and that is not parked",
    ("service", "destination"),
)
_parked: Final = Gauge(
    "deliveries_parked", "Deliveries that wait for a person", ("service", "destination")
)
_deliveries: Final = Counter(
    "delivery_attempts_total", "Attempts to deliver", ("service", "destination", "outcome")
)
_rounds_failed: Final = Counter(
    "worker_rounds_failed_total", "Rounds of a worker that ended in a mistake", ("round",)
)


@contextmanager
def in_flight(service: str) -> Iterator[None]:
    """Count a request as being answered while the block runs."""
    gauge = _in_flight.labels(service)
    gauge.inc()
    try:
        yield
    finally:
        gauge.dec()


def observe(service: str, method: str, route: str | None, *, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the matched template, None when none matched."""
    method = method if method in _METHODS else "OTHER"
    template = route or UNMATCHED
    _requests.labels(service, method, template, str(status)).inc()
    _durations.labels(service, method, template).observe(seconds)


def observe_delivery(service: str, destination: str, outcome: str) -> None:
    """Count one attempt to deliver that came to an end."""
    _deliveries.labels(service, destination, outcome).inc()


def observe_backlog(service: str, destination: str, oldest_s: float, parked: int) -> None:
    """Show what a destination was not told yet."""
    _oldest_untold.labels(service, destination).set(oldest_s)
    _parked.labels(service, destination).set(parked)


def begin_rounds(name: str) -> None:
    """Show a worker's round from its start, so that its first failure is seen as one."""
    _rounds_failed.labels(name)


def observe_failed_round(name: str) -> None:
    """Count a round that failed by other than an absent database; it is tried again."""
    _rounds_failed.labels(name).inc()
