"""Payouts: what happens when the rail is asked without care, or believed without proof."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.payouts import calls, repository, taking_up
from services.disbursement.payouts.domain.screening import ScreeningOutcome
from services.disbursement.payouts.paying import Move, Paying
from services.disbursement.payouts.tables import PayoutRow, PayoutScreeningRow
from services.disbursement.rails.protocol import Account, PaymentOrder
from services.disbursement.rails.signatures import Envelope
from services.kit.identifiers import new_id, typeid_of
from services.kit.money import Money
from tests.api.disbursement.payouts import test_killed, test_lists, test_take_callback
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.street import Street
from tests.mutants.planting import Mutant, planted, runs


def resend_blindly(patch: pytest.MonkeyPatch) -> None:
    """What may have been sent is sent again, and nobody looks it up before."""

    async def send_again(
        session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
    ) -> Move | None:
        return await taking_up.hand_in_again(session, row, now, paying)

    patch.setattr(taking_up, "go_on", send_again)


def take_a_new_key(patch: pytest.MonkeyPatch) -> None:
    """Each attempt goes to the rail under a key of its own."""

    def ordered(_key: str, amount: Money, account: Account, *rest: object) -> PaymentOrder:
        return PaymentOrder(typeid_of("pay", new_id()), amount, account, *rest)  # type: ignore[arg-type]

    patch.setattr(taking_up, "PaymentOrder", ordered)


def look_at_no_list(patch: pytest.MonkeyPatch) -> None:
    """Everybody is taken to be on no list, and nobody is asked."""

    async def clear(*_: object) -> PayoutScreeningRow:
        return PayoutScreeningRow(outcome=ScreeningOutcome.CLEAR.value)

    patch.setattr(repository, "screening_on", clear)


def believe_any_caller(patch: pytest.MonkeyPatch) -> None:
    """A call back is taken whoever signed it."""

    def trusting(envelope: Envelope, *_: object) -> str:
        return envelope.event_id or "evt_unnamed"

    patch.setattr(calls, "verified_event_id", trusting)


SENT = test_killed.test_f3_between_the_call_and_its_record_it_is_asked_about_and_not_sent_again
SLEPT = test_lists.test_who_slept_past_the_claim_lets_nothing_out
MUTANTS = {
    "resend_blindly": Mutant(resend_blindly, SENT),
    "take_a_new_key": Mutant(take_a_new_key, SENT),
    "look_at_no_list": Mutant(look_at_no_list, SLEPT),
}


@pytest.mark.parametrize(("mutant", "is_planted"), runs(MUTANTS))
async def test_a_careless_payment_is_seen(
    mutant: Mutant,
    street: Street,
    payee: NewPayee,
    books: Books,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_planted: bool,
) -> None:
    async with planted(mutant, monkeypatch, is_planted=is_planted):
        await mutant.seen_by(street, payee, books)


@pytest.mark.parametrize("is_planted", [False, True], ids=["sound", "planted"])
async def test_a_caller_who_is_believed_is_seen(
    street: Street, monkeypatch: pytest.MonkeyPatch, *, is_planted: bool
) -> None:
    seen_by = test_take_callback.test_p13_a_header_sent_twice_or_never_is_refused
    mutant = Mutant(believe_any_caller, seen_by)
    async with planted(mutant, monkeypatch, is_planted=is_planted):
        await seen_by(street)
