"""Numbers that are no amounts: every integer field of every JSON operation refuses them all."""

import time

import pytest

from tests.api.application.matrix.conftest import Ask
from tests.api.application.matrix.spoiling import (
    JSON_OPERATIONS,
    every_json_operation,
    not_refused,
)
from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import Operation

pytestmark = pytest.mark.usefixtures("nothing_written")

NOT_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e9999999", "9" * 400)
NOT_WHOLE_NUMBERS = ("true", '"10"', '"1_000"', '"１０"', "1.0", "1e3", "10.005", "[1]", "{}")
OUT_OF_RANGE = (-1, 2**63, -(2**63) - 1, 10**17)
SECONDS_MAX = 2.0


@every_json_operation
async def test_i1_no_field_takes_what_json_cannot_spell(operation: Operation, ask: Ask) -> None:
    wrong = [
        line for leaf in leaves(operation) for line in await not_refused(ask, leaf, NOT_NUMBERS)
    ]
    assert wrong == []


@every_json_operation
async def test_i2_no_field_spends_time_on_a_huge_exponent(operation: Operation, ask: Ask) -> None:
    slow = []
    for leaf in leaves(operation):
        for literal in ("1E+999999999", '"1E+999999999"', '"1e999999999"'):
            if literal.startswith('"') and leaf.may_be(literal.strip('"')):
                continue
            began_s = time.perf_counter()
            wrong = await not_refused(ask, leaf, [literal])
            took_s = time.perf_counter() - began_s
            slow += wrong or ([f"{leaf.pointer}: {took_s} s"] if took_s > SECONDS_MAX else [])
    assert slow == []


@every_json_operation
async def test_i4_no_number_leaves_its_bounds(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_integer:
            beyond = {*OUT_OF_RANGE, int(leaf.schema["maximum"]) + 1}
            beyond |= {int(leaf.schema["minimum"]) - 1}
            wrong += await not_refused(ask, leaf, map(str, sorted(beyond)))
    assert wrong == []


@every_json_operation
async def test_i4_no_amount_is_zero_or_beyond_what_a_browser_counts(
    operation: Operation, ask: Ask
) -> None:
    """Zero is an amount only where the document says so: nothing owed is an answer."""
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_integer and leaf.steps[-1] == "amount":
            nothing = ["0", "-0"] if leaf.schema["minimum"] > 0 else []
            wrong += await not_refused(ask, leaf, [*nothing, "-1", str(2**53 + 1)])
    assert wrong == []


@every_json_operation
async def test_i5_nothing_is_coerced_to_a_whole_number(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_integer:
            wrong += await not_refused(ask, leaf, NOT_WHOLE_NUMBERS)
    assert wrong == []


@every_json_operation
async def test_i6_no_unknown_currency_is_taken(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.steps[-1] == "currency":
            spellings = ('"XYZ"', '"cny"', '"RMB"', '""', '"CNY "', '"ＣＮＹ"', "156", "null")
            wrong += await not_refused(ask, leaf, spellings)
    assert wrong == []


def test_the_rows_above_have_fields_to_try() -> None:
    fields = [leaf for operation in JSON_OPERATIONS for leaf in leaves(operation)]
    assert sum(leaf.is_integer for leaf in fields) > 10
    assert any(leaf.steps[-1] == "currency" for leaf in fields)
