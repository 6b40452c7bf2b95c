"""Somebody who applies: a party with its consents, and the calls an application takes."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.kit.roles import Role
from tests.api.application.intake.files import a_file
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

PRODUCT = "SOLE_TRADER_CREDIT"
SECURED = "PROPERTY_SECURED"
REQUIRED_CONSENTS = ("personal_data", "sensitive_data", "credit_bureau_query")
Json = dict[str, Any]

PERSON = {
    "kind": "person",
    "customer_type": "sole_trader",
    "name": "王小明",
    "identity_number": "110101199003070003",
    "identity_valid_to": "2036-03-07",
    "mobile": "13800138000",
    "address": "北京市东城区示例路1号",
}


def yuan(amount: int) -> Json:
    return {"amount": amount * 100, "currency": "CNY"}


def wishes(**changed: Any) -> Json:
    """What an application of 80,000 yuan asks for: too much for the fast track."""
    return {
        "amount": yuan(80_000),
        "term_months": 12,
        "method": "level_instalment",
        "purpose_code": "equipment",
    } | changed


def a_property(**changed: Any) -> Json:
    """A shop of the borrower's that nobody else offers."""
    return {
        "kind": "shop",
        "owner": "borrower",
        "owner_name": PERSON["name"],
        "title_number": f"京（2020）东城区不动产权第{uuid4().hex}号",
        "place": "北京市东城区示例路1号底商",
        "declared_value": yuan(1_800_000),
    } | changed


def path_of(application: Json, *rest: str) -> str:
    return "/".join(("/v1/applications", application["id"], *rest))


@dataclass(frozen=True)
class Applicant:
    """A caller with a party of its own."""

    client: Client
    party_id: str
    service: RunningApp

    async def begin(self, **changed: Any) -> httpx.Response:
        """Ask for a draft."""
        body = {"product_code": PRODUCT, "party_id": self.party_id, "channel": "app"}
        return await self.client.post("/v1/applications", body | wishes() | changed)

    async def draft(self, **changed: Any) -> Json:
        """A new draft."""
        return expect(await self.begin(**changed), 201)

    async def consent(self) -> None:
        """Agree to everything an application needs, as who represents a business too."""
        await self.agree(*REQUIRED_CONSENTS)
        party = expect(await self.client.get(f"/v1/parties/{self.party_id}"), 200)
        if party["kind"] == "business":
            person = Applicant(self.client, party["legal_representative_id"], self.service)
            await person.agree("credit_bureau_query")

    async def agree(self, *purposes: str) -> None:
        """Agree to these."""
        texts = expect(await self.client.get("/v1/consent-texts"), 200)["data"]
        for text in texts:
            if text["purpose"] in purposes:
                body = {
                    "purpose": text["purpose"],
                    "text_version": text["version"],
                    "text_hash": text["hash"],
                    "channel": "app",
                }
                expect(await self.client.post(f"/v1/parties/{self.party_id}/consents", body), 201)

    async def upload(
        self,
        application: Json,
        item: str,
        *,
        content: bytes | None = None,
        version: int | None = None,
        media_type: str | None = None,
        document_on: date | None = None,
    ) -> httpx.Response:
        """Hand in a file for an item, by default one that will do."""
        material = await self.material(application, item)
        media_type = media_type or material["media_types"][0]
        if document_on is None and material["freshness_days"] is not None:
            document_on = self.service.clock.today()
        return await self.client.http.put(
            path_of(application, "materials", item, "content"),
            content=a_file(media_type) if content is None else content,
            params={"document_on": document_on.isoformat()} if document_on else {},
            headers={
                "Content-Type": media_type,
                "If-Match": f'"{material["version"] if version is None else version}"',
            },
        )

    async def material(self, application: Json, item: str) -> Json:
        return expect(await self.client.get(path_of(application, "materials", item)), 200)

    async def materials(self, application: Json) -> list[Json]:
        data = expect(await self.client.get(path_of(application, "materials")), 200)["data"]
        assert isinstance(data, list)
        return data

    async def upload_all(self, application: Json) -> None:
        """Hand in whatever is still needed."""
        groups = set()
        for material in await self.materials(application):
            group = material["alternatives"]
            is_needed = material["need"] == "required" or (
                material["need"] == "one_of" and group not in groups
            )
            if is_needed and material["status"] in {"required", "rejected", "expired"}:
                groups.add(group)
                expect(await self.upload(application, material["item"]), 200)

    async def complete_draft(self, **changed: Any) -> Json:
        """A draft to which nothing is missing."""
        application = await self.draft(**changed)
        if application["product_code"] == SECURED:
            await self.offered(application)
        await self.consent()
        await self.upload_all(application)
        return application

    async def offer(self, application: Json, **changed: Any) -> httpx.Response:
        """Offer a property as security."""
        return await self.client.post(path_of(application, "collaterals"), a_property(**changed))

    async def offered(self, application: Json, **changed: Any) -> Json:
        """A property that is offered as security, as its owner reads it."""
        collateral_id = expect(await self.offer(application, **changed), 201)["id"]
        path = path_of(application, "collaterals", collateral_id)
        return expect(await self.client.get(path), 200)

    async def submit(self, application: Json) -> httpx.Response:
        return await self.move(application, "submissions")

    async def submitted(self, **changed: Any) -> Json:
        """An application on an officer's desk."""
        return expect(await self.submit(await self.complete_draft(**changed)), 201)

    async def move(
        self, application: Json, name: str, body: Json | None = None, key: str | None = None
    ) -> httpx.Response:
        return await move(self.client, application, name, body, key=key)


async def move(
    client: Client,
    application: Json,
    name: str,
    body: Json | None = None,
    *,
    key: str | None = None,
) -> httpx.Response:
    """Take an application one step further, at the version that was read."""
    path = path_of(application, name)
    return await client.post(path, body, key=key, version=application["version"])


async def verify_all(officer: Client, application: Json) -> None:
    """Review everything that was uploaded as good."""
    materials = expect(await officer.get(path_of(application, "materials")), 200)["data"]
    for material in materials:
        if material["status"] == "uploaded":
            path = path_of(application, "materials", material["item"], "reviews")
            body = {"outcome": "verified"}
            expect(await officer.post(path, body, version=material["version"]), 201)


async def register(service: RunningApp, client: Client) -> Applicant:
    """An applicant whose party is registered."""
    party = expect(await client.post("/v1/parties", PERSON), 201)
    return Applicant(client, party["id"], service)


async def a_borrower(service: RunningApp, client_for: ClientFor) -> Applicant:
    """A new borrower."""
    return await register(service, client_for(Role.BORROWER))


async def a_partner(
    service: RunningApp, client_for: ClientFor, partner_id: UUID | None = None
) -> Applicant:
    """A new partner's client."""
    return await register(service, client_for(Role.PARTNER, partner_id=partner_id or uuid4()))


def told(problem: Json) -> list[tuple[str, str]]:
    """What a refusal points at."""
    return [(error["pointer"], error["code"]) for error in problem["errors"]]
