"""No step is skipped: every status × every action, and what the refusal leaves behind."""

from typing import Any

import pytest

from services.application.domain.statuses import (
    AMENDABLE,
    APPLICATION_MOVES,
    ApplicationStatus,
)
from services.kit.roles import Role
from tests.api.application.intake.applicant import Applicant, Json, move, path_of
from tests.api.application.intake.files import PDF, a_file
from tests.api.application.intake.ledgers import audit_of, put_into, topics_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

S = ApplicationStatus
ITEM = "premises_proof"
# Action, who takes it, its body, and where it leads.
MOVES: list[tuple[str, Role, Any, ApplicationStatus]] = [
    ("submissions", Role.BORROWER, None, S.SUBMITTED),
    ("withdrawals", Role.BORROWER, {}, S.WITHDRAWN),
    ("acceptances", Role.LOAN_OFFICER, None, S.ACCEPTED),
    ("rejections", Role.LOAN_OFFICER, {"reason_code": "other", "reason": "no"}, S.REJECTED),
    (
        "supplement-requests",
        Role.LOAN_OFFICER,
        {"items": [{"item": ITEM, "reason": "cut off"}], "due_on": "2026-03-20"},
        S.SUPPLEMENT_REQUIRED,
    ),
]


@pytest.mark.parametrize("status", sorted(S))
async def test_z6_a_move_the_table_lacks_is_refused_in_every_status(
    borrower: Applicant, officer: Client, service: RunningApp, status: ApplicationStatus
) -> None:
    draft = await borrower.draft()
    await put_into(service, draft, status)
    before = expect(await borrower.client.get(path_of(draft)), 200)
    callers = {Role.BORROWER: borrower.client, Role.LOAN_OFFICER: officer}
    for name, role, body, target in MOVES:
        if target not in APPLICATION_MOVES.moves[status]:
            answer = await move(callers[role], draft, name, body)
            refused(answer, 409, "transition_not_allowed")
    assert expect(await borrower.client.get(path_of(draft)), 200) == before
    assert await audit_of(service, draft) == ["application.draft"]
    assert await topics_of(service, draft) == []


@pytest.mark.parametrize("status", sorted(S))
async def test_z6_fields_and_files_change_in_the_applicants_turn_only(
    borrower: Applicant, service: RunningApp, status: ApplicationStatus
) -> None:
    draft = await borrower.draft()
    await put_into(service, draft, status)
    amended = await borrower.client.patch(path_of(draft), {"term_months": 6}, version=1)
    uploaded = await borrower.client.http.put(
        path_of(draft, "materials", ITEM, "content"),
        content=a_file(PDF),
        headers={"Content-Type": PDF, "If-Match": '"1"'},
    )
    for answer in (amended, uploaded):
        if status in AMENDABLE:
            expect(answer, 200)
        else:
            refused(answer, 409, "application_not_editable")


@pytest.mark.parametrize("status", sorted(S))
async def test_z6_materials_are_judged_while_intake_has_a_say(
    borrower: Applicant, client_for: ClientFor, service: RunningApp, status: Any
) -> None:
    draft = await borrower.draft()
    expect(await borrower.upload(draft, ITEM), 200)
    await put_into(service, draft, status)
    staff = client_for(Role.LOAN_OFFICER, Role.APPROVER)
    reviewed = await judged(staff, draft, "reviews", {"outcome": "rejected", "reason": "dark"})
    waived = await judged(staff, draft, "waivers", {"reason": "known"})
    is_on_the_desk, is_in_intake = status == S.SUBMITTED, status in AMENDABLE | {S.SUBMITTED}
    for answer, is_allowed in ((reviewed, is_on_the_desk), (waived, is_in_intake)):
        if is_allowed:
            expect(answer, 201)
        else:
            refused(answer, 409, "application_not_under_review")


async def judged(staff: Client, application: Json, name: str, body: Json) -> Any:
    material = expect(await staff.get(path_of(application, "materials", ITEM)), 200)
    path = path_of(application, "materials", ITEM, name)
    return await staff.post(path, body, version=material["version"])
