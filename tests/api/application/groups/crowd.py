"""People who form a group: each with a login and an identity of their own, and their officer."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from tests.api.application.intake.applicant import PERSON, Applicant, Json
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.sandbox_people import ordinary_person

REASON = {"reason": "as the members asked"}


async def a_person(
    service: RunningApp, client_for: ClientFor, partner_id: UUID | None = None, **changed: Any
) -> Applicant:
    """Somebody nobody has met before, registered by themselves or by a partner."""
    role = Role.BORROWER if partner_id is None else Role.PARTNER
    client = client_for(role, partner_id=partner_id)
    person = PERSON | {"identity_number": ordinary_person()} | changed
    return Applicant(client, expect(await client.post("/v1/parties", person), 201)["id"], service)


async def agreement_of(member: Applicant, **changed: Any) -> Json:
    """What a member sends to agree to the text in force."""
    text = expect(await member.client.get("/v1/group-agreement-text"), 200)
    return {
        "party_id": member.party_id,
        "text_version": text["version"],
        "text_hash": text["hash"],
        "has_no_relatives_here": True,
    } | changed


async def events_of(service: RunningApp, group: Json) -> list[str]:
    """The topics of a group's events, in order."""
    return [row.topic for row in await _rows(service, "outbox", "sequence", group)]


async def actions_of(service: RunningApp, group: Json) -> list[str]:
    """The actions in a group's audit chain, in order."""
    return [row.action for row in await _rows(service, "audit", "seq", group)]


async def _rows(service: RunningApp, table: str, order: str, group: Json) -> list[Any]:
    statement = text(f"SELECT * FROM {table} WHERE aggregate_id = :id ORDER BY {order}")
    async with service.sessions() as session:
        found = await session.execute(statement, {"id": uuid_of("grp", group["id"])})
    return list(found.all())


@dataclass(frozen=True)
class Crowd:
    """A group, the people it was meant for, and the officer who sees to it."""

    officer: Client
    people: tuple[Applicant, ...]
    group_id: str

    @property
    def path(self) -> str:
        """Where the group is."""
        return f"/v1/groups/{self.group_id}"

    async def now(self, reader: Client | None = None) -> Json:
        """The group as it stands, as somebody sees it."""
        return expect(await (reader or self.officer).get(self.path), 200)

    async def move(self, name: str, body: Json, client: Client | None = None) -> Any:
        """Take the group one step further, at its version now."""
        version = (await self.now())["version"]
        return await (client or self.officer).post(f"{self.path}/{name}", body, version=version)

    async def join(self, person: Applicant) -> Any:
        """Let the officer add somebody."""
        return await self.move("members", {"party_id": person.party_id})

    async def leave(self, person: Applicant) -> Any:
        """Let the officer take somebody out."""
        return await self.move(f"members/{person.party_id}/departures", REASON)

    async def agree(self, person: Applicant, **changed: Any) -> Any:
        """Let somebody agree."""
        body = await agreement_of(person, **changed)
        return await self.move("agreements", body, person.client)

    async def all_agree(self) -> Json:
        """Let everybody agree; the group as it then stands."""
        for person in self.people:
            expect(await self.agree(person), 201)
        return await self.now()


async def a_forming_group(
    service: RunningApp, client_for: ClientFor, size: int = 3, **changed: Any
) -> Crowd:
    """A group of that many people, none of whom has agreed."""
    people = [await a_person(service, client_for, **changed) for _ in range(size)]
    body = {"party_id": people[0].party_id}
    formed = expect(await people[0].client.post("/v1/groups", body), 201)
    crowd = Crowd(client_for(Role.LOAN_OFFICER), tuple(people), formed["id"])
    for person in people[1:]:
        expect(await crowd.join(person), 201)
    return crowd


async def an_active_group(service: RunningApp, client_for: ClientFor, size: int = 3) -> Crowd:
    """A group of that many people who all agreed."""
    crowd = await a_forming_group(service, client_for, size)
    assert (await crowd.all_agree())["status"] == "active"
    return crowd
