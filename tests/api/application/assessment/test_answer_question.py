"""answer_question: underwriting asks, the borrower answers, and underwriting goes on."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from services.application.assessment.sealed_answers import opened
from services.kit.identifiers import new_id, typeid_of, uuid_of
from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    Applicant,
    Json,
    a_borrower,
    a_partner,
    move,
    path_of,
    told,
    yuan,
)
from tests.api.application.intake.ledgers import audit_rows, rows, topics_of
from tests.api.application.underwriter import Underwriting, accepted, underwriting_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

WORDS = "About 65,000 a month.\nThe statement is uploaded."


async def asked(borrower: Applicant, underwriting: Underwriting, *items: str) -> tuple[Json, Json]:
    """The application while it waits for an answer, and the question."""
    await underwriting.started()
    question = await underwriting.asks(*items)
    path = f"/v1/applications/{underwriting.application_id}"
    return expect(await borrower.client.get(path), 200), question


async def answer(
    client: Client, application: Json, question: Json, *, key: str | None = None, **more: Any
) -> Any:
    body = {"request_id": question["request_id"], "text": WORDS} | more
    path = path_of(application, "information-answers")
    return await client.post(path, body, key=key, version=application["version"])


async def test_a_question_is_shown_and_its_answer_goes_to_underwriting(
    borrower: Applicant, underwriting: Underwriting, service: RunningApp
) -> None:
    waiting, question = await asked(borrower, underwriting)
    assert waiting["status"] == "information_requested"
    (shown,) = expect(await borrower.client.get(path_of(waiting, "information-requests")), 200)[
        "data"
    ]
    assert (shown["id"], shown["text"], shown["items"], shown["due_on"], shown["status"]) == (
        question["request_id"], question["text"], ["monthly_sales"], question["due_on"], "open",
    )  # fmt: skip
    answered = await answer(
        borrower.client, waiting, question, financials={"monthly_sales": yuan(65_000)}
    )
    receipt = expect(answered, 201)
    assert (receipt["request_id"], receipt["application_status"]) == (
        question["request_id"], "underwriting",
    )  # fmt: skip
    assert answered.headers["ETag"] == f'"{receipt["application_version"]}"'
    after = expect(await borrower.client.get(path_of(waiting)), 200)
    assert after["version"] == receipt["application_version"]
    assert after["financials"]["monthly_sales"] == yuan(65_000)
    (shown,) = expect(await borrower.client.get(path_of(waiting, "information-requests")), 200)[
        "data"
    ]
    assert (shown["status"], shown["answered_at"]) == ("answered", receipt["answered_at"])
    assert (await topics_of(service, waiting))[2:] == [
        "application.information_requested", "application.information_answered",
    ]  # fmt: skip
    last = (await audit_rows(service, waiting))[-1]
    assert last.after["request_id"] == question["request_id"]
    assert last.after["monthly_sales_minor"] == 6_500_000


async def test_the_words_lie_sealed_and_in_no_kept_answer(
    borrower: Applicant, underwriting: Underwriting, service: RunningApp
) -> None:
    waiting, question = await asked(borrower, underwriting)
    expect(await answer(borrower.client, waiting, question), 201)
    (row,) = await rows(
        service, "SELECT * FROM information_answers WHERE application_id = :id", waiting
    )
    assert WORDS.encode() not in row.text_sealed
    request_id = uuid_of("inf", question["request_id"])
    assert opened(row.text_sealed, request_id, service.field_keys) == WORDS
    async with service.sessions() as session:
        kept = await session.execute(
            text("SELECT count(*) FROM idempotency_keys WHERE position(:w in body) > 0"),
            {"w": b"65,000"},
        )
        assert kept.scalar_one() == 0


async def test_f2_an_answer_twice_is_one_answer(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, question = await asked(borrower, underwriting)
    first = await answer(borrower.client, waiting, question, key="once-and-for-all")
    again = await answer(borrower.client, waiting, question, key="once-and-for-all")
    assert expect(again, 201) == expect(first, 201)
    assert again.headers["Idempotent-Replayed"] == "true"
    stale = await answer(borrower.client, waiting, question)
    refused(stale, 412, "version_changed")
    now = expect(await borrower.client.get(path_of(waiting)), 200)
    refused(await answer(borrower.client, now, question), 409, "question_closed")


async def test_c8_ten_answers_at_once_are_one(
    borrower: Applicant, underwriting: Underwriting, service: RunningApp
) -> None:
    waiting, question = await asked(borrower, underwriting)
    answers = await asyncio.gather(*(answer(borrower.client, waiting, question) for _ in range(10)))
    assert sorted(each.status_code for each in answers) == [201, *[412] * 9]
    assert (await topics_of(service, waiting)).count("application.information_answered") == 1


async def test_an_unknown_question_empty_words_and_foreign_money_are_refused_in_place(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, question = await asked(borrower, underwriting)
    dollars = {"monthly_sales": {"amount": 1, "currency": "USD"}}
    for changed, place in (
        ({"request_id": typeid_of("inf", new_id())}, ("/request_id", "unknown_request")),
        ({"text": " \n "}, ("/text", "string_pattern_mismatch")),
        ({"text": "x" * 2001}, ("/text", "string_too_long")),
        ({"financials": dollars}, ("/financials/monthly_sales/currency", "currency_not_offered")),
    ):
        wrong = await answer(borrower.client, waiting, question, **changed)
        assert told(refused(wrong, 422, "validation_failed")) == [place]
    assert expect(await borrower.client.get(path_of(waiting)), 200) == waiting


async def test_papers_that_are_asked_for_can_be_uploaded_and_others_cannot(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, question = await asked(borrower, underwriting, "bank_statement")
    material = await borrower.material(waiting, "bank_statement")
    assert (material["status"], material["need"]) == ("rejected", "required")
    assert material["reason"] == question["text"]
    refused(await borrower.upload(waiting, "premises_proof"), 409, "application_not_editable")
    uploaded = expect(await borrower.upload(waiting, "bank_statement"), 200)
    assert uploaded["upload"]["id"] != material["upload"]["id"]
    expect(await answer(borrower.client, waiting, question), 201)
    refused(await borrower.upload(waiting, "bank_statement"), 409, "application_not_editable")


async def test_the_next_step_leads_through_papers_to_the_answer(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, question = await asked(borrower, underwriting, "bank_statement", "monthly_income")

    async def step() -> Json:
        return expect(await borrower.client.get(path_of(waiting, "next-step")), 200)

    first = await step()
    assert (first["actor"], first["about"]) == ("borrower", question["request_id"])
    assert first["due_at"].startswith(question["due_on"])
    assert [gap["pointer"] for gap in first["missing"]] == [
        "/materials/bank_statement", "/financials/monthly_income",
    ]  # fmt: skip
    assert first["call"]["operation_id"] == "put_material_content"
    expect(await borrower.upload(waiting, "bank_statement"), 200)
    second = await step()
    assert second["call"]["operation_id"] == "post_information_answer"
    headers = {each["name"]: each["value"] or "k" for each in second["call"]["headers"]}
    body = {"request_id": second["about"], "text": "Here it is."}
    taken = await borrower.client.http.post(second["call"]["path"], json=body, headers=headers)
    expect(taken, 201)
    assert (await step())["actor"] == "underwriter"


async def test_a_question_that_is_dropped_is_answered_no_more(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, question = await asked(borrower, underwriting)
    dropped = underwriting.message("information_closed", information=question)
    assert expect(await underwriting.tell(dropped), 200)["status"] == "underwriting"
    now = expect(await borrower.client.get(path_of(waiting)), 200)
    refused(await answer(borrower.client, now, question), 409, "question_closed")


async def test_an_answer_that_crosses_the_dropping_of_its_question_stays(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, question = await asked(borrower, underwriting)
    expect(await answer(borrower.client, waiting, question), 201)
    dropped = underwriting.message("information_closed", information=question)
    taken = expect(await underwriting.tell(dropped), 200)
    assert taken["status"] == "underwriting"
    listed = expect(await borrower.client.get(path_of(waiting, "information-requests")), 200)
    assert [each["status"] for each in listed["data"]] == ["answered"]


async def test_a_second_question_takes_the_place_of_the_first(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, first = await asked(borrower, underwriting)
    second = await underwriting.asks("existing_debt")
    listed = expect(await borrower.client.get(path_of(waiting, "information-requests")), 200)
    assert [(each["id"], each["status"]) for each in listed["data"]] == [
        (second["request_id"], "open"), (first["request_id"], "closed"),
    ]  # fmt: skip


async def test_whoever_leaves_is_asked_no_more(
    borrower: Applicant, underwriting: Underwriting
) -> None:
    waiting, question = await asked(borrower, underwriting)
    expect(await move(borrower.client, waiting, "withdrawals", {}), 201)
    now = expect(await borrower.client.get(path_of(waiting)), 200)
    refused(await answer(borrower.client, now, question), 409, "question_closed")
    listed = expect(await borrower.client.get(path_of(waiting, "information-requests")), 200)
    assert listed["data"][0]["status"] == "closed"


@pytest.mark.parametrize("turn", range(6))
async def test_c8_an_answer_against_a_decision_has_one_outcome(
    borrower: Applicant, underwriting: Underwriting, service: RunningApp, turn: int
) -> None:
    """Either the answer was first and the decision came after it, or it came too late."""
    waiting, question = await asked(borrower, underwriting)
    message = underwriting.message("decided", decision=underwriting.decline())
    racing = [answer(borrower.client, waiting, question), underwriting.tell(message)]
    if turn % 2:
        racing.reverse()
    answers = await asyncio.gather(*racing)
    answered, decided = reversed(answers) if turn % 2 else answers
    assert expect(decided, 200)["status"] == "declined"
    topics = (await topics_of(service, waiting))[3:]
    if answered.status_code == 201:
        assert topics == ["application.information_answered", "application.declined"]
    else:
        refused(answered, 412, "version_changed")
        assert topics == ["application.declined"]


async def test_a_partner_answers_for_its_own_borrower(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    partner = await a_partner(service, client_for)
    application = await accepted(partner)
    underwriting = underwriting_of(application, neighbour, service)
    waiting, question = await asked(partner, underwriting)
    stranger = await a_borrower(service, client_for)
    refused(await answer(stranger.client, waiting, question), 404, "not_found")
    refused(
        await answer(client_for(Role.UNDERWRITER), waiting, question), 403, "insufficient_scope"
    )
    expect(await answer(partner.client, waiting, question), 201)
    timeline = expect(await partner.client.get(path_of(waiting, "timeline"), limit=100), 200)
    assert timeline["data"][-1]["actor"] == "partner"
