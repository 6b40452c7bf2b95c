"""What the application service is told of a contract, in order, over HTTP and under our name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from services.disbursement.contracts import entry
from services.disbursement.destinations.application import TELLINGS, ApplicationService
from services.kit.http import ServiceClient
from services.kit.identifiers import typeid_of
from services.kit.internal_tokens import InternalSigner
from services.kit.relay import Relay
from services.kit.service_keys import private_key_file
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.telling import told
from tests.api.heard import Heard
from tests.api.signed_clients import RunningApp
from tests.serving import served


@pytest.fixture
def heard() -> Heard:
    """Nothing yet."""
    return Heard()


@pytest.fixture
async def relay(service: RunningApp, heard: Heard, disbursement_keys: Path) -> AsyncIterator[Relay]:
    """Our relay, with the application service listening on a real port."""
    templates = {telling.template for telling in TELLINGS.values()}
    app = Starlette(routes=[Route(each, heard.take, methods=["PUT"]) for each in templates])
    signer = InternalSigner(private_key_file(disbursement_keys, "disbursement"), "svc:disbursement")
    async with (
        served(app) as address,
        ServiceClient("application", address, signer, timeout_s=5) as client,
    ):
        yield Relay(service.sessions, [ApplicationService(service.sessions, client, service.clock)])


async def test_a_draft_is_told_with_what_is_missing(
    service: RunningApp, relay: Relay, heard: Heard, drawn: Draw
) -> None:
    offer = told()
    contract_id = await drawn(offer)
    await heard.all_of(relay)
    async with service.sessions() as session:
        number = (await entry.told(session, contract_id)).number
    assert heard.about(offer) == [
        {
            "sequence": 1,
            "after": 0,
            "contract_id": typeid_of("ctr", contract_id),
            "number": number,
            "status": "draft",
            "signers": [
                {
                    "party_id": offer["signers"][0]["party_id"],
                    "role": "borrower",
                    "has_signed": False,
                }
            ],
            "missing": [
                *("disclosure_reading", "disclosure_confirmation", "signature"),
                "payee_account",
            ],
            "ended_by": None,
            "reason_code": None,
        }
    ]


async def test_a_draft_that_is_replaced_is_told_as_voided_by_nobody(
    relay: Relay, heard: Heard, drawn: Draw
) -> None:
    offer = told()
    first = await drawn(offer)
    offer["product"]["grace_days"] = 7
    second = await drawn({**offer, "sequence": 10, "after": 9})
    await heard.all_of(relay)
    messages = {(each["contract_id"], each["status"]): each for each in heard.about(offer)}
    assert {contract_id for contract_id, _ in messages} == {
        typeid_of("ctr", first),
        typeid_of("ctr", second),
    }
    voided = messages[(typeid_of("ctr", first), "voided")]
    assert (voided["ended_by"], voided["reason_code"], voided["missing"]) == (
        None,
        "terms_changed",
        [],
    )
