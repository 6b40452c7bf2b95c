"""What each way a payout can go leaves on the accounts."""

from collections import Counter

import pytest

from services.disbursement.cash.domain.posting_rules import (
    CASH,
    FUNDED,
    POSTING_RULES,
    REFUNDED,
    SUSPENSE,
    CashEvent,
)

_E = CashEvent
WAYS = {
    (_E.RESERVED, _E.SETTLED): {CASH: -1, FUNDED: 1},
    (_E.RESERVED, _E.FAILED): {},
    (_E.RESERVED, _E.SETTLED, _E.RETURNED): {},
    (_E.RESERVED, _E.REFUNDED): {CASH: -1, REFUNDED: 1},
    (_E.RESERVED, _E.REFUNDED, _E.REFUND_RETURNED): {},
    (_E.RESERVED, _E.FAILED, _E.SETTLED_AFTER_FAILING): {CASH: -1, SUSPENSE: 1},
    (_E.RESERVED, _E.FAILED, _E.SETTLED_AFTER_FAILING, _E.RETURNED_AFTER_FAILING): {},
    (_E.RESERVED, _E.SETTLED, _E.FAILED_AFTER_SETTLING): {FUNDED: 1, SUSPENSE: -1},
}


def test_every_event_has_its_rule_with_two_accounts() -> None:
    assert POSTING_RULES.keys() == set(CashEvent)
    assert all(rule.debit != rule.credit for rule in POSTING_RULES.values())


@pytest.mark.parametrize(("way", "left"), WAYS.items(), ids=str)
def test_each_way_leaves_what_it_should(way: tuple[CashEvent, ...], left: dict[str, int]) -> None:
    accounts: Counter[str] = Counter()
    for event in way:
        accounts[POSTING_RULES[event].debit] += 1
        accounts[POSTING_RULES[event].credit] -= 1
    assert {account: amount for account, amount in accounts.items() if amount} == left
