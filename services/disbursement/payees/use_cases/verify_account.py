"""Ask the bank about an account: the question is written down, then asked, then the answer kept."""

from typing import NamedTuple
from uuid import UUID

from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.machinery import own_machinery
from services.disbursement.payees import chronicle, repository, sealed_accounts
from services.disbursement.payees.asking import ATTEMPTS_MAX, RETRY_FIRST_S, Asking, BankBusy
from services.disbursement.payees.domain.accounts import VERDICTS, AccountStatus, Destination
from services.disbursement.payees.tables import (
    PayeeAccountRow,
    VerificationAttemptRow,
    VerificationOutcomeRow,
)
from services.disbursement.payouts import entry as payouts
from services.disbursement.rails.protocol import Account, Ambiguous, Verification, Verified
from services.kit.failpoints import reached


class _Question(NamedTuple):
    """What is asked: about where, and the how-manieth question it is, ever and in its round."""

    destination: Destination
    number: int
    in_round: int


async def verify_account(account_id: UUID, asking: Asking) -> None:
    """Take an account from `verifying` to what its bank says, with no transaction open meanwhile.

    Nothing happens when it is not being verified. Raises `BankBusy` while nobody answers and it is
    worth asking again.
    """
    question = await _begin(account_id, asking)
    if question is None:
        return
    await reached(DisbursementPoint.QUESTION_KEPT)
    where = question.destination
    account = Account(where.bank_code, where.number, where.holder_name)
    answer = await asking.rail.verify_account(account)
    await reached(DisbursementPoint.BANK_ANSWERED)
    await _conclude(account_id, question, answer, asking)


async def _begin(account_id: UUID, asking: Asking) -> _Question | None:
    async with asking.sessions.begin() as session:
        _, row = await repository.lock_any(session, account_id)
        if row.status != AccountStatus.VERIFYING:
            return None
        ever, in_round = await repository.attempts_in(session, row)
        if in_round >= ATTEMPTS_MAX:
            await chronicle.moved(session, row, AccountStatus.UNKNOWN, own_machinery())
            return None
        session.add(
            VerificationAttemptRow(
                contract_id=row.contract_id,
                account_id=account_id,
                number=ever + 1,
                round=row.rounds,
            )
        )
        where = sealed_accounts.destination_of(row, asking.keys)
        return _Question(where, ever + 1, in_round + 1)


async def _conclude(
    account_id: UUID, question: _Question, answer: Verification, asking: Asking
) -> None:
    async with asking.sessions.begin() as session:
        _, row = await repository.lock_any(session, account_id)
        session.add(_outcome(row, question, answer))
        if isinstance(answer, Verified) and row.status == AccountStatus.VERIFYING:
            status, rejection = VERDICTS[answer.verdict]
            await chronicle.moved(session, row, status, own_machinery(), rejection)
            today = asking.clock.today()
            await payouts.conditions_moved(session, row.contract_id, own_machinery(), today)
    await reached(DisbursementPoint.ACCOUNT_NOTED)
    if not isinstance(answer, Verified):
        asked_for_s = 0.0 if isinstance(answer, Ambiguous) else answer.wait_s
        raise BankBusy(max(asked_for_s, RETRY_FIRST_S * 2 ** (question.in_round - 1)))


def _outcome(
    row: PayeeAccountRow, question: _Question, answer: Verification
) -> VerificationOutcomeRow:
    outcome, detail = "not_submitted", None
    if isinstance(answer, Verified):
        outcome = answer.verdict.value
    elif isinstance(answer, Ambiguous):
        outcome, detail = "ambiguous", answer.doubt.value
    return VerificationOutcomeRow(
        contract_id=row.contract_id,
        account_id=row.account_id,
        number=question.number,
        outcome=outcome,
        detail=detail,
    )
