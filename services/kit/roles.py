"""Who may do what: roles, the scopes each carries, and the duties one person may not combine."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """The roles a token may carry."""

    BORROWER = "borrower"
    PARTNER = "partner"
    LOAN_OFFICER = "loan_officer"
    UNDERWRITER = "underwriter"
    APPROVER = "approver"
    FINANCE_MAKER = "finance_maker"
    FINANCE_CHECKER = "finance_checker"
    COLLECTOR = "collector"
    AGENCY_COLLECTOR = "agency_collector"
    LEGAL_COUNSEL = "legal_counsel"
    RISK_MANAGER = "risk_manager"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SUPPORT = "support"
    TRAINER = "trainer"
    TRAINEE = "trainee"


_OWN = frozenset(
    {
        *("parties:read", "parties:write", "applications:read", "applications:write"),
        *("decisions:explain", "loans:read", "payees:read", "payees:write"),
        *("payouts:read", "payoffs:quote", "sandbox:pay"),
        *("contracts:read", "contracts:document", "contracts:sign", "contracts:void"),
        *("groups:read", "groups:form", "groups:agree"),
    }
)
_LOOK = frozenset({"parties:read", "applications:read", "groups:read", "loans:read"})
_BOOKS_LOOK = frozenset({"loans:read", "ledger:read", "closings:read"})
_STAFF_LOOK = _LOOK | {"products:inspect"}
_CASE_LOOK = frozenset(
    {
        *("cases:read", "decisions:read", "decisions:explain", "decisions:replay"),
        "exposure:read",
    }
)
_PAYOUT_LOOK = frozenset({"payouts:read", "payouts:inspect"})
_NOTHING_YET: frozenset[str] = frozenset()

ROLE_SCOPES: Final[Mapping[Role, frozenset[str]]] = MappingProxyType(
    {
        Role.BORROWER: _OWN,
        Role.PARTNER: _OWN,
        Role.LOAN_OFFICER: (
            _STAFF_LOOK
            | {"applications:review", "materials:review", "conditions:evidence"}
            | {"groups:form", "groups:manage", "groups:freeze"}
            | {"payees:read", "payouts:read"}
            | {"contracts:read", "contracts:document", "contracts:void"}
        ),
        Role.UNDERWRITER: (
            _STAFF_LOOK | _CASE_LOOK | {"cases:work", "cases:refuse", "watchlist:read"}
        ),
        Role.APPROVER: (
            _STAFF_LOOK
            | _CASE_LOOK
            | {"materials:waive", "cases:approve", "cases:refuse", "waivers:approve"}
        ),
        Role.FINANCE_MAKER: (
            _BOOKS_LOOK
            | _PAYOUT_LOOK
            | {"contracts:read", "payees:read", "conditions:evidence"}
            | {"payouts:approve", "payouts:cancel", "payouts:prepare", "payouts:resolve"}
            | {"repayments:book", "payoffs:quote"}
            | {"refunds:propose", "waivers:propose", "fees:charge"}
            | {"closings:write"}
        ),
        Role.FINANCE_CHECKER: (
            _BOOKS_LOOK
            | _PAYOUT_LOOK
            | {"contracts:read", "payees:read", "conditions:accept"}
            | {"payouts:approve", "payouts:resolve"}
            | {"repayments:book", "repayments:reverse", "payoffs:quote", "refunds:approve"}
            | {"closings:write"}
        ),
        Role.COLLECTOR: frozenset({"loans:read", "payoffs:quote", "waivers:propose"}),
        Role.AGENCY_COLLECTOR: _NOTHING_YET,
        Role.LEGAL_COUNSEL: frozenset({"loans:read", "contracts:read", "contracts:document"}),
        Role.RISK_MANAGER: (
            _STAFF_LOOK
            | _CASE_LOOK
            | {"products:manage", "watchlist:read", "watchlist:write", "contracts:read"}
            | {"groups:freeze"}
        ),
        Role.AUDITOR: (
            _STAFF_LOOK
            | _CASE_LOOK
            | _PAYOUT_LOOK
            | _BOOKS_LOOK
            | {"audit:read", "watchlist:read", "payees:read"}
            | {"contracts:read", "contracts:document"}
        ),
        Role.ADMIN: frozenset(
            {
                *("applications:read", "products:inspect", "products:activate", "loans:read"),
                "groups:read",
                *("deliveries:read", "deliveries:retry"),
                *("sandbox:clock", "sandbox:pay"),
                *("contracts:read", "contracts:void", "closings:read", "closings:write"),
            }
        ),
        Role.SUPPORT: _LOOK | {"deliveries:read", "payouts:read", "contracts:read"},
        # The clock is everybody's: trainees share what their trainer moves.
        Role.TRAINER: frozenset({"sandbox:clock", "sandbox:pay"}),
        Role.TRAINEE: _NOTHING_YET,
    }
)

SCOPES: Final = frozenset[str]().union(*ROLE_SCOPES.values())

# Nobody uses both scopes of a pair on the same object, whatever roles they hold.
DUTIES_APART: Final = frozenset(
    {
        ("products:manage", "products:activate"),
        ("applications:write", "applications:review"),
        ("applications:write", "materials:review"),
        ("applications:write", "materials:waive"),
        ("applications:review", "cases:approve"),
        ("cases:work", "cases:approve"),
        ("cases:approve", "payouts:approve"),
        ("conditions:evidence", "conditions:accept"),
    }
)


def may(roles: Iterable[Role], scope: str) -> bool:
    """Whether any of `roles` carries `scope`."""
    return any(scope in ROLE_SCOPES[role] for role in roles)
