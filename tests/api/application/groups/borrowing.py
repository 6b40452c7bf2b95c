"""Members of a group who ask for its loan."""

from services.kit.roles import Role
from tests.api.application.groups.crowd import Crowd, an_active_group
from tests.api.application.intake.applicant import Applicant, Json, move, path_of, verify_all, yuan
from tests.api.application.underwriter import approved_parts, underwriting_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

GROUP_PRODUCT = "GROUP_CREDIT"


async def group_draft(member: Applicant) -> Json:
    """A draft of the group's loan, to which all is there but perhaps the group."""
    return await member.complete_draft(product_code=GROUP_PRODUCT, amount=yuan(40_000))


async def group_application(
    service: RunningApp, client_for: ClientFor
) -> tuple[Crowd, Applicant, Json]:
    """A group, and the application one of its members has handed in."""
    crowd = await an_active_group(service, client_for)
    member = crowd.people[0]
    return crowd, member, expect(await member.submit(await group_draft(member)), 201)


async def accepted_by(officer: Client, application: Json) -> Json:
    """The application, verified and accepted by an officer."""
    await verify_all(officer, application)
    now = expect(await officer.get(path_of(application)), 200)
    return expect(await move(officer, now, "acceptances"), 201)


async def accepted_group_offer(
    service: RunningApp, client_for: ClientFor, relay: Client
) -> tuple[Crowd, Applicant, Json]:
    """The same, and its offer accepted."""
    crowd, member, application = await accepted_group_application(service, client_for)
    underwriting = underwriting_of(application, relay, service)
    await underwriting.started()
    await underwriting.decides(underwriting.approval())
    _, _, offer = await approved_parts(member, application, underwriting)
    path = f"/v1/offers/{offer['id']}/acceptances"
    expect(await member.client.post(path, version=offer["version"]), 201)
    return crowd, member, application


async def accepted_group_application(
    service: RunningApp, client_for: ClientFor
) -> tuple[Crowd, Applicant, Json]:
    """The same, accepted."""
    crowd, member, application = await group_application(service, client_for)
    return crowd, member, await accepted_by(client_for(Role.LOAN_OFFICER), application)
