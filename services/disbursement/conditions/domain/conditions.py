"""The life of a condition that a person shows to be met, and which ones a contract has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.disbursement.conditions.domain.errors import NothingToJudge
from services.kit.errors import Title
from services.kit.transitions import TransitionTable


class ConditionStatus(StrEnum):
    """Where a condition stands; clients must tolerate new ones."""

    OPEN = "open"
    EVIDENCED = "evidenced"
    MET = "met"


_S = ConditionStatus
# Evidence is enough, unless money hangs on it: then a second person accepts it or sends it back.
CONDITION_MOVES: Final = TransitionTable(
    "condition",
    {
        _S.OPEN: frozenset({_S.EVIDENCED, _S.MET}),
        _S.EVIDENCED: frozenset({_S.MET, _S.OPEN}),
        _S.MET: frozenset(),
    },
)


class Derived(StrEnum):
    """Conditions that nobody shows: the system sees for itself whether they are met."""

    DISCLOSURE_CONFIRMED = "disclosure_confirmed"
    SIGNATURES_COMPLETE = "signatures_complete"
    PAYEE_ACCOUNT_VERIFIED = "payee_account_verified"
    IDENTITY_PAPERS_VALID = "identity_papers_valid"


DERIVED_TITLES: Final[Mapping[Derived, Title]] = MappingProxyType(
    {
        Derived.DISCLOSURE_CONFIRMED: Title(
            "The disclosure of costs is confirmed", "已确认综合融资成本告知"
        ),
        Derived.SIGNATURES_COMPLETE: Title("Everybody has signed", "全部签署人已签署"),
        Derived.PAYEE_ACCOUNT_VERIFIED: Title("The payee account is verified", "收款账户已验证"),
        Derived.IDENTITY_PAPERS_VALID: Title(
            "The identity papers of the signers are valid", "签署人证件在有效期内"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Required:
    """A condition a person shows to be met; a critical one takes a second person."""

    code: str
    title: Title
    is_critical: bool = False


_AGREED: Final = "joint_liability_agreed"
# What stands behind a loan must stand before its money goes out.
_BY_PRODUCT: Final[Mapping[str, tuple[Required, ...]]] = MappingProxyType(
    {
        "collateral": (
            Required(
                "lien_registered",
                Title("The lien is registered", "抵押登记已办妥"),
                is_critical=True,
            ),
            Required("property_insured", Title("The property is insured", "抵押物已投保")),
        ),
        "group": (
            Required(
                _AGREED,
                Title("The group has agreed to be jointly liable", "联保小组已签订联保协议"),
            ),
        ),
    }
)
# What guarantors agree to by their signatures, which the system sees.
_SIGNED_BY_GUARANTORS: Final = frozenset({_AGREED, "group_signs"})
_CRITICAL: Final = frozenset(
    each.code for wanted in _BY_PRODUCT.values() for each in wanted if each.is_critical
)


def required_of(
    product_type: str, offered: Iterable[tuple[str, Title]], *, guarantors_sign: bool = False
) -> tuple[Required, ...]:
    """What a person has to show: what the kind of product wants, and what the offer named.

    A code counts once, whoever named it, and is critical wherever it comes from. What the system
    sees for itself is no part of it: where guarantors sign the contract, neither is that the
    group agreed.
    """
    seen = {*Derived, *(_SIGNED_BY_GUARANTORS if guarantors_sign else ())}
    wanted = {each.code: each for each in _BY_PRODUCT.get(product_type, ())}
    for code, title in offered:
        wanted.setdefault(code, Required(code, title, is_critical=code in _CRITICAL))
    return tuple(each for code, each in wanted.items() if code not in seen)


def status_on_evidence(*, is_critical: bool) -> ConditionStatus:
    """What evidence makes of an open condition."""
    return _S.EVIDENCED if is_critical else _S.MET


def status_on_judgement(status: ConditionStatus, *, is_accepted: bool) -> ConditionStatus:
    """What a second person makes of evidence that waits; raises `NothingToJudge`."""
    if status is not _S.EVIDENCED:
        raise NothingToJudge
    return _S.MET if is_accepted else _S.OPEN
