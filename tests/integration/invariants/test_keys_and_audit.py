"""C21 and C23: answers that are kept, and the audit's chains."""

from uuid import UUID

import pytest

from deploy.invariants import c21_keys, c23_audit
from deploy.invariants.snapshot import Outside
from services.kit.identifiers import typeid_of
from tests.integration.invariants.spoiled import Spoiled

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
PARTY = typeid_of("party", ID)


async def keep(spoil: Spoiled, key: str, body: str, location: str | None = None) -> None:
    """An answer of the application service under `key`."""
    await spoil.plant(
        "application.idempotency_keys",
        principal="borrower-1",
        route="POST /v1/parties",
        key=key,
        status=201,
        body=body.encode(),
        location=location,
    )


async def test_answers_about_what_is_there_break_nothing(spoil: Spoiled) -> None:
    await spoil.plant(
        "application.parties", party_id=ID, kind="person", owner="borrower-1", warnings=[]
    )
    await keep(spoil, "one", f'{{"id": "{PARTY}"}}', f"/v1/parties/{PARTY}")
    await keep(spoil, "two", '{"data": []}')
    await keep(spoil, "three", "")
    assert await spoil.breaches(c21_keys.INVARIANT) == []


async def test_invariant_21_sees_an_answer_about_what_is_gone(spoil: Spoiled) -> None:
    await keep(spoil, "one", f'{{"id": "{PARTY}"}}')
    assert await spoil.breaches(c21_keys.INVARIANT) == [
        f"application.parties {ID}: was answered about and is gone"
    ]


@pytest.mark.parametrize("told", ["thing_1", typeid_of("wle", ID), "party_!"])
async def test_invariant_21_sees_an_answer_about_nothing_known(spoil: Spoiled, told: str) -> None:
    await keep(spoil, "one", f'{{"id": "{told}"}}')
    assert await spoil.breaches(c21_keys.INVARIANT) == [
        f"application POST /v1/parties one: answered about '{told}',"
        " which is no known kind of thing"
    ]


async def test_invariant_21_sees_a_thing_that_two_keys_made(spoil: Spoiled) -> None:
    for key in ("one", "two"):
        await keep(spoil, key, "", f"/v1/parties/{PARTY}")
    assert await spoil.breaches(c21_keys.INVARIANT) == [
        f"application /v1/parties/{PARTY}: was made under 2 keys"
    ]


async def test_invariant_21_sees_that_the_referee_is_gone(spoil: Spoiled) -> None:
    await spoil.run("ALTER TABLE repayment.idempotency_keys DROP CONSTRAINT pk_idempotency_keys")
    assert await spoil.breaches(c21_keys.INVARIANT) == [
        "repayment.idempotency_keys: may hold one key twice"
    ]


async def test_invariant_23_sees_a_forged_entry(spoil: Spoiled) -> None:
    await spoil.plant(
        "disbursement.audit", aggregate_id=ID, seq=1, prev=b"", hash=b"forged", reason="none"
    )
    assert await spoil.breaches(c23_audit.INVARIANT) == [
        f"disbursement, entry {ID}/1: was changed after it was written"
    ]


async def test_invariant_23_sees_a_seal_that_was_told_and_is_gone(spoil: Spoiled) -> None:
    told = '{"seal_no": 1}'
    assert await spoil.breaches(c23_audit.INVARIANT, Outside(seals={"repayment": [told]})) == [
        "repayment, seal 1: was told to the outside and is no longer there"
    ]
