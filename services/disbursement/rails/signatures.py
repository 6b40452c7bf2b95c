"""Whether a call back is a provider's own: Standard Webhooks, HMAC-SHA256 over the raw body.

`webhook-id`, `webhook-timestamp` (whole seconds) and `webhook-signature` ("v1,<base64>", several
separated by a space). The time is the machine's, whatever a test clock says: it guards against
what was recorded and is sent again.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from services.disbursement.rails.callback_secrets import CallbackSecrets

TOLERANCE: Final = timedelta(minutes=5)
SIGNATURES_MAX: Final = 10
VERSION: Final = "v1"

_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_EVENT_ID: Final = re.compile(r"[!-~]{1,255}", re.ASCII)
_SECONDS: Final = re.compile(r"[0-9]{1,12}", re.ASCII)


class NotAuthentic(Exception):
    """The call is not the provider's, or not of now; which of it is nobody's business."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What came with a call, as it was sent; None for what was not there or there twice."""

    event_id: str | None
    timestamp: str | None
    signature: str | None


def verified_event_id(
    envelope: Envelope, body: bytes, secrets: CallbackSecrets, now: datetime
) -> str:
    """The event's id, when one of the secrets signed it within `TOLERANCE` of `now`.

    Raises NotAuthentic.
    """
    event_id = envelope.event_id or ""
    if not _EVENT_ID.fullmatch(event_id) or not _SECONDS.fullmatch(envelope.timestamp or ""):
        raise NotAuthentic
    # Not as a date: twelve digits reach beyond all years.
    sent_after = timedelta(seconds=int(envelope.timestamp or ""))
    if abs(now - _EPOCH - sent_after) > TOLERANCE:
        raise NotAuthentic
    signed = f"{event_id}.{envelope.timestamp}.".encode() + body
    # Every pair is compared, whichever matches: the time taken says nothing.
    matches = [
        hmac.compare_digest(hmac.digest(key, signed, hashlib.sha256), sent)
        for key in secrets.keys
        for sent in _sent(envelope.signature or "")
    ]
    if not any(matches):
        raise NotAuthentic
    return event_id


def _sent(signatures: str) -> Iterator[bytes]:
    for each in signatures.split(" ")[:SIGNATURES_MAX]:
        version, _, encoded = each.partition(",")
        if version == VERSION:
            try:
                yield base64.b64decode(encoded, validate=True)
            except ValueError:  # binascii's own among them
                continue
