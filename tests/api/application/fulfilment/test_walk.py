"""From the accepted offer to the running loan: each service tells, the application follows."""

from services.kit.identifiers import uuid_of
from services.kit.verification import verify
from tests.api.application.disburser import Fulfilment
from tests.api.application.fulfilment.reading import history_of, status_of
from tests.api.application.intake.applicant import Applicant, Json, path_of
from tests.api.application.intake.ledgers import audit_rows, topics_of
from tests.api.signed_clients import RunningApp, refused

S = ("contract_draft", "contract_disclosed", "contract_signing", "contract_signed")


async def test_the_whole_way_is_walked_noted_and_told(
    borrower: Applicant, application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    told = await fulfilment.told(fulfilment.contract("draft"))
    assert told == {
        "application_id": application["id"],
        "status": "contracting",
        "version": application["version"] + 2,  # the contract, and the move
    }
    for status, expected in (
        ("disclosed", "contracting"),
        ("signing", "contracting"),
        ("signed", "contracted"),
    ):
        assert (await fulfilment.told(fulfilment.contract(status)))["status"] == expected
    for status, expected in (
        ("created", "contracted"),
        ("conditions_pending", "contracted"),
        ("ready", "contracted"),
        ("approved", "contracted"),
        ("submitted", "disbursing"),
        ("unknown", "disbursing"),
        ("settled", "disbursed"),
    ):
        assert (await fulfilment.told(fulfilment.payout(status)))["status"] == expected
    await fulfilment.told(fulfilment.contract("effective"))
    assert (await fulfilment.told(fulfilment.loan("active")))["status"] == "active"

    history = await history_of(borrower, application)
    kinds = [each["kind"] for each in history if each["kind"] != "status_changed"]
    assert kinds[-13:] == [
        *S,
        *(f"payout_{each}" for each in ("created", "conditions_pending", "ready", "approved")),
        *("payout_submitted", "payout_unknown", "payout_settled"),
        *("contract_effective", "loan_active"),
    ]
    moves = [each["to_status"] for each in history if each["to_status"]]
    assert moves[-5:] == ["contracting", "contracted", "disbursing", "disbursed", "active"]
    actors = {each["kind"]: each["actor"] for each in history}
    assert (actors["contract_disclosed"], actors["contract_signing"]) == ("borrower", "borrower")
    assert (actors["contract_draft"], actors["payout_settled"]) == ("system", "system")
    topics = await topics_of(service, application)
    assert topics[-3:] == [f"application.{each}" for each in ("contracted", "disbursed", "active")]
    async with service.sessions() as session:
        findings = await verify(session)
    application_id = uuid_of("app", application["id"])
    assert not [each for each in findings if str(application_id) in str(each)]


async def test_the_audit_names_what_was_heard_and_from_whom(
    application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    await fulfilment.running()
    chain = {row.action: row for row in await audit_rows(service, application)}
    signed, settled = chain["application.contract_signed"], chain["application.payout_settled"]
    assert signed.acting_service == settled.acting_service == "svc:disbursement"
    assert signed.after["contract_id"] == fulfilment.contract_id
    assert (settled.after["payout_id"], settled.after["payout_minor"]) == (
        fulfilment.payout_id, 4_000_000,
    )  # fmt: skip
    opened = chain["application.loan_active"]
    assert (opened.acting_service, opened.after["loan_id"]) == ("svc:repayment", fulfilment.loan_id)


async def test_a_loan_ends_as_it_is_told(
    application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    await fulfilment.running()
    assert (await fulfilment.told(fulfilment.loan("settled")))["status"] == "settled"
    assert (await topics_of(service, application))[-1] == "application.settled"
    late = await fulfilment.told(fulfilment.contract("settled"))
    assert late["status"] == "settled"


async def test_a_failed_payout_keeps_disbursing_until_another_arrives(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    await fulfilment.sent()
    assert (await fulfilment.told(fulfilment.payout("failed")))["status"] == "disbursing"
    fulfilment.another_payout()
    for status in ("created", "ready", "approved", "submitted"):
        assert (await fulfilment.told(fulfilment.payout(status)))["status"] == "disbursing"
    assert (await fulfilment.told(fulfilment.payout("settled")))["status"] == "disbursed"
    failed = next(
        each for each in await history_of(borrower, application) if each["kind"] == "payout_failed"
    )
    assert failed["reason_code"] == "account_closed"


async def test_a_return_takes_a_running_loan_back_to_disbursing(
    application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    await fulfilment.running()
    assert (await fulfilment.told(fulfilment.payout("returned")))["status"] == "disbursing"
    assert (await fulfilment.told(fulfilment.loan("pending")))["status"] == "disbursing"
    fulfilment.another_payout()
    for status in ("created", "submitted", "settled"):
        await fulfilment.told(fulfilment.payout(status))
    assert (await fulfilment.told(fulfilment.loan("active")))["status"] == "active"
    told = [each for each in await topics_of(service, application) if each.endswith("disbursed")]
    assert len(told) == 2


async def test_a_return_finds_its_way_though_the_next_application_has_begun(
    borrower: Applicant, fulfilment: Fulfilment
) -> None:
    await fulfilment.running()
    await borrower.draft()
    assert (await fulfilment.told(fulfilment.payout("returned")))["status"] == "disbursing"


async def test_while_the_contract_is_made_a_second_application_waits(
    borrower: Applicant, fulfilment: Fulfilment
) -> None:
    await fulfilment.signed()
    refused(await borrower.begin(), 409, "open_application_exists")


async def test_an_active_loan_is_believed_before_the_settlement_is_heard(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    await fulfilment.sent()
    assert (await fulfilment.told(fulfilment.loan("active")))["status"] == "active"
    moves = [each["to_status"] for each in await history_of(borrower, application)]
    assert [each for each in moves if each][-2:] == ["disbursed", "active"]
    assert (await fulfilment.told(fulfilment.payout("settled")))["status"] == "active"
    assert await status_of(borrower, application) == "active"


async def test_the_next_instalment_moves_on_without_a_new_version(fulfilment: Fulfilment) -> None:
    running = await fulfilment.running()
    due = {"due_on": "2026-05-11", "total": {"amount": 353_176, "currency": "CNY"}}
    again = await fulfilment.told(fulfilment.loan("active", next_due=due))
    assert again == running


async def test_only_the_service_whose_door_it_is_may_tell(
    application: Json, fulfilment: Fulfilment
) -> None:
    bodies = {
        "contract-status": fulfilment.contract("draft"),
        "payout-status": fulfilment.payout("created"),
        "loan-status": fulfilment.loan("active"),
    }
    callers = {"disbursement": fulfilment.disbursement, "repayment": fulfilment.repayment}
    doors = {"disbursement": {"contract-status", "payout-status"}, "repayment": {"loan-status"}}
    for name, caller in callers.items():
        for door, body in bodies.items():
            if door not in doors[name]:
                path = f"/internal/v1/applications/{application['id']}/{door}"
                refused(await caller.put(path, body), 401, "invalid_token")
        path = f"/internal/v1/applications/{application['id']}/decision"
        refused(await caller.put(path, {}), 401, "invalid_token")
        refused(await caller.get(path_of(application)), 401, "invalid_token")
