"""What each operation of the underwriting service needs to be there, and who may then ask."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from services.kit.identifiers import typeid_of
from services.kit.roles import Role
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import Readied
from tests.api.signed_clients import Client, ClientFor, RunningApp
from tests.api.underwriting.bureau_of_tests import FakeBureau
from tests.api.underwriting.conftest import Assess, assessing, desk_of
from tests.api.underwriting.matrix.builders import everything_of
from tests.api.underwriting.officers import Bench, bench_for, referred, secured
from tests.api.underwriting.telling import another, identity_number, told
from tests.api.underwriting.watchlist.listing import listed


@dataclass(frozen=True)
class Hall:
    """The service, its callers, the worker's hand, and the relays that tell it."""

    service: RunningApp
    client_for: ClientFor
    assessed: Assess

    @classmethod
    def of(cls, service: RunningApp, client_for: ClientFor) -> Self:
        """That service's, with a bureau that has nothing bad to say."""
        relay = client_for(subject="system:relay", signer="application")
        return cls(service, client_for, assessing(relay, desk_of(service, FakeBureau())))

    def relay_of(self, service: str) -> Client:
        """A neighbour's."""
        return self.client_for(subject="system:relay", signer=service)

    async def bench(self) -> Bench:
        """A referred case, and people to work on it."""
        return bench_for(self.client_for, await self.assessed(referred()))


Builder = Callable[[Hall], Awaitable[Readied]]


async def readied(hall: Hall, operation: Operation) -> Readied:
    """What the operation needs, made; a read needs what can be read of a borrower's case."""
    build = _READY.get(operation.name)
    return await (_everything(hall, operation) if build is None else build(hall))


async def _everything(hall: Hall, operation: Operation) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    parameters = await everything_of(owner, hall.service, hall.assessed)
    is_own = Role.BORROWER in operation.roles
    return Readied(owner if is_own else hall.client_for(operation.roles[0]), parameters)


async def _case(hall: Hall) -> Readied:
    submission = told()
    members = {name: submission[name] for name in ("application", "party")}
    parameters = {"application_id": submission["application"]["id"]}
    return Readied(hall.relay_of("application"), parameters, members)


async def _exposure(hall: Hall) -> Readied:
    submission = told()
    await hall.assessed(submission)
    party_id, application_id = submission["party"]["id"], submission["application"]["id"]
    members = {"loan_id": another("loan"), "application_id": application_id, "party_id": party_id}
    return Readied(hall.relay_of("repayment"), {"party_id": party_id}, members)


async def _screening(hall: Hall) -> Readied:
    submission = told()
    await hall.assessed(submission)
    members = {"application_id": submission["application"]["id"]}
    return Readied(hall.relay_of("disbursement"), {"payout_id": another("pay")}, members)


async def _before(bench: Bench, who: Client) -> Readied:
    parameters = {"case_id": typeid_of("case", bench.case_id)}
    return Readied(who, parameters, version=(await bench.read())["version"])


async def _waiting(hall: Hall) -> Readied:
    bench = await hall.bench()
    return await _before(bench, bench.underwriter)


async def _claimed(hall: Hall) -> Readied:
    bench = await hall.bench()
    await bench.claimed()
    return await _before(bench, bench.underwriter)


async def _secured(hall: Hall) -> Readied:
    submission = secured()
    bench = bench_for(hall.client_for, await hall.assessed(submission))
    await bench.claimed()
    ready = await _before(bench, bench.underwriter)
    (thing,) = submission["collaterals"]
    return replace(ready, members={"collateral_id": thing["id"]})


async def _recommended(hall: Hall) -> Readied:
    bench = await hall.bench()
    await bench.recommended()
    return await _before(bench, bench.approver)


async def _unlisted(hall: Hall) -> Readied:
    return Readied(hall.client_for(Role.RISK_MANAGER), members={"number": identity_number()})


async def _listed(hall: Hall) -> Readied:
    keeper = hall.client_for(Role.RISK_MANAGER)
    entry = await listed(hall.client_for(Role.RISK_MANAGER))
    return Readied(keeper, {"entry_id": entry["id"]}, version=entry["version"])


_READY: Final[Mapping[str, Builder]] = {
    "put_case": _case,
    "put_exposure": _exposure,
    "put_screening": _screening,
    "post_case_claim": _waiting,
    "post_case_information_request": _claimed,
    "post_case_recommendation": _claimed,
    "post_case_collateral_valuation": _secured,
    "post_case_refusal": _claimed,
    "post_case_approval": _recommended,
    "post_case_return": _recommended,
    "post_watchlist_entry": _unlisted,
    "get_watchlist_entry": _listed,
    "patch_watchlist_entry": _listed,
    "post_watchlist_removal": _listed,
}
