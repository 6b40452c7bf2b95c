"""The generator's second half: contract, money, repayments, and looks at what is not one's own."""

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.contracts.domain.signing import INTENTS
from services.kit.roles import Role
from tests.chaos.actor import LOOKS_MAX, Actor, GaveUp, Refused
from tests.chaos.applying import (
    LARGE,
    Walk,
    accept_at_intake,
    accept_offer,
    apply,
    decide,
    move,
    until,
)
from tests.chaos.effects import PAID_OUT, number_of
from tests.chaos.history import Attempt, Outcome
from tests.journeys.applying import STALL, yuan
from tests.journeys.borrowing import BANK, LANGUAGE
from tests.journeys.person import Json
from tests.sandbox_accounts import magic_account

# What the bank does may be odd as well: none of it may cost or make money.
BANKS = (
    Case.ORDINARY,
    Case.ORDINARY,
    Case.ORDINARY,
    Case.FAILING,
    Case.REPEATING,
    Case.EARLY,
    Case.DISORDERED,
    Case.BUSY,
)


async def go(walk: Walk) -> None:
    """The whole way, from a stranger to somebody who has paid, and been paid back."""
    application = await apply(walk)
    if walk.amount_yuan == LARGE:
        await accept_at_intake(walk, application)
        await decide(walk, application)
    contract = f"/v1/contracts/{await accept_offer(walk, application)}"
    stranger = walk.somebody(Role.BORROWER)
    await stranger.peek(application)
    await _prepare(walk, contract)
    await stranger.peek(contract)
    if walk.amount_yuan == LARGE:
        await _approve_payout(walk, contract)
    step = await until(walk.borrower, application, "active")
    _note_paid(walk, application)
    loan = f"/v1/loans/{step['about']}"
    await stranger.peek(loan)
    await _serve(walk, loan)


async def _prepare(walk: Walk, contract: str) -> None:
    """Name an account, read what it costs, confirm, and sign."""
    borrower, contract_id = walk.borrower, contract.rpartition("/")[2]
    number = number_of(contract_id)
    await _name_account(walk, contract_id)
    await borrower.do("read", f"{contract}/cost-disclosure/readings", about=(number,))
    disclosed = await borrower.read(f"{contract}/cost-disclosure")
    confirmation = {"disclosure_hash": disclosed["disclosure_hash"], "language": LANGUAGE}
    for _ in range(LOOKS_MAX):
        path, name = f"{contract}/cost-disclosure", "confirmations"
        etag = (await borrower.look(contract)).headers["etag"]
        try:
            await borrower.do(
                "confirm_costs", f"{path}/{name}", confirmation, about=(number,), etag=etag
            )
        except Refused as no:
            if no.code in {"reading_time_not_over", "version_changed"}:
                await borrower.put_off()
                continue
        break
    document = (await borrower.read(contract))["document_sha256"]
    signature = {
        "signer": 1,
        "document_hash": document,
        "intent": INTENTS[LANGUAGE],
        "language": LANGUAGE,
    }
    await move(borrower, "sign", contract, "signatures", signature, about=number)


async def _name_account(walk: Walk, contract_id: str) -> None:
    borrower = walk.borrower
    named = {
        "contract_id": contract_id,
        "holder_name": STALL["name"],
        "account_number": magic_account(walk.chance.choice(BANKS)),
        "bank_code": BANK,
    }
    account = await borrower.do(
        "name_account", "/v1/payee-accounts", named, about=(number_of(contract_id),), etag=""
    )
    path = f"/v1/payee-accounts/{account['id']}"
    await move(borrower, "verify", path, "verifications", about=number_of(account["id"]))
    for _ in range(LOOKS_MAX):
        if (await borrower.read(path))["status"] == "verified":
            return
        await borrower.put_off()
    raise GaveUp(path)


async def _approve_payout(walk: Walk, contract: str) -> None:
    """Two people put their hands under it."""
    for role in (Role.FINANCE_MAKER, Role.FINANCE_CHECKER):
        person = walk.somebody(role)
        payout = await _payout_of(person, contract)
        path = f"/v1/payouts/{payout['id']}"
        for _ in range(LOOKS_MAX):
            etag = (await person.look(path)).headers["etag"]
            about = (number_of(payout["id"]), person.subject)
            try:
                await person.do("approve_payout", f"{path}/approvals", about=about, etag=etag)
            except Refused as no:
                if no.code in {"version_changed", "transition_not_allowed"}:
                    await person.put_off()
                    continue
            break


async def _payout_of(person: Actor, contract: str) -> Json:
    for _ in range(LOOKS_MAX):
        query = {"contract_id": contract.rpartition("/")[2]}
        payouts: list[Json] = (await person.read("/v1/payouts", **query))["data"]
        if payouts and payouts[0]["status"] == "ready":
            return payouts[0]
        await person.put_off()
    raise GaveUp(f"the payout of {contract}")


def _note_paid(walk: Walk, application: str) -> None:
    """The borrower has seen the loan run: the money has moved, once."""
    history = walk.stage.history
    about = (number_of(application.rpartition("/")[2]),)
    history.note(Attempt(history.next_operation(), PAID_OUT, about, Outcome.OK, 200))


async def _serve(walk: Walk, loan: str) -> None:
    """Money comes in and is booked; some of it is taken back, some pays before its time."""
    maker, checker = walk.somebody(Role.FINANCE_MAKER), walk.somebody(Role.FINANCE_CHECKER)
    booked = await _book(walk, maker, "book", f"{loan}/repayments", {})
    await _book(walk, maker, "prepay", f"{loan}/prepayments", {"mode": "reduce_instalment"})
    path = f"{loan}/repayments/{booked['id']}"
    reason = {"reason": "returned_by_bank"}
    await move(checker, "reverse", path, "reversals", reason, about=number_of(booked["id"]))
    await walk.borrower.read(f"{loan}/transactions")


async def _book(walk: Walk, maker: Actor, kind: str, path: str, further: Json) -> Json:
    reference = f"chaos-{walk.chance.getrandbits(64):016x}"
    money = {
        "amount": yuan(walk.chance.randint(1, 3_000)),
        "channel": "bank_transfer",
        "external_reference": reference,
    }
    return await maker.do(kind, path, money | further, about=(reference,))
