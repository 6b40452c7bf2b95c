"""What a borrower sends of an account."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.disbursement.payees.domain.accounts import Destination
from services.kit.schemas import Schema, ShortText, TypeId


class PayeeAccountCreate(Schema):
    """An account for a contract's money."""

    contract_id: Annotated[UUID, TypeId("ctr")]
    holder_name: Annotated[str, ShortText(200)] = Field(
        description="under which the bank keeps it; must be the borrower's own"
    )
    account_number: str = Field(
        pattern=r"^[0-9]{8,30}$",
        description="a person's card of 15 to 19 digits with a right check digit, "
        "or a business's account of 8 to 30",
    )
    bank_code: str = Field(
        pattern=r"^[A-Z0-9]{3,14}$", description="the bank's clearing number, or its BIC"
    )

    def destination(self) -> Destination:
        """Where the money goes, as the domain knows it."""
        return Destination(self.bank_code, self.account_number, self.holder_name)
