"""What secures a loan, and what people say it is worth, on the wire."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from services.kit.schemas import (
    AmountIn,
    DateIn,
    DateRead,
    InstantRead,
    MoneyIn,
    MoneyRead,
    ReadSchema,
    Schema,
    ShortText,
    TypeId,
)
from services.underwriting.valuations.entry import CollateralKind, Valuation, ValuationMethod

VALUER_LENGTH_MAX: Final = 200
NOTE_LENGTH_MAX: Final = 1000

CollateralId = Annotated[UUID, TypeId("col")]


class CollateralValuationCreate(Schema):
    """What somebody found about one thing that is to secure the loan."""

    collateral_id: CollateralId
    kind: CollateralKind = Field(description="what was found; must be what the borrower told")
    method: ValuationMethod
    valued_on: DateIn = Field(description="not in the future, and within 180 days")
    valuer: Annotated[str, ShortText(VALUER_LENGTH_MAX)] = Field(
        description="the firm or the person who appraised"
    )
    value: MoneyIn
    prior_liens: AmountIn = Field(description="what others are owed on the thing before us")
    is_mortgageable: bool = Field(description="whether the law lets the thing be mortgaged")
    note: Annotated[str, ShortText(NOTE_LENGTH_MAX)]

    def said(self) -> Valuation:
        """The valuation as the domain knows it."""
        return Valuation(
            collateral_id=self.collateral_id,
            kind=self.kind,
            method=self.method,
            valued_on=self.valued_on,
            valuer=self.valuer,
            value=self.value.money(),
            prior_liens=self.prior_liens.money(),
            is_mortgageable=self.is_mortgageable,
            note=self.note,
        )


class CollateralValuationRead(ReadSchema):
    """One valuation; never changed."""

    id: Annotated[UUID, TypeId("val")]
    case_id: Annotated[UUID, TypeId("case")]
    submission: int = Field(description="the newest one when it was valued")
    collateral_id: CollateralId
    kind: CollateralKind
    method: ValuationMethod
    valued_on: DateRead
    valuer: str
    value: MoneyRead
    prior_liens: MoneyRead
    is_mortgageable: bool
    note: str
    valued_by: str
    recorded_at: InstantRead


class CollateralValuationList(ReadSchema):
    """All valuations of a case, the newest first; of each thing the first one counts."""

    data: list[CollateralValuationRead]


class CollateralRead(ReadSchema):
    """One thing that is to secure the loan, as the newest submission tells it."""

    id: CollateralId
    kind: str
    owner: str = Field(description="the borrower, their spouse or a third party")
    owner_name: str = Field(description="masked for those who only oversee")
    title_number: str = Field(description="masked for those who only oversee")
    place: str = Field(description="masked for those who only oversee")
    declared_value: MoneyRead
    declared_prior_liens: MoneyRead
    valuation: CollateralValuationRead | None = Field(description="the one that counts today")
    is_valuation_wanted: bool = Field(
        description="whether nothing can be recommended before it is valued"
    )


class CollateralList(ReadSchema):
    """Everything that is to secure the loan."""

    data: list[CollateralRead]
