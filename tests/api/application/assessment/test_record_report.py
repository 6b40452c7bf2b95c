"""record_report: what underwriting tells is applied once, in order, or not at all."""

import asyncio
import itertools
from typing import Any

import asyncpg
import pytest

from services.application.domain.statuses import ApplicationStatus
from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.application.intake.applicant import Applicant, Json, a_borrower, move, path_of, told
from tests.api.application.intake.ledgers import audit_of, audit_rows, put_into, rows, topics_of
from tests.api.application.underwriter import REASON, Underwriting, accepted, underwriting_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.postgres_run import Addresses

BEFORE = ["application.submitted", "application.accepted"]


async def status_of(borrower: Applicant, application: Json) -> str:
    shown = expect(await borrower.client.get(path_of(application)), 200)
    return str(shown["status"])


async def test_an_approval_makes_an_offer_and_says_so_everywhere(
    borrower: Applicant, application: Json, underwriting: Underwriting, service: RunningApp
) -> None:
    taken = await underwriting.started()
    assert taken == {
        "application_id": application["id"],
        "status": "underwriting",
        "version": application["version"] + 1,
    }
    approval = underwriting.approval()
    assert (await underwriting.decides(approval))["status"] == "approved"

    (offer,) = expect(await borrower.client.get(path_of(application, "offers")), 200)["data"]
    shown = {**approval["offer"], "annual_cost": {**approval["offer"]["annual_cost"]}}
    shown["annual_cost"] |= {"simple": "10.8"}  # spelt without a needless zero
    assert {name: offer[name] for name in shown} == shown
    assert (offer["status"], offer["version"], offer["accepted_at"]) == ("open", 1, None)
    decision = expect(await borrower.client.get(path_of(application, "decision")), 200)
    assert (decision["id"], decision["outcome"], decision["reasons"]) == (
        approval["id"], "approved", [],
    )  # fmt: skip
    assert await topics_of(service, application) == [*BEFORE, "application.approved"]
    last = (await audit_rows(service, application))[-1]
    assert (last.action, last.actor, last.acting_service) == (
        "application.approved", "system:relay", "svc:underwriting",
    )  # fmt: skip
    assert last.after["offer_id"] == offer["id"]
    assert last.after["offered_minor"] == 4_000_000
    timeline = expect(await borrower.client.get(path_of(application, "timeline"), limit=100), 200)
    assert [each["to_status"] for each in timeline["data"][-2:]] == ["underwriting", "approved"]


async def test_who_decided_is_kept_and_shown_to_no_borrower(
    borrower: Applicant, application: Json, underwriting: Underwriting, service: RunningApp
) -> None:
    await underwriting.started()
    await underwriting.decides(underwriting.approval(decided_by=["ina.approver", "leo.approver"]))
    (kept,) = await rows(
        service, "SELECT decided_by FROM decisions WHERE application_id = :id", application
    )
    assert kept.decided_by == ["ina.approver", "leo.approver"]
    for rest in ((), ("decision",), ("offers",), ("timeline",), ("next-step",)):
        answer = await borrower.client.get(path_of(application, *rest))
        assert expect(answer, 200)
        assert "approver" not in answer.text


async def test_a_message_that_names_nobody_is_taken(
    application: Json, underwriting: Underwriting, service: RunningApp
) -> None:
    """As an underwriting service sends it that does not know the member yet."""
    await underwriting.started()
    approval = underwriting.approval()
    del approval["decided_by"]
    await underwriting.decides(approval)
    (kept,) = await rows(
        service, "SELECT decided_by FROM decisions WHERE application_id = :id", application
    )
    assert kept.decided_by == []


async def test_a_decline_is_told_with_its_reasons(
    borrower: Applicant, application: Json, underwriting: Underwriting, service: RunningApp
) -> None:
    await underwriting.started()
    await underwriting.decides(underwriting.decline())
    shown = expect(await borrower.client.get(path_of(application)), 200)
    assert shown["status"] == "declined"
    assert shown["closing"] == {"reason_code": REASON["code"], "reason": None}
    decision = expect(await borrower.client.get(path_of(application, "decision")), 200)
    assert decision["reasons"] == [REASON]
    assert expect(await borrower.client.get(path_of(application, "offers")), 200)["data"] == []
    assert await topics_of(service, application) == [*BEFORE, "application.declined"]


async def test_before_a_decision_there_is_none_to_read(
    borrower: Applicant, application: Json
) -> None:
    answer = await borrower.client.get(path_of(application, "decision"))
    refused(answer, 404, "not_decided_yet")


async def test_f2_a_repeat_is_answered_and_changes_nothing(
    borrower: Applicant, application: Json, underwriting: Underwriting, service: RunningApp
) -> None:
    """As when the answer to the first delivery was lost on its way."""
    messages = [
        underwriting.message("started"),
        underwriting.message("decided", decision=underwriting.approval(), gap=3),
    ]
    for message in messages:
        expect(await underwriting.tell(message), 200)
    before = await everything(service, application)
    for message in [*messages, *reversed(messages)]:
        assert expect(await underwriting.tell(message), 200)["status"] == "approved"
    assert await everything(service, application) == before
    assert await status_of(borrower, application) == "approved"


async def everything(service: RunningApp, application: Json) -> list[Any]:
    """All that is kept of an application and its examination."""
    found = [await audit_of(service, application), await topics_of(service, application)]
    for table in ("applications", "offers", "decisions", "information_requests", "assessments"):
        found.append(
            await rows(service, f"SELECT * FROM {table} WHERE application_id = :id", application)
        )
    return found


async def test_z6_shuffled_deliveries_end_the_same(
    client_for: ClientFor, neighbour: Client, service: RunningApp
) -> None:
    """In any order, each tried again until it is taken, as a relay without order would."""
    for order in itertools.permutations(range(3)):
        borrower = await a_borrower(service, client_for)
        application = await accepted(borrower)
        underwriting = underwriting_of(application, neighbour, service)
        question = underwriting.question()
        messages = [
            underwriting.message("started"),
            underwriting.message("information_requested", information=question, gap=2),
            underwriting.message("decided", decision=underwriting.decline(), gap=2),
        ]
        left = [messages[index] for index in order]
        refusals = []
        while left:
            answer = await underwriting.tell(left[0])
            if answer.status_code == 200:
                left.pop(0)
            else:
                refusals.append(refused(answer, 409, "sequence_gap"))
                left.append(left.pop(0))
        assert all(problem["retryable"] for problem in refusals)
        assert await status_of(borrower, application) == "declined"
        assert await topics_of(service, application) == [
            *BEFORE, "application.information_requested", "application.declined",
        ]  # fmt: skip


async def test_the_same_message_20_times_at_once_moves_once(
    application: Json, underwriting: Underwriting, service: RunningApp
) -> None:
    await underwriting.started()
    message = underwriting.message("decided", decision=underwriting.approval())
    answers = await asyncio.gather(*(underwriting.tell(message) for _ in range(20)))
    assert {expect(answer, 200)["status"] for answer in answers} == {"approved"}
    assert await topics_of(service, application) == [*BEFORE, "application.approved"]
    assert (
        len(await rows(service, "SELECT 1 FROM offers WHERE application_id = :id", application))
        == 1
    )


async def test_what_comes_after_the_borrower_left_is_taken_and_changes_nothing(
    borrower: Applicant, application: Json, underwriting: Underwriting, service: RunningApp
) -> None:
    await underwriting.started()
    shown = expect(await borrower.client.get(path_of(application)), 200)
    expect(await move(borrower.client, shown, "withdrawals", {}), 201)
    before = await everything(service, application)
    taken = await underwriting.decides(underwriting.approval())
    assert taken["status"] == "withdrawn"
    assert await everything(service, application) == before


@pytest.mark.parametrize("status", sorted(set(ApplicationStatus) - {"underwriting"}))
async def test_z6_a_decision_is_taken_only_while_underwriting_has_it(
    application: Json,
    underwriting: Underwriting,
    service: RunningApp,
    status: ApplicationStatus,
) -> None:
    await put_into(service, application, status)
    before = await everything(service, application)
    answer = await underwriting.tell(
        underwriting.message("decided", decision=underwriting.approval())
    )
    after = expect(answer, 200) if answer.status_code == 200 else None
    if status == "information_requested":  # underwriting does without the answer
        assert after is not None
        assert after["status"] == "approved"
    elif status in {"withdrawn", "cancelled", "offer_expired"}:
        assert after is not None
        assert after["status"] == status
    else:
        refused(answer, 409, "transition_not_allowed")
        assert await everything(service, application) == before


async def test_another_case_or_an_unknown_application_is_refused(
    application: Json, underwriting: Underwriting, neighbour: Client, service: RunningApp
) -> None:
    await underwriting.started()
    second = underwriting_of(application, neighbour, service)
    refused(await second.tell(second.message("started")), 409, "another_case")
    nowhere = underwriting_of({"id": typeid_of("app", new_id())}, neighbour, service)
    refused(await nowhere.tell(nowhere.message("started")), 404, "not_found")


async def test_only_underwriting_may_tell(
    application: Json, underwriting: Underwriting, client_for: ClientFor
) -> None:
    message = underwriting.message("started")
    path = f"/internal/v1/applications/{application['id']}/decision"
    for role in (Role.ADMIN, Role.UNDERWRITER, Role.BORROWER):
        refused(await client_for(role).put(path, message), 401, "invalid_token")


async def test_underwriting_may_tell_and_nothing_else(application: Json, neighbour: Client) -> None:
    refused(await neighbour.get(path_of(application)), 401, "invalid_token")
    refused(await neighbour.post("/v1/parties", {}), 401, "invalid_token")


WHOLE: list[tuple[str, Json]] = [
    ("started with a decision", {"kind": "started"}),
    ("decided without one", {"decision": None}),
    ("decided with a question", {"information": {}}),
    ("asked without a question", {"kind": "information_requested", "decision": None}),
]


@pytest.mark.parametrize("changed", [each for _, each in WHOLE], ids=[name for name, _ in WHOLE])
async def test_a_message_whose_members_do_not_fit_is_refused(
    underwriting: Underwriting, changed: Json, borrower: Applicant, application: Json
) -> None:
    await underwriting.started()
    if "information" in changed:
        changed = {"information": underwriting.question()}
    message = underwriting.message("decided", decision=underwriting.approval()) | changed
    refused(await underwriting.tell(message), 422, "validation_failed")
    assert await status_of(borrower, application) == "underwriting"


async def test_an_approval_without_terms_or_a_decline_without_reasons_is_refused(
    underwriting: Underwriting,
) -> None:
    await underwriting.started()
    two_currencies = underwriting.approval(instalment={"amount": 1, "currency": "USD"})
    for decision in (
        underwriting.approval() | {"offer": None},
        underwriting.decline() | {"offer": underwriting.approval()["offer"]},
        underwriting.decline() | {"reasons": []},
        two_currencies,
    ):
        message = underwriting.message("decided", decision=decision, gap=0)
        problem = refused(await underwriting.tell(message), 422, "validation_failed")
        assert told(problem)[0][0].startswith("/decision")


async def test_identifiers_of_another_application_are_refused(
    application: Json,
    underwriting: Underwriting,
    client_for: ClientFor,
    neighbour: Client,
    service: RunningApp,
) -> None:
    await underwriting.started()
    question = await underwriting.asks()
    decision = underwriting.approval()
    await underwriting.decides(decision)
    other_application = await accepted(await a_borrower(service, client_for))
    other = underwriting_of(other_application, neighbour, service)
    await other.started()
    for message in (
        other.message("information_requested", information=question, gap=0),
        other.message("decided", decision=decision, gap=0),
    ):
        message["sequence"] += 1
        refused(await other.tell(message), 409, "identifier_taken")
    stolen = underwriting_of(other_application, neighbour, service)
    stolen.case_id = underwriting.case_id
    refused(await stolen.tell(stolen.message("started", gap=9)), 409, "another_case")
    assert application["id"] != other_application["id"]


async def test_w6_a_move_whose_event_cannot_be_written_is_not_made(
    borrower: Applicant,
    application: Json,
    underwriting: Underwriting,
    service: RunningApp,
    database: Addresses,
) -> None:
    await underwriting.started()
    message = underwriting.message("decided", decision=underwriting.approval())
    before = await everything(service, application)
    holder = await asyncpg.connect(database.admin_dsn)
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE application.outbox IN EXCLUSIVE MODE")
            refused(await underwriting.tell(message), 503, "database_unavailable")
    finally:
        await holder.close()
    assert await everything(service, application) == before
    expect(await underwriting.tell(message), 200)
    assert await status_of(borrower, application) == "approved"
    assert await topics_of(service, application) == [*BEFORE, "application.approved"]
