"""Putting a version on offer: `activate_version` over HTTP."""

import asyncio
from datetime import timedelta

import pytest

from services.kit.roles import Role
from tests.api.application.catalogue.products import activate, make_product, version_body
from tests.api.signed_clients import Client, ClientFor, RunningApp


async def test_an_approved_version_is_on_offer(
    anonymous: Client, maker: Client, approver: Client
) -> None:
    code = await make_product(maker)
    approved = await activate(approver, code, 1)
    assert approved.status_code == 201, approved.text
    version = approved.json()
    assert (version["status"], version["approver"]) == ("active", approver.subject)
    assert version["approved_at"] is not None
    assert approved.headers["ETag"] == '"2"'
    assert (await anonymous.get(f"/v1/products/{code}")).json()["version"] == 1


async def test_nobody_approves_their_own_version(client_for: ClientFor) -> None:
    both = client_for(Role.RISK_MANAGER, Role.ADMIN)
    answer = await activate(both, await make_product(both), 1)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_work")


async def test_a_new_version_replaces_the_former_from_its_day(
    service: RunningApp, anonymous: Client, maker: Client, approver: Client
) -> None:
    code = await make_product(maker)
    await activate(approver, code, 1)
    path = f"/v1/products/{code}"
    later = version_body(valid_from="2026-03-12", rate_max="12")
    assert (await maker.post(f"{path}/versions", later)).json()["version"] == 2
    assert (await activate(approver, code, 2)).status_code == 201
    former = (await maker.get(f"{path}/versions/1")).json()
    assert (former["status"], former["valid_to"]) == ("retired", "2026-03-12")
    assert former["rate_max"] == "14.4"
    shown = []
    for _ in range(3):
        product = (await anonymous.get(path)).json()
        shown.append((product["version"], product["rate_max"]))
        service.advance(timedelta(days=1))
    assert shown == [(1, "14.4"), (1, "14.4"), (2, "12")]


async def test_an_approval_overtakes_one_that_has_not_begun(
    service: RunningApp, anonymous: Client, maker: Client, approver: Client
) -> None:
    code = await make_product(maker)
    await activate(approver, code, 1)
    path = f"/v1/products/{code}"
    await maker.post(f"{path}/versions", version_body(valid_from="2026-03-20"))
    await activate(approver, code, 2)
    await maker.post(f"{path}/versions", version_body())
    assert (await activate(approver, code, 3)).status_code == 201
    assert (await anonymous.get(path)).json()["version"] == 3
    service.advance(timedelta(days=30))
    assert (await anonymous.get(path)).json()["version"] == 3
    states = [row["status"] for row in (await maker.get(f"{path}/versions")).json()["data"]]
    assert states == ["active", "retired", "retired"]


async def test_a_version_is_approved_once(maker: Client, approver: Client) -> None:
    code = await make_product(maker)
    await activate(approver, code, 1)
    again = await activate(approver, code, 1, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")


async def test_a_draft_approved_late_begins_on_the_day_of_approval(
    service: RunningApp, maker: Client, approver: Client
) -> None:
    code = await make_product(maker)
    service.advance(timedelta(days=5))
    assert (await activate(approver, code, 1)).json()["valid_from"] == "2026-03-15"


async def test_a_draft_whose_time_is_over_is_refused(
    service: RunningApp, maker: Client, approver: Client
) -> None:
    code = await make_product(maker, valid_to="2026-03-12")
    service.advance(timedelta(days=2))
    answer = await activate(approver, code, 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "version_out_of_date")


async def test_c12_an_approval_names_the_version_that_was_read(
    maker: Client, approver: Client
) -> None:
    code = await make_product(maker)
    path = f"/v1/products/{code}/versions/1/activations"
    missing = await approver.post(path, {})
    assert (missing.status_code, missing.json()["code"]) == (428, "if_match_required")
    stale = await approver.post(path, {}, version=7)
    assert (stale.status_code, stale.json()["code"]) == (412, "version_changed")
    for malformed in ("*", 'W/"1"', "1", '"1", "2"', '"01"'):
        headers = {"If-Match": malformed, "Idempotency-Key": "k"}
        answer = await approver.http.post(path, json={}, headers=headers)
        assert answer.status_code == 400, malformed


async def test_c2_a_repeated_approval_is_answered_before_its_version_is_compared(
    maker: Client, approver: Client
) -> None:
    code = await make_product(maker)
    path = f"/v1/products/{code}/versions/1/activations"
    first = await approver.post(path, {}, key="approve", version=1)
    again = await approver.post(path, {}, key="approve", version=1)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"


async def test_of_two_approvals_at_once_one_is_made(
    maker: Client, approver: Client, client_for: ClientFor
) -> None:
    code = await make_product(maker)
    other = client_for(Role.ADMIN)
    answers = await asyncio.gather(activate(approver, code, 1), activate(other, code, 1))
    assert sorted(answer.status_code for answer in answers) == [201, 412]


async def test_versions_approved_at_once_leave_one_current(maker: Client, approver: Client) -> None:
    code = await make_product(maker)
    path = f"/v1/products/{code}/versions"
    for _ in range(4):
        await maker.post(path, version_body())
    answers = await asyncio.gather(*(activate(approver, code, number) for number in range(1, 6)))
    assert [answer.status_code for answer in answers] == [201] * 5
    states = [row["status"] for row in (await maker.get(path)).json()["data"]]
    assert sorted(states) == ["active", *["retired"] * 4]


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.ADMIN], ids=lambda role: role.value
)
async def test_z3_only_an_admin_approves(maker: Client, client_for: ClientFor, role: Role) -> None:
    caller = client_for(role, scopes=frozenset({"products:activate"}))
    assert (await activate(caller, await make_product(maker), 1)).status_code == 403


async def test_an_unknown_version_is_not_found(maker: Client, approver: Client) -> None:
    code = await make_product(maker)
    assert (await activate(approver, code, 2)).status_code == 404
    assert (await activate(approver, "NO_SUCH_PRODUCT", 1)).status_code == 404
