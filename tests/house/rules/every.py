"""The list of house rules: a new rule is added here, and a breach of it in `plants.py`."""

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.house.rules import (
    areas,
    documents,
    errors,
    failpoints,
    honesty,
    money,
    names,
    purity,
    sizes,
    tokens,
    traces,
    transactions,
)
from tests.house.rules.tree import Breach

Rule = Callable[[Path], Iterator[Breach]]

RULES: tuple[Rule, ...] = (
    sizes.files_are_short,
    sizes.functions_are_short,
    names.names_tell_something,
    money.money_is_never_float,
    money.columns_are_never_fractional,
    transactions.nobody_commits_by_hand,
    transactions.transactions_open_in_use_cases,
    transactions.statements_are_bound,
    tokens.jose_has_one_adapter,
    tokens.algorithms_are_lists,
    purity.domain_is_pure,
    purity.domain_never_awaits,
    areas.areas_meet_at_the_entry,
    areas.use_cases_stand_alone,
    areas.every_use_case_is_tested,
    errors.refusals_are_complete,
    errors.codes_are_unique,
    documents.public_things_are_described,
    documents.packages_are_explicit,
    documents.services_have_a_page,
    traces.nothing_names_a_machine,
    traces.locks_hold_no_address,
    traces.nothing_is_left_for_later,
    failpoints.calls_outside_are_flanked,
    failpoints.outsiders_pass_points,
    failpoints.commits_are_followed_by_points,
    failpoints.points_are_placed_once,
    honesty.every_row_has_its_test,
    honesty.no_test_is_skipped,
    honesty.no_test_sleeps_or_mocks,
)
