"""The disclosure of costs as its readers get it."""

from typing import Annotated, Final

from pydantic import Field

from services.disbursement.contracts.schemas.parts import ContractId
from services.disbursement.contracts.schemas.read import ContractCostRead, Digest, Words
from services.kit.schemas import InstantRead, MoneyRead, ReadSchema

ITEMS_MAX: Final = 50


class TitleRead(ReadSchema):
    """A text in both languages."""

    en: Words
    zh: Words


class CostItemRead(ReadSchema):
    """One thing that costs: what, by which standard, how much, to whom, and when."""

    code: Annotated[str, Field(max_length=64)]
    title: TitleRead
    standard: TitleRead
    amount: MoneyRead | None = Field(description="null where it depends on what happens")
    collected_by: Annotated[str, Field(max_length=64)]
    timing: Annotated[str, Field(max_length=64)]
    is_refundable: bool


class DisclosureReadingRead(ReadSchema):
    """How far its reader has come."""

    began_at: InstantRead | None
    may_confirm_at: InstantRead | None = Field(description="null before the reading began")
    confirmed_at: InstantRead | None


class DisclosureRead(ReadSchema):
    """All costs of a contract (综合融资成本明示表): nothing that is not listed may be charged."""

    contract_id: ContractId
    contract_number: str
    principal: MoneyRead
    items: list[CostItemRead] = Field(max_length=ITEMS_MAX)
    total: MoneyRead = Field(description="what is repaid in all if the contract is performed")
    annual_cost: ContractCostRead
    contingent: list[CostItemRead] = Field(
        max_length=ITEMS_MAX, description="only on default or an event; no part of the annual cost"
    )
    statement: TitleRead
    disclosure_hash: Digest = Field(description="what a confirmation must name")
    reading: DisclosureReadingRead
