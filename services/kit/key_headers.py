"""The one form of an Idempotency-Key, asked for at the gateway and at the service alike."""

import re
from collections.abc import Sequence
from typing import Final

from services.kit.errors import IdempotencyKeyMissing, Title

_KEY: Final = re.compile(r"[!-~]{1,255}", re.ASCII)


def require_key(sent: Sequence[str]) -> str:
    """The key among the values of the header. Raises `IdempotencyKeyMissing`."""
    if len(sent) != 1 or not _KEY.fullmatch(sent[0]):
        raise IdempotencyKeyMissing(
            Title(
                "Send one Idempotency-Key of 1 to 255 printable ASCII characters.",
                "请提供一个由 1 至 255 个可打印 ASCII 字符组成的 Idempotency-Key。",
            )
        )
    return sent[0]
