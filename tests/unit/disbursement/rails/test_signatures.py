"""Which calls back are a provider's own."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deploy.sandbox.rail.calling_back import sign
from services.disbursement.rails.callback_secrets import CallbackSecrets
from services.disbursement.rails.signatures import (
    TOLERANCE,
    Envelope,
    NotAuthentic,
    verified_event_id,
)

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
BODY = b'{"type":"transfer.settled","data":{}}'
KEYS = (b"k" * 32, b"l" * 32)
SECRETS = CallbackSecrets(KEYS)
ID = "evt_1"
STAMP = int(NOW.timestamp())


def _signed(key: bytes = KEYS[0], *, stamp: int = STAMP, body: bytes = BODY) -> Envelope:
    secret = "whsec_" + base64.b64encode(key).decode()
    return Envelope(ID, str(stamp), sign(secret, ID, stamp, body))


@pytest.mark.parametrize("key", KEYS)
def test_any_of_the_secrets_opens(key: bytes) -> None:
    assert verified_event_id(_signed(key), BODY, SECRETS, NOW) == ID


def test_one_good_signature_among_others_is_enough() -> None:
    good = _signed().signature
    many = replace(_signed(), signature=f"v1a,xyz v1,%%% v1,{'A' * 44} {good}")
    assert verified_event_id(many, BODY, SECRETS, NOW) == ID


@pytest.mark.parametrize("off", [TOLERANCE, -TOLERANCE])
def test_clocks_may_differ_a_little(off: timedelta) -> None:
    envelope = _signed(stamp=int((NOW + off).timestamp()))
    assert verified_event_id(envelope, BODY, SECRETS, NOW) == ID


GOOD = _signed()
FORGED = {
    "no id": replace(GOOD, event_id=None),
    "another id": replace(GOOD, event_id="evt_2"),
    "an id of two lines": replace(GOOD, event_id="evt_1\n"),
    "no time": replace(GOOD, timestamp=None),
    "a time in words": replace(GOOD, timestamp="now"),
    "a negative time": replace(GOOD, timestamp="-1"),
    "a time beyond all years": replace(GOOD, timestamp="9" * 12),
    "another time": replace(GOOD, timestamp=str(STAMP + 1)),
    "no signature": replace(GOOD, signature=None),
    "an empty signature": replace(GOOD, signature=""),
    "a signature that is no ASCII": replace(GOOD, signature="v1,\xe9"),
    "no version": replace(GOOD, signature=(GOOD.signature or "").removeprefix("v1,")),
    "another version": replace(GOOD, signature=(GOOD.signature or "").replace("v1,", "v2,")),
    "a stranger's secret": _signed(b"x" * 32),
    "another body's": _signed(body=BODY + b" "),
    "too late in a long row": replace(GOOD, signature="v1,AAAA " * 10 + (GOOD.signature or "")),
}


@pytest.mark.parametrize("envelope", FORGED.values(), ids=FORGED.keys())
def test_p13_a_forgery_is_none(envelope: Envelope) -> None:
    with pytest.raises(NotAuthentic):
        verified_event_id(envelope, BODY, SECRETS, NOW)


@pytest.mark.parametrize("position", range(len(BODY)))
def test_p13_every_byte_of_the_body_counts(position: int) -> None:
    changed = bytearray(BODY)
    changed[position] ^= 1
    with pytest.raises(NotAuthentic):
        verified_event_id(GOOD, bytes(changed), SECRETS, NOW)


@pytest.mark.parametrize("off_s", [301, -301, 600])
def test_p13_a_stale_call_is_none_though_it_was_signed(off_s: int) -> None:
    with pytest.raises(NotAuthentic):
        verified_event_id(_signed(stamp=STAMP - off_s), BODY, SECRETS, NOW)
