"""The sandbox's authority: one key pair per holder, however many ask at once."""

import asyncio

from sqlalchemy import text

from services.disbursement.contracts.use_cases.issue_signing_key import issue_signing_key
from services.kit.identifiers import new_id, typeid_of
from tests.api.signed_clients import RunningApp


async def test_all_who_ask_at_once_get_the_same_pair(service: RunningApp) -> None:
    holder = typeid_of("party", new_id())
    pairs = await asyncio.gather(
        *(issue_signing_key(holder, service.sessions, service.field_keys) for _ in range(6))
    )
    assert len(set(pairs)) == 1
    async with service.sessions() as session:
        statement = text("SELECT count(*) FROM signing_keys WHERE holder = :holder")
        assert await session.scalar(statement, {"holder": holder}) == 1


async def test_two_holders_have_one_authority(service: RunningApp) -> None:
    one, other = [
        await issue_signing_key(typeid_of("party", new_id()), service.sessions, service.field_keys)
        for _ in range(2)
    ]
    assert one[0] != other[0]
    assert one[1] == other[1]
