"""What each operation of the disbursement service needs to be there, and who may then ask."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from deploy.sandbox.rail.truth_table import Case
from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw, drawing
from tests.api.disbursement.matrix.builders import CONDITION, everything_of
from tests.api.disbursement.payouts.conftest import RETENTION
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import Payee, Street, payee_with
from tests.api.disbursement.payouts.test_take_callback import signed as signed_call
from tests.api.disbursement.payouts.test_take_callback import told as told_call
from tests.api.disbursement.signing import begin, disclose, path_to, shown
from tests.api.disbursement.telling import told
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import Readied
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.sandbox_accounts import ordinary_account

LIEN: Final = "lien_registered"


@dataclass(frozen=True)
class Hall:
    """The service, its callers, the relay that tells it of offers, and the rail."""

    service: RunningApp
    client_for: ClientFor
    neighbour: Client
    drawn: Draw
    street: Street

    @classmethod
    def of(cls, client_for: ClientFor, street: Street) -> Self:
        """That of the service in the street."""
        relay = client_for(subject="system:relay", signer="application")
        return cls(street.service, client_for, relay, drawing(relay), street)

    async def contract_of(self, owner: Client) -> UUID:
        """A contract nobody has read, with one condition more than usual."""
        offer = told(owner.subject, offer={"conditions": [CONDITION]})
        return await self.drawn(offer)

    async def payee(self, case: Case = Case.ORDINARY) -> Payee:
        """A borrower with a signed contract and a verified account."""
        return await payee_with(self.street, self.drawn, self.client_for, case)


Builder = Callable[[Hall], Awaitable[Readied]]


async def readied(hall: Hall, operation: Operation) -> Readied:
    """What the operation needs, made; a read needs what can be read of a borrower's contract."""
    build = _READY.get(operation.name)
    return await (_everything(hall, operation) if build is None else build(hall))


async def _everything(hall: Hall, operation: Operation) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    parameters = await everything_of(owner, hall.service, hall.drawn)
    is_own = Role.BORROWER in operation.roles
    return Readied(owner if is_own else hall.client_for(operation.roles[0]), parameters)


async def _offer(hall: Hall) -> Readied:
    offer = told()
    members = {name: offer[name] for name in ("application", "signers")}
    return Readied(hall.neighbour, {"application_id": offer["application"]["id"]}, members)


async def _of(owner: Client, contract_id: UUID, **members: object) -> Readied:
    version = (await shown(owner, contract_id))["version"]
    return Readied(owner, {"contract_id": typeid_of("ctr", contract_id)}, members, version)


async def _drawn(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    return await _of(owner, await hall.contract_of(owner))


async def _read(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    contract_id = await hall.contract_of(owner)
    await begin(owner, contract_id)
    disclosure = expect(await owner.get(path_to(contract_id, "cost-disclosure")), 200)
    return await _of(owner, contract_id, disclosure_hash=disclosure["disclosure_hash"])


async def _disclosed(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    contract_id = await hall.contract_of(owner)
    await disclose(owner, contract_id)
    contract = await shown(owner, contract_id)
    return await _of(owner, contract_id, document_hash=contract["document_sha256"])


async def _condition(hall: Hall, role: Role) -> Readied:
    offer = told(hall.client_for(Role.BORROWER).subject, product={"type": "collateral"})
    parameters = {"contract_id": typeid_of("ctr", await hall.drawn(offer)), "code": LIEN}
    return Readied(hall.client_for(role), parameters)


async def _evidence(hall: Hall) -> Readied:
    return await _condition(hall, Role.LOAN_OFFICER)


async def _judgement(hall: Hall) -> Readied:
    ready = await _condition(hall, Role.FINANCE_CHECKER)
    path = f"/v1/contracts/{ready.parameters['contract_id']}/conditions/{LIEN}"
    given = {"reference": "No. 1", "note": "A photo"}
    officer = hall.client_for(Role.LOAN_OFFICER)
    line = expect(await officer.post(f"{path}/evidence", given, version=1), 201)
    return Readied(ready.caller, ready.parameters, version=line["version"])


async def _account_wanted(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    contract = typeid_of("ctr", await hall.contract_of(owner))
    members = {"contract_id": contract, "account_number": ordinary_account()}
    return Readied(owner, members=dict(members))


async def _account(hall: Hall) -> Readied:
    wanted = await _account_wanted(hall)
    body = {"holder_name": "李小微", "bank_code": "102100099996"} | wanted.members
    account = expect(await wanted.caller.post("/v1/payee-accounts", body), 201)
    return Readied(wanted.caller, {"account_id": account["id"]}, version=account["version"])


async def _payout(hall: Hall, payee: Payee, role: Role) -> Readied:
    maker = hall.client_for(role)
    version = expect(await maker.get(payee.path), 200)["version"]
    return Readied(maker, {"payout_id": payee.key}, version=version)


async def _cancellable(hall: Hall) -> Readied:
    return await _payout(hall, await hall.payee(), Role.FINANCE_MAKER)


async def _above_the_limit(hall: Hall) -> Readied:
    return await _payout(hall, await hall.payee(), Role.FINANCE_MAKER)


async def _to_prepare(hall: Hall) -> Readied:
    """The payout of a signed contract was cancelled, and another is to be made."""
    payee = await hall.payee()
    ready = await _payout(hall, payee, Role.FINANCE_MAKER)
    path = f"{payee.path}/cancellations"
    body = {"reason_code": "borrower_asked"}
    expect(await ready.caller.post(path, body, version=ready.version), 201)
    return Readied(ready.caller, {"contract_id": payee.contract})


async def _unknown(hall: Hall) -> Readied:
    """A payout the machine has given up."""
    payee, desk = await hall.payee(Case.FORGETFUL), Desk.of(hall.client_for)
    for hand in (desk.maker, desk.checker):
        await desk.approve(payee, by=hand)
    await hall.street.drive(payee)
    hall.service.advance(RETENTION)
    await hall.street.let_time_pass(payee)
    await hall.street.drive(payee)
    ready = await _payout(hall, payee, Role.FINANCE_MAKER)
    today = hall.service.clock.today().isoformat()
    return Readied(ready.caller, ready.parameters, {"settled_on": today}, ready.version)


async def _callback(hall: Hall) -> Readied:
    payee = await hall.payee()
    content = told_call(payee)
    headers = {name: value for name, value in signed_call(content).items() if "-type" not in name}
    anonymous = hall.client_for(subject="anonymous")
    return Readied(anonymous, {"rail": "sandbox"}, content=content, headers=headers)


def _repayment(hall: Hall) -> Client:
    return hall.client_for(subject="system:relay", signer="repayment")


async def _refund(hall: Hall) -> Readied:
    payee = await hall.payee()
    parameters = {"refund_id": typeid_of("refund", new_id())}
    return Readied(_repayment(hall), parameters, {"contract_id": payee.contract})


async def _serviced(hall: Hall) -> Readied:
    contract_id = await hall.contract_of(hall.client_for(Role.BORROWER))
    return Readied(_repayment(hall), {"contract_id": typeid_of("ctr", contract_id)})


_READY: Final[Mapping[str, Builder]] = {
    "put_contract": _offer,
    "put_contract_loan_status": _serviced,
    "put_refund": _refund,
    "post_contract_cost_disclosure_reading": _drawn,
    "post_contract_cost_disclosure_confirmation": _read,
    "post_contract_signature": _disclosed,
    "post_contract_void": _drawn,
    "post_condition_evidence": _evidence,
    "post_condition_judgement": _judgement,
    "post_payee_account": _account_wanted,
    "post_payee_verification": _account,
    "post_contract_payout": _to_prepare,
    "post_payout_approval": _above_the_limit,
    "post_payout_cancellation": _cancellable,
    "post_payout_resolution": _unknown,
    "post_provider_callback": _callback,
}
