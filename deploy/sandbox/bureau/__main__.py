"""`python -m deploy.sandbox.bureau`: the sandbox bureau, until a signal says stop."""

import uvicorn

from deploy.sandbox.bureau.app import Pace, bureau_app
from deploy.sandbox.bureau.record import QueryBook
from deploy.sandbox.bureau.settings import BureauSettings
from services.kit.clock import SystemClock

# A caller kept waiting is let go at once: nobody stops a stack to hear a silent bureau out.
SHUTDOWN_MAX_S = 1


def main() -> None:
    """Answer questions."""
    settings = BureauSettings()
    pace = Pace(slow_s=settings.slow_s, silent_s=settings.silent_s)
    uvicorn.run(
        bureau_app(QueryBook(settings.record_file), SystemClock(), pace),
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=SHUTDOWN_MAX_S,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
