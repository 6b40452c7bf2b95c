"""Strict at the door, complete on the way out: the bases and building blocks of wire schemas."""

from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, field_validator
from pydantic_core import CoreSchema
from typing_extensions import override

from services.kit.currencies import EXPONENTS
from services.kit.money import AMOUNT_MINOR_MAX, Money
from services.kit.strictness import refusal, strictly
from services.kit.wire_types import (
    DateIn,
    DateRead,
    InstantIn,
    InstantRead,
    RateIn,
    RateRead,
    ShortText,
    TypeId,
    WholeNumber,
)

__all__ = [
    "AmountIn",
    "DateIn",
    "DateRead",
    "InstantIn",
    "InstantRead",
    "MoneyIn",
    "MoneyRead",
    "Page",
    "RateIn",
    "RateRead",
    "ReadSchema",
    "Schema",
    "ShortText",
    "TypeId",
    "WholeNumber",
    "refusal",
]

T = TypeVar("T")


class Schema(BaseModel):
    """What callers send: nothing unknown, nothing coerced, text in NFC.

    Enumerations are taken by value and tuples as arrays, the only things JSON cannot spell.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    @override
    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        source: object,
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        return strictly(handler(source), handler)


class ReadSchema(BaseModel):
    """What callers get: every member always there, so fields have no defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class MoneyIn(Schema):
    """An amount a caller sends: at least one minor unit, in an ISO 4217 currency."""

    amount: int = Field(
        ge=1, le=AMOUNT_MINOR_MAX, description="whole minor units", examples=[5000000]
    )
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code", examples=["CNY"])

    @field_validator("currency")
    @classmethod
    def _known(cls, code: str) -> str:
        if code not in EXPONENTS:
            raise refusal("unknown_currency", en="is not a known currency", zh="未知币种")
        return code

    def money(self) -> Money:
        """The amount as the domain counts it."""
        return Money(self.amount, self.currency)


class AmountIn(MoneyIn):
    """An amount a caller sends that may be nothing at all."""

    amount: int = Field(
        ge=0, le=AMOUNT_MINOR_MAX, description="whole minor units", examples=[5000000]
    )


class MoneyRead(ReadSchema):
    """An amount we answer: whole minor units and an ISO 4217 code."""

    amount: int = Field(ge=-AMOUNT_MINOR_MAX, le=AMOUNT_MINOR_MAX, examples=[5000000])
    currency: str = Field(pattern=r"^[A-Z]{3}$", examples=["CNY"])

    @classmethod
    def of(cls, money: Money) -> Self:
        """`money` as it goes on the wire."""
        return cls(amount=money.amount_minor, currency=money.currency)


class Page(ReadSchema, Generic[T]):
    """One page of a list; `next_cursor` is null on the last one."""

    data: list[T] = Field(max_length=100)
    has_more: bool
    next_cursor: Annotated[str, Field(max_length=200)] | None

    @override
    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`LoanPage` of `LoanRead`: the name strangers and generated clients know it by.

        A union has no name to be called by; its page is a class of its own.
        """
        named = [shown.__name__ for shown in params if hasattr(shown, "__name__")]
        if not named:
            return super().model_parametrized_name(params)
        return f"{named[0].removesuffix('Read')}{cls.__name__}"
