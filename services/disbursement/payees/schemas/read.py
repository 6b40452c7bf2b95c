"""What readers get of accounts."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.disbursement.payees.domain.accounts import AccountStatus, Rejection
from services.kit.schemas import DateRead, InstantRead, ReadSchema, TypeId


class PayeeAccountRead(ReadSchema):
    """An account a contract's money may go to."""

    id: Annotated[UUID, TypeId("acct")]
    contract_id: Annotated[UUID, TypeId("ctr")]
    status: AccountStatus
    bank_code: str
    account_number: str = Field(description="masked", examples=["****8000"])
    holder_name: str = Field(description="masked for those who only oversee, and in kept answers")
    rejection: Rejection | None = Field(description="why the bank takes no money for it")
    usable_from: DateRead = Field(
        description="the first business day money may go there, once it is verified"
    )
    is_usable: bool = Field(description="whether money may go there today")
    findings: list[str] = Field(
        description="what staff should look at, such as `shared_account`; empty for others",
        max_length=10,
    )
    version: int
    created_at: InstantRead
    updated_at: InstantRead
