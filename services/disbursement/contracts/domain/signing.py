"""Whose signature is whose, and when it may be given."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.disbursement.contracts.domain.errors import (
    AlreadySigned,
    DisclosureUnconfirmed,
    DocumentChanged,
    NotYourSignature,
    SigningTimeOver,
)
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus
from services.kit.errors import FieldError, Invalid, Title

# The words a signer accepts, to the letter: with them the evidence shows what was intended.
INTENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "zh-CN": "本人已阅读并理解合同全部内容，自愿签署。",
        "en": "I have read and understood the whole contract and sign it of my own free will.",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a signer declares: which signature, under which document, in which words.

    `evidence_reference` is where a partner keeps how its borrower consented; a borrower who
    signs with its own login needs none.
    """

    signer: int
    document_digest: bytes
    intent: str
    language: str
    evidence_reference: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningState:
    """How a contract stands when a signature is asked for, read by who asks.

    `owners` are the logins that sign, by signer's number; `acting` the part the caller takes.
    `is_time_over` says that its last day to sign is behind it, whether or not it was left yet.
    """

    status: ContractStatus
    document_digest: bytes
    owners: Mapping[int, str]
    signed: frozenset[int]
    acting: str
    is_partner: bool
    is_time_over: bool

    def is_last(self, signer: int) -> bool:
        """Whether everybody has signed once `signer` has."""
        return self.owners.keys() <= self.signed | {signer}


def require_signable(consent: Consent, state: SigningState) -> None:
    """Raise unless this signature may be given now by whoever asks.

    Raises `Invalid`, `NotYourSignature`, `AlreadySigned`, `DisclosureUnconfirmed`,
    `SigningTimeOver`, `DocumentChanged` and `TransitionNotAllowed`.
    """
    if consent.signer not in state.owners:
        raise _invalid("/signer", "unknown_signer", "is no signer here", "不是本合同的签署人")
    if state.owners[consent.signer] != state.acting:
        raise NotYourSignature
    if state.is_partner and consent.evidence_reference is None:
        raise _invalid(
            "/evidence_reference",
            "evidence_needed",
            "must say where the borrower's consent is kept",
            "须说明借款人同意证据的存放位置",
        )
    if consent.signer in state.signed:
        raise AlreadySigned
    _require_open(state)
    if consent.document_digest != state.document_digest:
        raise DocumentChanged


def _require_open(state: SigningState) -> None:
    """Raise unless this is the time for signatures: after the confirmation, before it is over."""
    if state.status is ContractStatus.DRAFT:
        raise DisclosureUnconfirmed
    if state.status is not ContractStatus.SIGNING:
        CONTRACT_MOVES.step(state.status, ContractStatus.SIGNING)
    if state.is_time_over:
        raise SigningTimeOver


def _invalid(pointer: str, code: str, en: str, zh: str) -> Invalid:
    return Invalid(errors=[FieldError(pointer, code, Title(en, zh))])
