"""A person or a business: which of the two it is, what identifies it, where its money goes."""

import pytest

from services.application.domain.customers import CustomerType, PartyKind
from services.application.parties.domain.party import Particulars
from tests.unit.application.parties.people import BUSINESS, PERSON, registered


@pytest.mark.parametrize(
    ("particulars", "kind", "identity", "account"),
    [
        (PERSON, PartyKind.PERSON, "110101199003070003", "6222020200000000006"),
        (BUSINESS, PartyKind.BUSINESS, "91310000MA1FL00B7P", "0200001009000012345"),
    ],
    ids=["person", "business"],
)
def test_each_kind_has_a_number_and_an_account_of_its_own(
    particulars: Particulars, kind: PartyKind, identity: str, account: str
) -> None:
    assert (particulars.identity, particulars.account) == (identity, account)
    assert registered(particulars, CustomerType.ENTERPRISE).kind is kind
