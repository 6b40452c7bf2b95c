"""Numbers that are no amounts: every integer field of every JSON operation refuses them all."""

import time

import pytest

from tests.api.matrix.leaves import Leaf, leaves
from tests.api.matrix.operations import Operation
from tests.api.matrix.over import Over, every, takes_json
from tests.api.matrix.spoiling import Ask, not_refused, spoil

NOT_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e9999999", "9" * 400)
NOT_WHOLE_NUMBERS = (
    *("true", '"10"', '"1_000"', '"１０"', "1.0", "1.5", "1e2", "1e3", "10.005", "[1]", "{}"),
)
OUT_OF_RANGE = (-1, 2**63, -(2**63) - 1, 10**29, 10**17)
NOT_CURRENCIES = ('"XYZ"', '"cny"', '"RMB"', '""', '"CNY "', '"ＣＮＹ"', "156", "null")
HUGE_EXPONENTS = ("1E+999999999", '"1E+999999999"', '"1e999999999"')
CPU_S_MAX = 2.0  # far above what reading a digit takes, and far below what 10^999999999 would


def beyond(leaf: Leaf) -> list[str]:
    """Numbers below and above what the field takes."""
    low, high = int(leaf.schema["minimum"]), int(leaf.schema["maximum"])
    outside = {low - 1, high + 1} | {number for number in OUT_OF_RANGE if not low <= number <= high}
    return [str(number) for number in sorted(outside)]


def no_amounts(leaf: Leaf) -> list[str]:
    """Zero is an amount only where the document says so: nothing owed is an answer."""
    nothing = ["0", "-0"] if leaf.schema["minimum"] > 0 else []
    return [*nothing, "-1", str(2**53 + 1)]


@pytest.mark.usefixtures("nothing_written")
class Numbers(Over):
    """Amounts, counts and rates."""

    @every(takes_json)
    async def test_i1_no_field_takes_what_json_cannot_spell(
        self, operation: Operation, ask: Ask
    ) -> None:
        assert await spoil(ask, operation, lambda _: NOT_NUMBERS) == []

    @every(takes_json)
    async def test_i2_no_field_spends_time_on_a_huge_exponent(
        self, operation: Operation, ask: Ask
    ) -> None:
        slow = []
        for leaf in leaves(operation):
            for literal in HUGE_EXPONENTS:
                if literal.startswith('"') and leaf.may_be(literal.strip('"')):
                    continue
                began_s = time.process_time()
                slow += await not_refused(ask, leaf, [literal])
                took_s = time.process_time() - began_s
                slow += [f"{leaf.pointer}: {took_s} s"] if took_s > CPU_S_MAX else []
        assert slow == []

    @every(takes_json)
    async def test_i4_no_number_leaves_its_bounds(self, operation: Operation, ask: Ask) -> None:
        assert await spoil(ask, operation, beyond, only=lambda leaf: leaf.is_integer) == []

    @every(takes_json)
    async def test_i4_no_amount_is_zero_or_beyond_what_a_browser_counts(
        self, operation: Operation, ask: Ask
    ) -> None:
        assert await spoil(ask, operation, no_amounts, only=lambda leaf: leaf.is_amount) == []

    @every(takes_json)
    async def test_i5_nothing_is_coerced_to_a_whole_number(
        self, operation: Operation, ask: Ask
    ) -> None:
        wrong = await spoil(
            ask, operation, lambda _: NOT_WHOLE_NUMBERS, only=lambda leaf: leaf.is_integer
        )
        assert wrong == []

    @every(takes_json)
    async def test_i6_no_unknown_currency_is_taken(self, operation: Operation, ask: Ask) -> None:
        """Which there are is looked up once the whole amount could be read."""
        wrong = await spoil(
            ask,
            operation,
            lambda _: NOT_CURRENCIES,
            only=lambda leaf: leaf.is_currency and leaf.is_given,
        )
        assert wrong == []

    def test_there_are_numbers_to_try(self) -> None:
        asked = [operation for operation in self.tried.operations if takes_json(operation)]
        assert any(leaf.is_integer for operation in asked for leaf in leaves(operation))
