"""`python -m deploy.sandbox.rail`: the sandbox rail, until a signal says stop."""

import uvicorn

from deploy.sandbox.rail.app import Pace, rail_app
from deploy.sandbox.rail.book import Book
from deploy.sandbox.rail.calling_back import Caller
from deploy.sandbox.rail.settings import RailSettings
from services.kit.clock import SystemClock

# A caller kept waiting is let go at once: nobody stops a stack to hear a silent rail out.
SHUTDOWN_MAX_S = 1


def main() -> None:
    """Take orders."""
    settings = RailSettings()
    clock = SystemClock()
    secret = settings.callback_secret_file.read_text(encoding="utf-8").split()[0]
    pace = Pace(
        silent_s=settings.silent_s, late_s=settings.late_s, retention_s=settings.retention_s
    )
    uvicorn.run(
        rail_app(
            Book(settings.book_file), Caller(settings.callback_url, secret, clock), clock, pace
        ),
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=SHUTDOWN_MAX_S,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
