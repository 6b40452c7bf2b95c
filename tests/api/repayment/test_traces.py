"""What a loan leaves behind: a chain of audit, thin events, and neighbours that are told."""

from typing import Any

import pytest
from sqlalchemy import text

from services.kit.clock import SystemClock
from services.kit.identifiers import uuid_of
from services.kit.verification import verify
from services.repayment.settings import Settings
from services.repayment.worker import duties
from tests.api.repayment.telling import FEE_MINOR, LENT_MINOR, Told, a_funding, a_reversal, tell
from tests.api.signed_clients import Client, RunningApp, expect

EXIT_CONFIG = 78
NEIGHBOURS = ("application", "underwriting", "disbursement")


@pytest.fixture
async def returned(neighbour: Client) -> tuple[Told, str]:
    """A loan whose money came and went back."""
    funding = a_funding(owner="borrower-of-traces")
    loan_id = expect(await tell(neighbour, funding), 200)["loan_id"]
    expect(await tell(neighbour, a_reversal(funding)), 200)
    return funding, loan_id


async def rows(service: RunningApp, table: str, order: str, loan_id: str) -> list[Any]:
    async with service.sessions() as session:
        statement = text(f"SELECT * FROM {table} WHERE aggregate_id = :id ORDER BY {order}")
        found: Any = await session.execute(statement, {"id": uuid_of("loan", loan_id)})
        return list(found.mappings())


async def test_every_step_is_audited_with_its_entry_and_its_reason(
    service: RunningApp, returned: tuple[Told, str]
) -> None:
    _, loan_id = returned
    opened, active, pending = await rows(service, "audit", "seq", loan_id)
    assert [each["action"] for each in (opened, active, pending)] == [
        "loan.opened",
        "loan.active",
        "loan.pending",
    ]
    assert {each["acting_service"] for each in (opened, active, pending)} == {"svc:disbursement"}
    assert (active["before"]["status"], active["after"]["status"]) == ("pending", "active")
    assert active["after"]["disbursed_on"] == "2026-03-12"
    assert (pending["reason"], pending["after"]["disbursed_on"]) == ("account_closed", None)
    entries = {active["after"]["entry_id"], pending["after"]["entry_id"]}
    assert len(entries) == 2
    async with service.sessions() as session:
        known = text("SELECT entry_id FROM journal_entries WHERE source_id = :id")
        found = await session.scalars(known, {"id": uuid_of("loan", loan_id)})
        assert {uuid_of("jrn", entry) for entry in entries} == set(found)
        findings = await verify(session)
    assert not [each for each in findings if str(uuid_of("loan", loan_id)) in str(each)]


async def test_events_are_thin_and_say_how_the_loan_stands(
    service: RunningApp, returned: tuple[Told, str]
) -> None:
    funding, loan_id = returned
    active, pending = await rows(service, "outbox", "sequence", loan_id)
    payout = funding["payout"]["id"]
    assert (active["topic"], pending["topic"]) == ("loan.active", "loan.pending")
    assert active["body"] == {
        "id": loan_id,
        "status": "active",
        "version": 2,
        "payout": payout,
        "opened_on": "2026-03-12",
        "outstanding_minor": LENT_MINOR,
        "days_past_due": 0,
        "late_after": "2026-04-12",
        "next_due_on": "2026-03-12",
        "next_due_minor": FEE_MINOR,
    }
    assert pending["body"] == {
        "id": loan_id,
        "status": "pending",
        "version": 3,
        "payout": payout,
        "opened_on": None,
        "outstanding_minor": 0,
        "days_past_due": 0,
        "late_after": None,
        "next_due_on": None,
        "next_due_minor": None,
    }


async def test_whose_loan_it_is_stands_in_no_ledger(
    service: RunningApp, returned: tuple[Told, str]
) -> None:
    _, loan_id = returned
    for table, order in (("audit", "seq"), ("outbox", "sequence")):
        assert "borrower-of-traces" not in str(await rows(service, table, order, loan_id))


@pytest.mark.parametrize("missing", NEIGHBOURS)
async def test_the_worker_does_not_start_without_its_neighbours(
    service: RunningApp,
    repayment_settings: Settings,
    missing: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    urls = {f"{name}_url": "http://127.0.0.1:1" for name in NEIGHBOURS if name != missing}
    settings = repayment_settings.model_copy(update=urls)
    with pytest.raises(SystemExit) as ended:
        duties(service.sessions, settings, SystemClock())
    assert ended.value.code == EXIT_CONFIG
    assert f"REPAYMENT_{missing.upper()}_URL" in capsys.readouterr().err


async def test_the_worker_tells_each_neighbour_of_what_concerns_it(
    service: RunningApp, repayment_settings: Settings
) -> None:
    urls = {f"{name}_url": "http://127.0.0.1:1" for name in NEIGHBOURS}
    own = duties(service.sessions, repayment_settings.model_copy(update=urls), SystemClock())
    of_loans = frozenset({"loan.active", "loan.pending", "loan.settled", "loan.changed"})
    assert {each.name: each.topics for each in own.destinations} == {
        "application": of_loans,
        "underwriting": of_loans,
        "disbursement": frozenset({"refund.paying", "loan.active", "loan.settled"}),
    }
    for close in own.closing:
        await close()
