"""Many hands at one desk at the same moment: one wins, and no limit is beaten."""

import asyncio

from sqlalchemy import func, select

from services.kit.roles import Role
from services.underwriting.cases.tables import CaseRow
from services.underwriting.exposure.tables import ReservationRow
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.api.underwriting.conftest import Assess
from tests.api.underwriting.officers import REFUSAL, Bench, bench_for, events_of, referred
from tests.api.underwriting.telling import path_of, withdrawal, yuan


async def test_c8_of_ten_claims_at_once_one_wins(bench: Bench, client_for: ClientFor) -> None:
    version = (await bench.read())["version"]
    people = [client_for(Role.UNDERWRITER) for _ in range(10)]
    answers = await asyncio.gather(
        *(one.post(f"{bench.path}/claims", version=version) for one in people)
    )
    assert sorted(answer.status_code for answer in answers) == [201, *[412] * 9]


async def test_c8_an_approval_and_a_withdrawal_at_once_leave_one_outcome(
    assessed: Assess, client_for: ClientFor, neighbour: Client, service: RunningApp
) -> None:
    """C9 too, as far as it exists: what is taken back holds no promise of money, ever."""
    for _ in range(5):
        submission = referred()
        bench = bench_for(client_for, await assessed(submission))
        version = (await bench.recommended())["version"]
        approval, _ = await asyncio.gather(
            bench.approver.post(f"{bench.path}/approvals", version=version),
            neighbour.put(path_of(submission), withdrawal(5, 3)),
        )
        assert approval.status_code in {201, 409, 412}
        assert (await bench.read())["status"] == "closed"
        async with service.sessions() as session:
            held = await session.scalar(
                select(func.count()).where(
                    ReservationRow.case_id == bench.case_id, ReservationRow.status == "reserved"
                )
            )
        assert held == 0


async def test_c8_of_ten_approvals_at_once_one_is_taken(
    assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    for _ in range(5):
        bench = bench_for(client_for, await assessed(referred()))
        version = (await bench.recommended())["version"]
        approvers = [client_for(Role.APPROVER) for _ in range(10)]
        answers = await asyncio.gather(
            *(one.post(f"{bench.path}/approvals", version=version) for one in approvers)
        )
        assert sorted(answer.status_code for answer in answers) == [201, *[412] * 9]
        assert (await events_of(service, bench.case_id)).count("decision.approved") == 1
        assert len((await bench.read())["recommendation"]["approved_by"]) == 1


async def test_c8_approval_and_refusal_at_once_one_wins(
    assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    for _ in range(5):
        bench = bench_for(client_for, await assessed(referred()))
        version = (await bench.recommended())["version"]
        another = client_for(Role.APPROVER)
        answers = await asyncio.gather(
            bench.approver.post(f"{bench.path}/approvals", version=version),
            another.post(f"{bench.path}/refusals", REFUSAL, version=version),
        )
        assert sorted(answer.status_code for answer in answers) == [201, 412]
        events = await events_of(service, bench.case_id)
        assert len([event for event in events if event.startswith("decision.")]) == 1


async def test_c15_twenty_approvals_at_once_do_not_beat_the_borrowers_limit(
    assessed: Assess, client_for: ClientFor, service: RunningApp
) -> None:
    number = referred()["party"]["identity_number"]
    benches = []
    for _ in range(20):
        submission = referred()
        submission["party"]["identity_number"] = number
        submission["application"]["amount"] = yuan(100_000)
        benches.append(bench_for(client_for, await assessed(submission)))
    versions = []
    for bench in benches:
        case = await bench.recommended(amount=yuan(100_000), override_reason="集中授信")
        for _ in range(case["recommendation"]["approvals_needed"] - 1):
            case = expect(await bench.step(client_for(Role.APPROVER), "approvals"), 201)
        versions.append(case["version"])
    seconds = [
        bench.approver.post(f"{bench.path}/approvals", version=version)
        for bench, version in zip(benches, versions, strict=True)
    ]
    answers = await asyncio.gather(*seconds)
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {201, 409}, codes
    async with service.sessions() as session:
        row = await session.get_one(CaseRow, benches[0].case_id)
        held = await session.scalar(
            select(func.sum(ReservationRow.amount_minor)).where(
                ReservationRow.borrower_index == row.borrower_index,
                ReservationRow.status == "reserved",
            )
        )
    assert held == codes.count(201) * 10_000_000 == 100_000_000
