"""A new application: what was asked for, held against product and party before it begins."""

from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from services.application.domain.financials import Financials
from services.application.domain.groups import Membership
from services.application.domain.parties import PartyView
from services.application.domain.products import ProductVersion
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.completeness import customer_breach
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.wishes import Wishes
from services.kit.errors import FieldError, Invalid, Title

_NOT_OFFERED: Final = FieldError(
    "/product_code",
    "product_not_offered",
    Title("No such product is offered now.", "当前没有提供该产品。"),
)
# Absent and another's are told alike.
_NO_PARTY: Final = FieldError(
    "/party_id", "unknown_party", Title("There is no such party.", "该客户不存在。")
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a caller asks for to begin an application."""

    product_code: str
    party_id: UUID
    channel: ApplicationChannel
    wishes: Wishes
    financials: Financials
    external_reference: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What an application stands on: a product version and a party, as they are now.

    `membership` is the borrower's place in a group, where the product asks for one.
    """

    version: ProductVersion
    party: PartyView
    membership: Membership | None = None

    @classmethod
    def found(cls, version: ProductVersion | None, party: PartyView | None) -> Self:
        """The ground of a new application; raises `Invalid` for whichever is not there."""
        if version is None or party is None:
            absent = ((version, _NOT_OFFERED), (party, _NO_PARTY))
            raise Invalid(errors=[error for found, error in absent if found is None])
        return cls(version, party)


def drafted(application_id: UUID, draft: Draft, ground: Ground) -> LoanApplication:
    """The new application, its version pinned; raises `Invalid` with every breach."""
    version, party = ground.version, ground.party
    breach = customer_breach(version.terms, party.customer_type)
    application = LoanApplication(
        application_id=application_id,
        status=ApplicationStatus.DRAFT,
        party_id=party.party_id,
        product_code=version.code,
        product_version_id=version.version_id,
        owner=party.owner,
        partner_id=party.partner_id,
        channel=draft.channel,
        wishes=draft.wishes,
        financials=draft.financials,
        external_reference=draft.external_reference,
    )
    breaches = application.breaches(version.terms)
    if found := (*((breach,) if breach else ()), *breaches):
        raise Invalid(errors=found)
    return application
