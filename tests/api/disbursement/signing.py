"""A borrower on the way to a signed contract, step by step."""

from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from services.disbursement.contracts.domain.signing import INTENTS
from services.kit.identifiers import typeid_of
from tests.api.signed_clients import Client, RunningApp, expect


def path_to(contract_id: UUID, *below: str) -> str:
    return "/".join(("/v1/contracts", typeid_of("ctr", contract_id), *below))


async def shown(client: Client, contract_id: UUID) -> dict[str, Any]:
    return expect(await client.get(path_to(contract_id)), 200)


async def begin(client: Client, contract_id: UUID) -> dict[str, Any]:
    """Begin to read the disclosure."""
    return expect(await client.post(path_to(contract_id, "cost-disclosure", "readings")), 201)


async def confirm(
    client: Client, contract_id: UUID, digest: str | None = None, version: int | None = None
) -> httpx.Response:
    """Confirm the disclosure that stands, or another."""
    disclosure = expect(await client.get(path_to(contract_id, "cost-disclosure")), 200)
    body = {"disclosure_hash": digest or disclosure["disclosure_hash"], "language": "zh-CN"}
    version = version or (await shown(client, contract_id))["version"]
    path = path_to(contract_id, "cost-disclosure", "confirmations")
    return await client.post(path, body, version=version)


async def disclose(client: Client, contract_id: UUID) -> dict[str, Any]:
    """Read and confirm; the tests' service asks for no time in between."""
    await begin(client, contract_id)
    return expect(await confirm(client, contract_id), 201)


def signature(contract: dict[str, Any], signer: int = 1, **changed: Any) -> dict[str, Any]:
    """What somebody sends to sign."""
    return {
        "signer": signer,
        "document_hash": contract["document_sha256"],
        "intent": INTENTS["zh-CN"],
        "language": "zh-CN",
        "evidence_reference": None,
        **changed,
    }


async def sign(
    client: Client, contract_id: UUID, signer: int = 1, **changed: Any
) -> httpx.Response:
    """Sign at the version that stands."""
    contract = await shown(client, contract_id)
    body = signature(contract, signer, **changed)
    return await client.post(path_to(contract_id, "signatures"), body, version=contract["version"])


async def void(client: Client, contract_id: UUID, reason: str = "changed_mind") -> httpx.Response:
    """Leave at the version that stands."""
    version = (await shown(client, contract_id))["version"]
    return await client.post(path_to(contract_id, "voids"), {"reason": reason}, version=version)


async def topics_of(service: RunningApp, contract_id: UUID) -> list[str]:
    """What was told of a contract, in order."""
    async with service.sessions() as session:
        statement = "SELECT topic FROM outbox WHERE aggregate_id = :id ORDER BY sequence"
        return list(await session.scalars(text(statement), {"id": contract_id}))
