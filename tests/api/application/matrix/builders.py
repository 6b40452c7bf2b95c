"""One thing of each owned resource, made as its owner makes it.

A new `x-resource` needs a builder here, and a new path parameter of a resource a value from it.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

from services.application.main import ALLOWLIST
from services.kit.identifiers import uuid_of
from tests.api.application.intake.applicant import SECURED, Applicant
from tests.api.application.underwriter import with_offer
from tests.api.matrix.operations import operations
from tests.api.matrix.tried import Tried
from tests.api.signed_clients import Client, Credentials, RunningApp, expect
from tests.api.stuck import Grumbler, parked_at
from tests.sandbox_people import ordinary_person

APPLICATION = Tried(
    service="application",
    allowlist=ALLOWLIST,
    prefixes={
        "party_id": "party",
        "consent_id": "cons",
        "application_id": "app",
        "material_id": "mat",
        "delivery_id": "dlv",
        "offer_id": "off",
        "group_id": "grp",
        "collateral_id": "col",
    },
    names={"code": "UNHEARD_OF", "number": "1", "item": "business_licence"},
    # Nothing has been uploaded, and nothing decided.
    not_yet=frozenset({"get_material_content", "get_application_decision"}),
)

Builder = Callable[[Client], Awaitable[dict[str, str]]]


def example_of(path: str) -> Any:
    """The request example of the POST at `path`, a fresh copy."""
    return next(
        o.body_example for o in operations("application") if (o.method, o.path) == ("POST", path)
    )


async def a_party(owner: Client) -> dict[str, str]:
    """A person with one consent."""
    party = await owner.post("/v1/parties", example_of("/v1/parties"))
    assert party.status_code == 201, party.text
    party_id = party.json()["id"]
    path = "/v1/parties/{party_id}/consents"
    consent = await owner.post(path.format(party_id=party_id), example_of(path))
    assert consent.status_code == 201, consent.text
    return {"party_id": party_id, "consent_id": consent.json()["id"]}


async def an_application(owner: Client) -> dict[str, str]:
    """A draft of that person, and the code of one material it wants."""
    party = await a_party(owner)
    body = example_of("/v1/applications") | {"party_id": party["party_id"]}
    draft = await owner.post("/v1/applications", body)
    assert draft.status_code == 201, draft.text
    application_id = draft.json()["id"]
    materials = await owner.get(f"/v1/applications/{application_id}/materials")
    assert materials.status_code == 200, materials.text
    return {
        **party,
        "application_id": application_id,
        "item": materials.json()["data"][0]["item"],
    }


async def a_collateral(owner: Client) -> dict[str, str]:
    """A property that is to secure a draft of theirs."""
    party = expect(await owner.post("/v1/parties", example_of("/v1/parties")), 201)
    applicant = Applicant(owner, party["id"], owner.credentials.service)
    draft = await applicant.draft(product_code=SECURED)
    path = "/v1/applications/{application_id}/collaterals"
    offered = await owner.post(path.format(application_id=draft["id"]), example_of(path))
    return {"application_id": draft["id"], "collateral_id": expect(offered, 201)["id"]}


async def a_delivery(owner: Client) -> dict[str, str]:
    """A message about an application of theirs that nobody took."""
    application = (await an_application(owner))["application_id"]
    withdrawn = await owner.post(f"/v1/applications/{application}/withdrawals", {}, version=1)
    assert withdrawn.status_code == 201, withdrawn.text
    sessions = owner.credentials.service.sessions
    grumbler = Grumbler(frozenset({"application.withdrawn"}))
    return {"delivery_id": await parked_at(grumbler, sessions, uuid_of("app", application))}


async def an_offer(owner: Client) -> dict[str, str]:
    """An offer made for an application of theirs."""
    service = owner.credentials.service
    party = await owner.post("/v1/parties", example_of("/v1/parties"))
    assert party.status_code == 201, party.text
    applicant, relay = Applicant(owner, party.json()["id"], service), _relay_of(service)
    async with relay.http:
        _, _, offer = await with_offer(applicant, relay)
    return {"offer_id": offer["id"]}


async def a_group(owner: Client) -> dict[str, str]:
    """A group that forms, of a person who is in no other."""
    person = example_of("/v1/parties") | {"identity_number": ordinary_person()}
    party = await owner.post("/v1/parties", person)
    assert party.status_code == 201, party.text
    party_id = party.json()["id"]
    formed = await owner.post("/v1/groups", {"party_id": party_id})
    assert formed.status_code == 201, formed.text
    return {"group_id": formed.json()["id"], "party_id": party_id}


def _relay_of(service: RunningApp) -> Client:
    """The underwriting service, telling."""
    credentials = Credentials(
        service, "system:relay", frozenset(), frozenset(), signer="underwriting"
    )
    transport = httpx.ASGITransport(service.app)
    http = httpx.AsyncClient(transport=transport, base_url="http://application", auth=credentials)
    return Client(http, credentials)


BUILDERS: Mapping[str, Builder] = {
    "offer": an_offer,
    "party": a_party,
    "application": an_application,
    "collateral": a_collateral,
    "delivery": a_delivery,
    "group": a_group,
}
