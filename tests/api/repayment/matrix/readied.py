"""What each operation of the repayment service needs to be there, and who may then ask for it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Self

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import Json, Readied
from tests.api.repayment.happening import WEEKLY
from tests.api.repayment.matrix.builders import everything_of
from tests.api.repayment.paying import Body, a_receipt, a_refund, a_waiver, pay
from tests.api.repayment.telling import FREE_OF_FEES, LEVEL, a_funding, a_reversal, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

# Late enough that the penalty of the example is owed of it.
LARGE: Final = replace(WEEKLY, principal_minor=40 * WEEKLY.principal_minor)


@dataclass(frozen=True)
class Hall:
    """The service, its callers, and the relay that tells it of money."""

    service: RunningApp
    client_for: ClientFor
    neighbour: Client

    @classmethod
    def of(cls, service: RunningApp, client_for: ClientFor) -> Self:
        """That service's."""
        relay = client_for(subject="system:relay", signer="disbursement")
        return cls(service, client_for, relay)

    async def funded(self, owner: Client, loan: Any = FREE_OF_FEES) -> str:
        """The id of a loan that runs since 12 March."""
        funding = a_funding(loan, owner=owner.subject)
        taken: str = expect(await tell(self.neighbour, funding), 200)["loan_id"]
        return taken

    async def received(self, amount_minor: int) -> Body:
        """A receipt with nothing due, so that it waits."""
        loan_id = await self.funded(self.client_for(Role.BORROWER))
        maker = self.client_for(Role.FINANCE_MAKER)
        return expect(await pay(maker, loan_id, a_receipt(amount_minor)), 201)


Builder = Callable[[Hall], Awaitable[Readied]]
Propose = Callable[[Hall, Client], Awaitable[Json]]


async def readied(hall: Hall, operation: Operation) -> Readied:
    """What the operation needs, made; a read needs what can be read of a borrower's loan."""
    build = _READY.get(operation.name)
    return await (_everything(hall, operation) if build is None else build(hall))


async def _everything(hall: Hall, operation: Operation) -> Readied:
    owner, finance = hall.client_for(Role.BORROWER), hall.client_for(Role.FINANCE_MAKER)
    parameters = await everything_of(owner, hall.service, hall.neighbour, finance)
    is_own = Role.BORROWER in operation.roles
    return Readied(owner if is_own else hall.client_for(operation.roles[0]), parameters)


async def _loan(hall: Hall) -> Readied:
    """The example's terms, on days that are over by the clock of the tests."""
    funding = a_funding(replace(LEVEL, instalments=3))
    members = {name: funding[name] for name in ("contract", "payout", "schedule")}
    return Readied(hall.neighbour, {"contract_id": funding["contract"]["id"]}, members)


async def _closing(hall: Hall) -> Readied:
    over = hall.service.clock.today()
    hall.service.advance(timedelta(days=1))
    return Readied(hall.client_for(Role.FINANCE_MAKER), {"business_date": over.isoformat()})


async def _reversal(hall: Hall) -> Readied:
    funding = a_funding()
    expect(await tell(hall.neighbour, funding), 200)
    told = a_reversal(funding)
    members = {name: told[name] for name in ("contract_id", "payout_id", "returned_on")}
    return Readied(hall.neighbour, {"payout_id": told["payout_id"]}, members)


async def _certificate(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    loan_id = await hall.funded(owner)
    quote = expect(await owner.post(f"/v1/loans/{loan_id}/payoff-quotes", {}), 201)
    body = {"loan_id": loan_id, "amount": quote["days"][0]["total"], "mode": "prepay"}
    expect(await owner.post("/v1/sandbox/payments", body), 201)
    return Readied(owner, {"loan_id": loan_id})


async def _fee(hall: Hall) -> Readied:
    funding = a_funding(FREE_OF_FEES)
    funding["contract"]["terms"]["contingent_fees"] = [{"code": "late_notice", "amount": 2_000}]
    loan_id = expect(await tell(hall.neighbour, funding), 200)["loan_id"]
    return Readied(hall.client_for(Role.FINANCE_MAKER), {"loan_id": loan_id})


def _on_a_loan(role: Role, loan: Any = FREE_OF_FEES, *, is_referenced: bool = False) -> Builder:
    """Somebody of that role asks something of a loan; what is booked has a name of its own."""

    async def build(hall: Hall) -> Readied:
        loan_id = await hall.funded(hall.client_for(Role.BORROWER), loan)
        members = {"external_reference": new_id().hex} if is_referenced else {}
        return Readied(hall.client_for(role), {"loan_id": loan_id}, members)

    return build


async def _own_quote(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    return Readied(owner, {"loan_id": await hall.funded(owner)})


async def _own_payment(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    return Readied(owner, members={"loan_id": await hall.funded(owner)})


async def _refund(hall: Hall) -> Readied:
    receipt = await hall.received(50_000)
    members = {"repayment_id": receipt["id"]}
    maker = hall.client_for(Role.FINANCE_MAKER)
    return Readied(maker, {"loan_id": receipt["loan_id"]}, members)


async def _proposed_refund(hall: Hall, maker: Client) -> Json:
    receipt = await hall.received(500)
    elsewhere = a_refund(receipt, 200, payee_account_id=typeid_of("acct", new_id()))
    path = f"/v1/loans/{receipt['loan_id']}/refunds"
    return expect(await maker.post(path, elsewhere), 201)


async def _proposed_waiver(hall: Hall, maker: Client) -> Json:
    loan_id = await hall.funded(hall.client_for(Role.BORROWER), WEEKLY)
    proposed = a_waiver(100, "penalty")
    return expect(await maker.post(f"/v1/loans/{loan_id}/waivers", proposed), 201)


def _judging(propose: Propose, noun: str, judge: Role | None) -> Builder:
    """Somebody of that role looks at a proposal; without one, who made it."""

    async def build(hall: Hall) -> Readied:
        maker = hall.client_for(Role.FINANCE_MAKER)
        made = await propose(hall, maker)
        parameters = {"loan_id": made["loan_id"], f"{noun}_id": made["id"]}
        who = maker if judge is None else hall.client_for(judge)
        return Readied(who, parameters, version=made["version"])

    return build


async def _refund_payout(hall: Hall) -> Readied:
    """A refund that was approved, and the relay that tells what became of it."""
    made = await _proposed_refund(hall, hall.client_for(Role.FINANCE_MAKER))
    checker, loan = hall.client_for(Role.FINANCE_CHECKER), f"/v1/loans/{made['loan_id']}"
    path = f"{loan}/refunds/{made['id']}/approvals"
    expect(await checker.post(path, None, version=made["version"]), 201)
    contract = expect(await checker.get(loan), 200)["contract_id"]
    members = {"contract_id": contract, "amount": made["amount"]}
    return Readied(hall.neighbour, {"refund_id": made["id"]}, members)


async def _reversed_receipt(hall: Hall) -> Readied:
    receipt = await hall.received(500)
    parameters = {"loan_id": receipt["loan_id"], "repayment_id": receipt["id"]}
    return Readied(hall.client_for(Role.FINANCE_CHECKER), parameters, version=receipt["version"])


async def _nothing(hall: Hall) -> Readied:
    return Readied(hall.client_for(subject="anonymous"))


_READY: Final[Mapping[str, Builder]] = {
    "put_loan": _loan,
    "post_business_day_closing": _closing,
    "put_funding_reversal": _reversal,
    "put_refund_payout": _refund_payout,
    "get_loan_settlement_certificate": _certificate,
    "post_fee": _fee,
    "post_payoff_quote": _own_quote,
    "post_prepayment": _on_a_loan(Role.FINANCE_MAKER, is_referenced=True),
    "post_refund": _refund,
    "post_refund_approval": _judging(_proposed_refund, "refund", Role.FINANCE_CHECKER),
    "post_refund_refusal": _judging(_proposed_refund, "refund", Role.FINANCE_CHECKER),
    "post_refund_withdrawal": _judging(_proposed_refund, "refund", None),
    "post_repayment": _on_a_loan(Role.FINANCE_MAKER, is_referenced=True),
    "post_reversal": _reversed_receipt,
    "post_waiver": _on_a_loan(Role.FINANCE_MAKER, LARGE),
    "post_waiver_approval": _judging(_proposed_waiver, "waiver", Role.APPROVER),
    "post_waiver_refusal": _judging(_proposed_waiver, "waiver", Role.APPROVER),
    "post_waiver_withdrawal": _judging(_proposed_waiver, "waiver", None),
    "post_quote": _nothing,
    "post_sandbox_payment": _own_payment,
}
