"""Every convention a quote applied, each in one plain sentence in both languages."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from services.kit.errors import Title
from services.loan_engine.annual_cost import CostBasis
from services.loan_engine.day_count import DayCount
from services.loan_engine.due_dates import DAY_ALWAYS_THERE, PeriodUnit
from services.loan_engine.loan_cost import timeline_of
from services.loan_engine.periods import regular_units
from services.loan_engine.rounding import Rounding
from services.loan_engine.terms import FeeTiming, InterestPer, LoanTerms, RepaymentMethod


def conventions_of(terms: LoanTerms) -> tuple[Title, ...]:
    """The sentences, in the order a reader asks."""
    return tuple(_sentences(terms))


def _sentences(terms: LoanTerms) -> Iterator[Title]:
    yield _METHODS[terms.method]
    yield _rhythm(terms)
    yield from _month_end(terms)
    yield Title("Due dates are not moved for weekends or holidays.", "还款日不因周末或节假日顺延。")
    yield _interest(terms)
    if terms.interest_per is InterestPer.DAY or terms.is_first_period_odd:
        yield _DAY_COUNTS[terms.day_count]
    yield _ROUNDINGS[terms.rounding]
    if not terms.is_paid_once:
        yield _RESIDUE
    for timing in FeeTiming:
        if terms.fees_minor(timing):
            yield _FEES[timing]
    yield _COST_BASES[timeline_of(terms).basis]
    yield _COST


def _rhythm(terms: LoanTerms) -> Title:
    """When what falls due."""
    unit = _UNITS[terms.unit]
    if terms.is_paid_once:
        due_on = terms.due_on(terms.instalments).isoformat()
        return Title(f"Everything is due once, on {due_on}.", f"到期日 {due_on} 一次性还清。")
    first = terms.due_on(1).isoformat()
    return Title(
        f"The first instalment is due on {first}, each later one {terms.every} {unit.en} after "
        "the one before.",
        f"首期还款日为 {first}，此后每 {terms.every} {unit.zh}一期。",
    )


def _month_end(terms: LoanTerms) -> Iterator[Title]:
    anchor = terms.disbursed_on
    if terms.is_first_period_odd:
        anchor = terms.due_on(1)
    if terms.unit.months and anchor.day > DAY_ALWAYS_THERE:
        yield Title(
            f"In a month without a day {anchor.day} its last day counts, and the next month "
            f"returns to day {anchor.day}.",
            f"当月没有 {anchor.day} 日的，以当月最后一日为还款日，次月恢复为 {anchor.day} 日。",
        )


def _interest(terms: LoanTerms) -> Title:
    is_odd = terms.is_first_period_odd
    if terms.interest_per is InterestPer.DAY or (is_odd and terms.is_paid_once):
        return _BY_DAY
    if terms.unit.days and not is_odd:
        days, year_days = regular_units(terms) * terms.unit.days, terms.day_count.year_days
        return Title(
            f"Each period bears interest for its {days} days of a year of {year_days}.",
            f"每期 {days} 天，按全年 {year_days} 天计息。",
        )
    return _BY_PERIOD_BUT_THE_FIRST if is_odd else _BY_PERIOD


_METHODS: Final[Mapping[RepaymentMethod, Title]] = MappingProxyType(
    {
        RepaymentMethod.LEVEL_INSTALMENT: Title(
            "Level instalments: principal and interest together are the same each time.",
            "等额本息：每期本金与利息之和相同。",
        ),
        RepaymentMethod.EQUAL_PRINCIPAL: Title(
            "Equal principal: the same principal each time, and interest on what is left.",
            "等额本金：每期归还相同本金，利息按剩余本金计算。",
        ),
        RepaymentMethod.INTEREST_ONLY: Title(
            "Interest only: interest each time, the whole principal with the last instalment.",
            "先息后本：每期付息，本金随最后一期一次归还。",
        ),
        RepaymentMethod.BULLET: Title(
            "Bullet: principal and interest together at maturity.",
            "到期一次性还本付息。",
        ),
    }
)

_UNITS: Final[Mapping[PeriodUnit, Title]] = MappingProxyType(
    {
        PeriodUnit.DAYS: Title("day(s)", "天"),
        PeriodUnit.WEEKS: Title("week(s)", "周"),
        PeriodUnit.MONTHS: Title("month(s)", "个月"),
        PeriodUnit.QUARTERS: Title("quarter(s)", "个季度"),
    }
)

_BY_DAY: Final = Title(
    "Each period bears interest for its days: the first day counts, the due date does not.",
    "利息按每期天数计算，算头不算尾。",
)
_BY_PERIOD: Final = Title(
    "Each period bears its even share of the yearly rate, however many days it has.",
    "每期利息按年利率平均分摊到期，与当期实际天数无关。",
)
_BY_PERIOD_BUT_THE_FIRST: Final = Title(
    "The first period is longer or shorter than the others and bears interest for its days, the "
    "due date not counted; each later one bears its even share of the yearly rate.",
    "首期长短与其他各期不同，按天数计息，算头不算尾；其后各期按年利率平均分摊。",
)

_DAY_COUNTS: Final[Mapping[DayCount, Title]] = MappingProxyType(
    {
        DayCount.THIRTY_360: Title(
            "Every month is counted as 30 days and the year as 360; the last day of a month is "
            "its 30th.",
            "按天计息时，每月按 30 天、全年按 360 天计，月末日视为 30 日。",
        ),
        DayCount.ACTUAL_360: Title(
            "Days are those of the calendar, and the year is counted as 360.",
            "按天计息时，按实际天数计，全年按 360 天。",
        ),
        DayCount.ACTUAL_365: Title(
            "Days are those of the calendar, and the year is counted as 365.",
            "按天计息时，按实际天数计，全年按 365 天。",
        ),
    }
)

_ROUNDINGS: Final[Mapping[Rounding, Title]] = MappingProxyType(
    {
        Rounding.HALF_UP: Title(
            "Each amount is rounded once to the smallest unit, a half upwards.",
            "各项金额一次取整到最小货币单位，四舍五入。",
        ),
        Rounding.HALF_EVEN: Title(
            "Each amount is rounded once to the smallest unit, a half to the even one.",
            "各项金额一次取整到最小货币单位，逢五取偶。",
        ),
        Rounding.UP: Title(
            "Each amount is rounded once to the smallest unit, always upwards.",
            "各项金额一次取整到最小货币单位，一律进位。",
        ),
    }
)

_RESIDUE: Final = Title(
    "What rounding leaves over is in the last instalment.", "取整产生的尾差计入最后一期。"
)

_FEES: Final[Mapping[FeeTiming, Title]] = MappingProxyType(
    {
        FeeTiming.DISBURSEMENT: Title(
            "Fees at disbursement are paid once on that day and count in the annual cost; they "
            "are not taken out of the principal.",
            "放款时的费用于当日一次支付，计入年化综合成本，不从本金中扣除。",
        ),
        FeeTiming.INSTALMENT: Title(
            "Fees by instalment are paid in full with each of them and count in the annual cost.",
            "分期费用随每期足额支付，计入年化综合成本。",
        ),
        FeeTiming.MATURITY: Title(
            "Fees at maturity are paid once with the last instalment and count in the annual cost.",
            "到期费用随最后一期一次支付，计入年化综合成本。",
        ),
    }
)

_COST_BASES: Final[Mapping[CostBasis, Title]] = MappingProxyType(
    {
        CostBasis.PERIODIC_IRR: Title(
            "The annual cost is the internal rate of return of equal periods; a year has 12 "
            "months or 365 days.",
            "年化综合成本按等长各期的内部收益率计算，一年按 12 个月或 365 天。",
        ),
        CostBasis.DATED_IRR: Title(
            "The annual cost is the internal rate of return of the cash flows on their days, in "
            "years of 365, since the first period is odd.",
            "因首期长短不同，年化综合成本按各笔现金流实际日期的内部收益率计算，一年按 365 天。",
        ),
    }
)

_COST: Final = Title(
    "Simple is the cost of a period times the periods of a year; compound counts interest on "
    "interest.",
    "单利为每期成本乘以一年期数，复利则计入利滚利。",
)
