"""C17 and C24: a history that left its table, or its audit."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from deploy.invariants import c17_lives, c24_audited
from tests.integration.invariants.spoiled import Spoiled

APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
PLACE = f"application.applications {APPLICATION}"


async def lay(spoil: Spoiled, status: str, *moves: tuple[str | None, str | None]) -> None:
    """An application that stands at `status`, with the entries of its history."""
    await spoil.plant(
        "application.applications",
        application_id=APPLICATION,
        status=status,
        history_length=len(moves),
        sla_due_at=NOON,
    )
    for number, (was, became) in enumerate(moves, start=1):
        await spoil.plant(
            "application.application_happenings",
            application_id=APPLICATION,
            number=number,
            kind="status_changed" if became else "amended",
            from_status=was,
            to_status=became,
            subject="borrower-1",
        )


async def audit(spoil: Spoiled, was: str | None, became: str, actor: str = "borrower-1") -> None:
    """One entry of the application's audit; its hash is nobody's concern here."""
    before = "null" if was is None else f'{{"status": "{was}"}}'
    await spoil.run(
        "INSERT INTO application.audit (aggregate_id, seq, aggregate_type, action, actor,"
        " acting_service, request_id, before, after, prev, hash, recorded_at)"
        " SELECT :id, count(*) + 1, 'application', 'application.moved', :actor, 'svc:gateway',"
        " 'req-1', CAST(:before AS jsonb), CAST(:after AS jsonb), '', '', now()"
        " FROM application.audit WHERE aggregate_id = :id",
        id=APPLICATION,
        actor=actor,
        before=before,
        after=f'{{"status": "{became}"}}',
    )


async def test_a_walk_through_the_table_breaks_nothing(spoil: Spoiled) -> None:
    await lay(spoil, "withdrawn", (None, "draft"), (None, None), ("draft", "withdrawn"))
    assert await spoil.breaches(c17_lives.INVARIANT) == []


@pytest.mark.parametrize(
    ("status", "moves", "fault"),
    [
        ("accepted", [(None, "draft"), ("draft", "accepted")], "moved from draft to accepted"),
        (
            "draft",
            [(None, "draft"), ("draft", "withdrawn"), ("withdrawn", "draft")],
            "moved from withdrawn to draft",
        ),
        (
            "rejected",
            [(None, "draft"), ("submitted", "rejected")],
            "entry 2 begins at submitted, the one before it led to draft",
        ),
        (
            "submitted",
            [(None, "submitted")],
            "entry 1 begins at nothing, the one before it led to nothing",
        ),
        ("withdrawn", [(None, "draft")], "stands at withdrawn, its history leads to draft"),
    ],
)
async def test_invariant_17_sees_a_step_that_the_table_does_not_have(
    spoil: Spoiled, status: str, moves: list[tuple[str | None, str]], fault: str
) -> None:
    await lay(spoil, status, *moves)
    assert await spoil.breaches(c17_lives.INVARIANT) == [f"{PLACE}: {fault}"]


async def test_invariant_17_sees_an_entry_that_is_gone(spoil: Spoiled) -> None:
    await lay(spoil, "withdrawn", (None, "draft"), (None, None), ("draft", "withdrawn"))
    await spoil.run("DELETE FROM application.application_happenings WHERE number = 2")
    assert await spoil.breaches(c17_lives.INVARIANT) == [
        f"{PLACE}: has 2 entries, the last is 3, its row says 3"
    ]


async def test_invariant_17_sees_a_last_entry_that_is_gone(spoil: Spoiled) -> None:
    await lay(spoil, "draft", (None, "draft"), (None, None))
    await spoil.run("DELETE FROM application.application_happenings WHERE number = 2")
    assert await spoil.breaches(c17_lives.INVARIANT) == [
        f"{PLACE}: has 1 entries, the last is 1, its row says 2"
    ]


async def test_invariant_17_looks_at_cases_too(spoil: Spoiled) -> None:
    case = uuid4()
    await spoil.plant("underwriting.cases", case_id=case, status="checking", history_length=1)
    await spoil.plant(
        "underwriting.case_happenings",
        case_id=case,
        number=1,
        from_status="queued",
        to_status="scored",
    )
    assert await spoil.breaches(c17_lives.INVARIANT) == [
        f"underwriting.cases {case}: moved from queued to scored",
        f"underwriting.cases {case}: stands at checking, its history leads to scored",
    ]


async def audit_payout(spoil: Spoiled, was: str | None, became: str) -> None:
    """One entry of a payout's audit."""
    before = "null" if was is None else f'{{"status": "{was}"}}'
    await spoil.run(
        "INSERT INTO disbursement.audit (aggregate_id, seq, aggregate_type, action, actor,"
        " acting_service, request_id, before, after, prev, hash, recorded_at)"
        " SELECT :id, count(*) + 1, 'payout', 'payout.moved', 'worker', 'svc:disbursement',"
        " 'req-1', CAST(:before AS jsonb), CAST(:after AS jsonb), '', '', now()"
        " FROM disbursement.audit WHERE aggregate_id = :id",
        id=APPLICATION,
        before=before,
        after=f'{{"status": "{became}"}}',
    )


@pytest.mark.parametrize(
    ("stands_at", "entries", "faults"),
    [
        (
            "cancelled",
            [
                *((None, "created"), ("created", "conditions_pending")),
                *(
                    ("conditions_pending", "conditions_pending"),
                    ("conditions_pending", "cancelled"),
                ),
            ],
            [],
        ),
        ("ready", [(None, "created"), ("created", "ready")], ["moved from created to ready"]),
        (
            "ready",
            [
                *((None, "created"), ("created", "cancelled")),
                ("conditions_pending", "ready"),
            ],
            ["entry 3 begins at conditions_pending and not at cancelled"],
        ),
        (
            "ready",
            [(None, "created")],
            ["stands at ready, its audit leads to created"],
        ),
        ("created", [], ["stands at created, its audit leads to "]),
    ],
)
async def test_invariant_17_reads_the_audit_where_there_is_no_other_history(
    spoil: Spoiled,
    stands_at: str,
    entries: list[tuple[str | None, str]],
    faults: list[str],
) -> None:
    await spoil.plant(
        "disbursement.payouts", payout_id=APPLICATION, status=stands_at, reason_code="x"
    )
    for was, became in entries:
        await audit_payout(spoil, was, became)
    place = f"disbursement.payouts {APPLICATION}"
    assert await spoil.breaches(c17_lives.INVARIANT) == [f"{place}: {fault}" for fault in faults]


async def test_changes_in_both_break_nothing(spoil: Spoiled) -> None:
    await lay(spoil, "withdrawn", (None, "draft"), ("draft", "withdrawn"))
    await spoil.run("UPDATE application.applications SET audit_seq = 2, version = 2")
    await audit(spoil, None, "draft")
    await audit(spoil, "draft", "withdrawn")
    assert await spoil.breaches(c24_audited.INVARIANT) == []


async def test_invariant_24_sees_a_change_that_one_of_them_has_not(spoil: Spoiled) -> None:
    await lay(spoil, "withdrawn", (None, "draft"), ("draft", "withdrawn"))
    await spoil.run("UPDATE application.applications SET audit_seq = 1")
    await audit(spoil, "draft", "submitted")
    assert await spoil.breaches(c24_audited.INVARIANT) == [
        f"{PLACE}: draft to withdrawn is in the history and not in the audit",
        f"{PLACE}: draft to submitted is in the audit and not in the history",
    ]


async def test_invariant_24_sees_a_change_by_another_hand(spoil: Spoiled) -> None:
    await lay(spoil, "withdrawn", (None, "draft"), ("draft", "withdrawn"))
    await spoil.run("UPDATE application.applications SET audit_seq = 1")
    await audit(spoil, "draft", "withdrawn", actor="somebody-else")
    assert len(await spoil.breaches(c24_audited.INVARIANT)) == 2


async def test_invariant_24_sees_an_entry_that_names_nobody(spoil: Spoiled) -> None:
    await audit(spoil, None, "draft", actor=" ")
    assert await spoil.breaches(c24_audited.INVARIANT) == [
        f"application entry {APPLICATION}/1: names nobody, or no request"
    ]


async def test_invariant_24_sees_a_row_that_changed_unheard(spoil: Spoiled) -> None:
    await spoil.plant(
        "underwriting.watchlist_entries",
        kind="sanctions",
        listed_as="person",
        status="standing",
        version=3,
        audit_seq=2,
        audit_head=b"\xab",
    )
    assert await spoil.breaches(c24_audited.INVARIANT) == [
        "underwriting.watchlist_entries, the row whose chain ends with ab:"
        " is at version 3 with 2 entries"
    ]
