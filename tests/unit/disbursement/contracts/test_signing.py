"""When a signature may be given, and whose it is."""

from dataclasses import replace
from typing import Any

import pytest

from services.disbursement.contracts.domain.errors import (
    AlreadySigned,
    DisclosureUnconfirmed,
    DocumentChanged,
    NotYourSignature,
    SigningTimeOver,
)
from services.disbursement.contracts.domain.signing import (
    INTENTS,
    Consent,
    SigningState,
    require_signable,
)
from services.disbursement.domain.statuses import ContractStatus
from services.kit.errors import Invalid, TransitionNotAllowed

CONSENT = Consent(
    signer=1,
    document_digest=b"\x01" * 32,
    intent=INTENTS["en"],
    language="en",
    evidence_reference=None,
)
STATE = SigningState(
    status=ContractStatus.DISCLOSED,
    document_digest=b"\x01" * 32,
    owners={1: "li", 2: "wang"},
    signed=frozenset(),
    acting="li",
    is_partner=False,
    is_time_over=False,
)


@pytest.mark.parametrize("status", [ContractStatus.DISCLOSED, ContractStatus.SIGNING])
def test_a_confirmed_contract_may_be_signed(status: ContractStatus) -> None:
    require_signable(CONSENT, replace(STATE, status=status))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"owners": {2: "wang"}}, Invalid),
        ({"acting": "wang"}, NotYourSignature),
        ({"is_partner": True}, Invalid),
        ({"signed": frozenset({1})}, AlreadySigned),
        ({"status": ContractStatus.DRAFT}, DisclosureUnconfirmed),
        ({"status": ContractStatus.VOIDED}, TransitionNotAllowed),
        ({"is_time_over": True}, SigningTimeOver),
        ({"status": ContractStatus.VOIDED, "is_time_over": True}, TransitionNotAllowed),
        ({"document_digest": b"\x02" * 32}, DocumentChanged),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        require_signable(CONSENT, replace(STATE, **changed))


def test_a_partner_with_evidence_may_sign() -> None:
    consent = replace(CONSENT, evidence_reference="otp/1")
    require_signable(consent, replace(STATE, is_partner=True))


def test_the_last_signature_is_the_one_after_all_others() -> None:
    assert not STATE.is_last(1)
    assert replace(STATE, signed=frozenset({2})).is_last(1)
