"""An application begins on a product that is offered and a party that is there, or not at all."""

from typing import Any

import pytest

from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.financials import Financials
from services.application.domain.parties import PartyView
from services.application.domain.products import ProductVersion
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.drafts import Draft, Ground, drafted
from services.application.intake.domain.wishes import Wishes
from services.kit.errors import Invalid
from services.kit.identifiers import new_id
from services.kit.money import Money
from tests.unit.application.intake.cases import a_version, some_wishes, yuan

VERSION = a_version()


def a_party(customer_type: CustomerType = CustomerType.SOLE_TRADER) -> PartyView:
    return PartyView(
        party_id=new_id(),
        kind=PartyKind.PERSON,
        customer_type=customer_type,
        owner="partner:1",
        partner_id=new_id(),
        warnings=(),
        version=1,
    )


def a_draft(wishes: Wishes, **said: Any) -> Draft:
    return Draft(
        product_code="SOLE_TRADER_CREDIT",
        party_id=new_id(),
        channel=ApplicationChannel.PARTNER,
        wishes=wishes,
        financials=Financials(**said),
        external_reference="order-7",
    )


def told(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in refused.value.errors]


def test_product_and_party_that_are_there_are_the_ground() -> None:
    party = a_party()
    assert Ground.found(VERSION, party) == Ground(VERSION, party)


@pytest.mark.parametrize(
    ("version", "party", "absent"),
    [
        (None, a_party(), [("/product_code", "product_not_offered")]),
        (VERSION, None, [("/party_id", "unknown_party")]),
        (None, None, [("/product_code", "product_not_offered"), ("/party_id", "unknown_party")]),
    ],
    ids=["product", "party", "both"],
)
def test_whichever_is_not_there_is_told(
    version: ProductVersion | None, party: PartyView | None, absent: list[tuple[str, str]]
) -> None:
    with pytest.raises(Invalid) as refused:
        Ground.found(version, party)
    assert told(refused) == absent


def test_a_draft_pins_the_version_and_is_its_partys() -> None:
    party, draft, application_id = a_party(), a_draft(some_wishes()), new_id()
    made = drafted(application_id, draft, Ground(VERSION, party))
    assert (made.application_id, made.status) == (application_id, ApplicationStatus.DRAFT)
    assert (made.product_code, made.product_version_id) == (VERSION.code, VERSION.version_id)
    assert (made.party_id, made.owner, made.partner_id) == (
        party.party_id,
        party.owner,
        party.partner_id,
    )
    assert (made.channel, made.wishes) == (draft.channel, draft.wishes)
    assert (made.financials, made.external_reference) == (draft.financials, "order-7")


def test_a_draft_may_leave_everything_open() -> None:
    assert drafted(new_id(), a_draft(Wishes()), Ground(VERSION, a_party())).wishes == Wishes()


def test_every_breach_is_told_at_once() -> None:
    draft = a_draft(some_wishes(amount=yuan(1)), monthly_income=Money(1, "USD"))
    with pytest.raises(Invalid) as refused:
        drafted(new_id(), draft, Ground(VERSION, a_party(CustomerType.FARMER)))
    assert [pointer for pointer, _ in told(refused)] == [
        "/party_id",
        "/amount/amount",
        "/financials/monthly_income/currency",
    ]
