"""Until when an answer is waited for: what nobody waits for any more is not begun.

`X-Request-Deadline` is a moment on the machine's clock, in milliseconds since 1970. Gateway and
services send it, services keep it with the request's correlation and pass what is left of it on.
"""

import re
from typing import Final

from services.kit import telemetry
from services.kit.clock import SystemClock
from services.kit.errors import Title, Unavailable

HEADER: Final = "X-Request-Deadline"

_MILLISECONDS: Final = 1000
_MOMENT: Final = re.compile(r"[0-9]{1,15}", re.ASCII)

# A sandbox moves the business clock by days; who waits for an answer does not wait longer for it.
_CLOCK: Final = SystemClock()


class DeadlinePassed(Unavailable):
    """Whoever asked had stopped waiting before the work began; nothing was done."""

    code = "deadline_passed"
    title = Title(
        "Too busy to answer in time; nothing was done, please retry",
        "系统繁忙，未能及时处理；本次请求未执行，请稍后重试",
    )


def deadline_of(sent: list[str]) -> int | None:
    """The deadline in a request's headers of that name; None unless there is one well-formed."""
    return int(sent[0]) if len(sent) == 1 and _MOMENT.fullmatch(sent[0]) else None


def now_ms() -> int:
    """This moment, as deadlines are written."""
    return int(_CLOCK.now().timestamp() * _MILLISECONDS)


def deadline_within(patience_s: float) -> int:
    """Until when a neighbour is waited for: `patience_s`, or less when the request has less."""
    own_ms, asked_ms = now_ms() + int(patience_s * _MILLISECONDS), _deadline_ms()
    return own_ms if asked_ms is None else min(own_ms, asked_ms)


def left_s(deadline_ms: int) -> float:
    """The seconds until then; none or fewer when it has passed."""
    return (deadline_ms - now_ms()) / _MILLISECONDS


def require_in_time() -> None:
    """Raise `DeadlinePassed` when nobody waits for this request's answer any more."""
    deadline_ms = _deadline_ms()
    if deadline_ms is not None and deadline_ms <= now_ms():
        raise DeadlinePassed


def _deadline_ms() -> int | None:
    context = telemetry.bound()
    return context.deadline_ms if context else None
