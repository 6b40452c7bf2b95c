"""From what secures a loan to what readers get."""

from collections.abc import Sequence

from services.kit.caller import Caller
from services.kit.etags import etag_of
from services.kit.money import Money
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead
from services.underwriting.cases.checking.securities import Security
from services.underwriting.cases.schemas.securities import (
    CollateralList,
    CollateralRead,
    CollateralValuationList,
    CollateralValuationRead,
)
from services.underwriting.cases.use_cases.value_collateral import Valued
from services.underwriting.domain.masks import masked_name, masked_number, masked_place
from services.underwriting.valuations.entry import CollateralKind, ValuationMethod, ValuationRow

_WORK = frozenset({"cases:work", "cases:approve"})


def sees_things(caller: Caller) -> bool:
    """Whether owners, titles and places are shown whole: to those who value and who decide."""
    return not caller.scopes.isdisjoint(_WORK)


def collaterals(found: Sequence[Security], *, is_shown: bool) -> CollateralList:
    """What secures the loan."""
    return CollateralList(data=[_collateral(each, is_shown=is_shown) for each in found])


def valuations(rows: Sequence[ValuationRow]) -> CollateralValuationList:
    """The valuations of a case."""
    return CollateralValuationList(data=[valuation(row) for row in rows])


def valued(made: Valued) -> Reply:
    """The answer to who valued something; the version is the case's."""
    body = valuation(made.valuation).model_dump_json().encode()
    return Reply(201, body, etag_of(made.case.version))


def valuation(row: ValuationRow) -> CollateralValuationRead:
    """One valuation."""
    return CollateralValuationRead(
        id=row.valuation_id,
        case_id=row.case_id,
        submission=row.submission,
        collateral_id=row.collateral_id,
        kind=CollateralKind(row.kind),
        method=ValuationMethod(row.method),
        valued_on=row.valued_on,
        valuer=row.valuer,
        value=MoneyRead.of(Money(row.value_amount_minor, row.currency)),
        prior_liens=MoneyRead.of(Money(row.prior_liens_amount_minor, row.currency)),
        is_mortgageable=row.is_mortgageable,
        note=row.note,
        valued_by=row.valued_by,
        recorded_at=row.recorded_at,
    )


def _collateral(found: Security, *, is_shown: bool) -> CollateralRead:
    told, counting = found.told, found.valuation
    return CollateralRead(
        id=told.id,
        kind=told.kind,
        owner=told.owner,
        owner_name=told.owner_name if is_shown else masked_name(told.owner_name),
        title_number=told.title_number if is_shown else masked_number(told.title_number),
        place=told.place if is_shown else masked_place(told.place),
        declared_value=MoneyRead.of(told.declared_value.money()),
        declared_prior_liens=MoneyRead.of(told.prior_liens.money()),
        valuation=None if counting is None else valuation(counting),
        is_valuation_wanted=counting is None,
    )
