"""Whatever happens to a loan, in whatever order: ledger, loans and engine say the same of it."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Final, TypeVar
from uuid import uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from typing_extensions import override

from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import PrepaymentMode
from services.loan_engine.terms import Fee, FeeTiming, Payee
from services.repayment.receipts.domain.errors import MoreThanDue
from tests.api.repayment.telling import LENT_MINOR, LEVEL
from tests.integration.repayment.agreeing import agreed
from tests.integration.repayment.world import World
from tests.postgres_run import PostgresRun

T = TypeVar("T")

WEEKLY = replace(
    LEVEL,
    instalments=4,
    every=7,
    unit=PeriodUnit.DAYS,
    fees=(
        Fee("service", 5_000, FeeTiming.DISBURSEMENT),
        Fee("valuation", 3_000, FeeTiming.DISBURSEMENT, Payee.THIRD_PARTY),
        Fee("account", 100, FeeTiming.INSTALMENT),
        Fee("insurance", 70, FeeTiming.INSTALMENT, Payee.THIRD_PARTY),
    ),
)
AMOUNTS = st.integers(1, LENT_MINOR) | st.sampled_from([8_000, 762_000, 3 * LENT_MINOR])
FORGIVEN = st.sampled_from([Component.FEE, Component.PENALTY, Component.INTEREST])


RUN: Final = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink, give it minutes by hand
    suppress_health_check=list(HealthCheck),
)


class Serving(RuleBasedStateMachine):
    """One loan of four weeks; at the end all that was paid is taken back."""

    postgres_run: PostgresRun

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.is_forgiven = False

    @initialize()
    def begin(self) -> None:
        self.addresses = self._run(self.postgres_run.clone(f"serving_{uuid4().hex[:12]}"))
        self.world = World(self.addresses)
        self._run(self.world.open(WEEKLY))

    @rule(amount=AMOUNTS, days_ago=st.integers(0, 20))
    def receive(self, amount: int, days_ago: int) -> None:
        self._run(self.world.receive(amount, days_ago))

    @rule(amount=AMOUNTS, mode=st.sampled_from(list(PrepaymentMode)))
    def prepay(self, amount: int, mode: PrepaymentMode) -> None:
        self._run(self.world.receive(amount, 0, mode))

    @rule(which=st.integers(0, 9))
    def reverse(self, which: int) -> None:
        if rows := self._run(self.world.on_the_loan()):
            self._run(self.world.reverse(rows[which % len(rows)]))

    @rule(component=FORGIVEN, amount=st.integers(1, 3_000))
    def waive(self, component: Component, amount: int) -> None:
        try:
            self._run(self.world.waive(component, amount))
        except MoreThanDue:
            return
        self.is_forgiven = True

    @rule(days=st.integers(1, 12))
    def close(self, days: int) -> None:
        self._run(self.world.close(days))

    @invariant()
    def all_agree(self) -> None:
        book = self._run(agreed(self.world.sessions))
        loan = self._run(self.world.loan())
        assert (loan.status == "settled") == ("loan_principal" not in book)

    @override
    def teardown(self) -> None:
        try:
            self._run(self._take_all_back())
        finally:
            self._run(self.world.engine.dispose())
            self._run(self.postgres_run.drop(self.addresses))
            self.loop.close()

    async def _take_all_back(self) -> None:
        # One taken back may let another pay something: each is read when its turn comes.
        while rows := await self.world.on_the_loan():
            await self.world.reverse(rows[0])
        book = await agreed(self.world.sessions)
        # What the loan came to with nobody paying; what was forgiven is still so.
        assert book["loan_principal"] == LENT_MINOR
        assert {"collections_clearing", "suspense"}.isdisjoint(book)
        assert ("concessions" in book) <= self.is_forgiven
        assert (await self.world.loan()).status == "active"

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run(work)


def test_books_loans_and_engine_agree_after_every_step(postgres_run: PostgresRun) -> None:
    machine = type("ServingHere", (Serving,), {"postgres_run": postgres_run})
    run_state_machine_as_test(machine, settings=RUN)
