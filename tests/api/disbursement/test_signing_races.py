"""C8: what two people do to a contract at the same time; one of them wins, the other is told."""

import asyncio
from collections.abc import Sequence

import httpx
from sqlalchemy import text

from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import (
    begin,
    disclose,
    path_to,
    shown,
    sign,
    signature,
    topics_of,
)
from tests.api.disbursement.telling import co_signer, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

ROUNDS = 4


def outcomes(answers: Sequence[httpx.Response]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


async def test_c8_signing_and_leaving_at_once_is_one_of_the_two(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    for _ in range(ROUNDS):
        contract_id = await drawn(told(borrower.subject))
        contract = await disclose(borrower, contract_id)
        version = contract["version"]
        answers = await asyncio.gather(
            borrower.post(path_to(contract_id, "signatures"), signature(contract), version=version),
            borrower.post(path_to(contract_id, "voids"), {"reason": "other"}, version=version),
        )
        assert outcomes(answers) in ([201, 409], [201, 412])
        topics = set(await topics_of(service, contract_id))
        assert len(topics & {"contract.signed", "contract.voided"}) == 1


async def test_c8_confirming_and_leaving_at_once_is_one_of_the_two(
    borrower: Client, drawn: Draw
) -> None:
    for _ in range(ROUNDS):
        contract_id = await drawn(told(borrower.subject))
        digest = (await begin(borrower, contract_id))["disclosure_hash"]
        version = (await shown(borrower, contract_id))["version"]
        answers = await asyncio.gather(
            borrower.post(
                path_to(contract_id, "cost-disclosure", "confirmations"),
                {"disclosure_hash": digest, "language": "en"},
                version=version,
            ),
            borrower.post(path_to(contract_id, "voids"), {"reason": "other"}, version=version),
        )
        assert outcomes(answers) in ([201, 409], [201, 412])


async def test_c8_two_signatures_at_once_are_given_one_after_the_other(
    service: RunningApp, client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = await drawn(offer)
    contract = await disclose(borrower, contract_id)
    path, version = path_to(contract_id, "signatures"), contract["version"]
    answers = await asyncio.gather(
        borrower.post(path, signature(contract, 1), version=version),
        guarantor.post(path, signature(contract, 2), version=version),
    )
    assert outcomes(answers) in ([201, 409], [201, 412])
    [lost] = [answer.json() for answer in answers if answer.status_code != 201]
    assert (lost["code"], lost["retryable"]) in (
        ("signed_meanwhile", True),
        ("version_changed", False),
    )
    late = 1 if answers[0].status_code != 201 else 2
    done = expect(await sign(borrower if late == 1 else guarantor, contract_id, late), 201)
    assert done["status"] == "signed"
    async with service.sessions() as session:
        statement = text(
            "SELECT count(*), count(DISTINCT object_key) FROM contract_files"
            " WHERE contract_id = :id"
        )
        (counted,) = await session.execute(statement, {"id": contract_id})
    assert tuple(counted) == (4, 4)


async def test_c1_one_signature_sent_many_times_is_given_once(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    contract = await disclose(borrower, contract_id)
    path = path_to(contract_id, "signatures")
    answers = await asyncio.gather(
        *(
            borrower.post(path, signature(contract), key="click", version=contract["version"])
            for _ in range(5)
        )
    )
    assert {answer.status_code for answer in answers} <= {201, 409, 412}
    assert (await topics_of(service, contract_id)).count("contract.signed") == 1
