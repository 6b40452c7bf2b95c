"""What the database holds of people: nothing anybody could read."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.application.domain.customers import CustomerType
from services.application.domain.parties import ConsentPurpose
from services.application.parties import entry, repository
from services.application.parties.domain.consent_texts import text_in_force
from services.application.parties.domain.consents import Channel, ConsentGiven
from services.application.parties.domain.party import Party, Person
from services.application.parties.queries import Reading, party_by_id
from services.application.parties.use_cases.amend_party import amend_party
from services.application.parties.use_cases.give_consent import give_consent
from services.application.parties.use_cases.register_party import register_party
from services.application.parties.use_cases.revoke_consent import revoke_consent
from services.kit.caller import Caller
from services.kit.database import Sessions
from services.kit.encryption import KeyRing, SealBroken
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.integration.application.asking import a_caller, asked

# Marks that no other test writes: they must be found nowhere.
CANARY = Person(
    name="王金丝雀",
    identity_number="330106199512310020",
    identity_valid_to=None,
    mobile="13912345678",
    address="杭州市西湖区金丝雀路9号",
    marital_status=None,
    bank_card="6228480402564890018",
)
MARKS = (CANARY.name, CANARY.identity_number, CANARY.mobile, CANARY.address, "6228480402564890018")


async def _registered(
    sessions: Sessions, keys: FieldKeys, caller: Caller, particulars: Person = CANARY
) -> Party:
    ask, results = asked(caller, sessions)
    await register_party(CustomerType.SOLE_TRADER, particulars, keys, ask)
    party: Party = results[0]
    return party


async def test_o1_no_table_holds_personal_data_in_clear(
    application_sessions: Sessions, field_keys: FieldKeys
) -> None:
    caller = a_caller(Role.BORROWER)
    party = await _registered(application_sessions, field_keys, caller)
    edit, _ = asked(caller, application_sessions)
    await amend_party(
        party.party_id, {"name": "李金丝雀", "marital_status": None}, field_keys, edit
    )
    consent = await _consented(application_sessions, field_keys, caller, party.party_id)
    ask, _ = asked(caller, application_sessions)
    await revoke_consent(party.party_id, consent, field_keys, ask)
    async with application_sessions() as session:
        tables = list(
            await session.scalars(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'application'")
            )
        )
        assert {"parties", "audit", "outbox", "idempotency_keys"} <= set(tables)
        for table in tables:
            rows = await session.scalars(text(f'SELECT "{table}"::text FROM "{table}"'))
            whole = "\n".join(rows)
            for mark in (*MARKS, "李金丝雀"):
                assert mark not in whole, table
                assert mark.encode().hex() not in whole, table


async def test_a_party_comes_back_as_it_went_in(
    application_sessions: Sessions, field_keys: FieldKeys
) -> None:
    caller = a_caller(Role.BORROWER)
    party = await _registered(application_sessions, field_keys, caller)
    reading = Reading(application_sessions, caller, field_keys)
    assert (await party_by_id(party.party_id, reading)) == party
    assert party.particulars == CANARY


async def test_a_sealed_field_moved_to_another_party_does_not_open(
    application_sessions: Sessions, field_keys: FieldKeys
) -> None:
    caller = a_caller(Role.PARTNER, new_id())
    one = await _registered(application_sessions, field_keys, caller)
    other = replace(CANARY, identity_number="440305198511011235")
    two = await _registered(application_sessions, field_keys, caller, other)
    async with application_sessions.begin() as session:
        await session.execute(
            text(
                "UPDATE parties SET name_sealed ="
                " (SELECT name_sealed FROM parties WHERE party_id = :one) WHERE party_id = :two"
            ),
            {"one": one.party_id, "two": two.party_id},
        )
    with pytest.raises(SealBroken):
        await party_by_id(two.party_id, Reading(application_sessions, caller, field_keys))


async def test_a_new_active_key_reads_old_rows_and_seals_what_changes(
    application_sessions: Sessions, field_keys: FieldKeys
) -> None:
    caller = a_caller(Role.BORROWER)
    party = await _registered(application_sessions, field_keys, caller)
    ring = KeyRing({**field_keys.ring.keys, "k2": b"2" * 32}, active="k2")
    rotated = replace(field_keys, ring=ring)
    reading = Reading(application_sessions, caller, rotated)
    assert (await party_by_id(party.party_id, reading)).particulars == CANARY
    edit, _ = asked(caller, application_sessions)
    await amend_party(party.party_id, {"mobile": "13800138000"}, rotated, edit)
    async with application_sessions() as session:
        sealed = await session.scalar(
            text("SELECT address_sealed FROM parties WHERE party_id = :id"),
            {"id": party.party_id},
        )
    assert not ring.needs_rotation(sealed)


async def test_entry_shows_a_party_only_to_those_who_may_see_it(
    application_sessions: Sessions, field_keys: FieldKeys
) -> None:
    partner_id = new_id()
    owner, colleague = (a_caller(Role.PARTNER, partner_id) for _ in range(2))
    party = await _registered(application_sessions, field_keys, owner)
    strangers = (a_caller(Role.BORROWER), a_caller(Role.PARTNER, new_id()))
    async with application_sessions() as session:
        for caller in (owner, colleague, a_caller(Role.LOAN_OFFICER)):
            view = await entry.party_for(session, party.party_id, caller)
            assert view is not None
            assert (view.customer_type, view.partner_id) == (CustomerType.SOLE_TRADER, partner_id)
            assert view.owner == f"partner:{partner_id}"
        for caller in strangers:
            assert await entry.party_for(session, party.party_id, caller) is None
        assert await entry.party_for(session, new_id(), owner) is None


async def test_entry_tells_consents_newest_first_and_which_count(
    application_sessions: Sessions, field_keys: FieldKeys
) -> None:
    caller = a_caller(Role.BORROWER)
    party = await _registered(application_sessions, field_keys, caller)
    first = await _consented(application_sessions, field_keys, caller, party.party_id)
    ask, _ = asked(caller, application_sessions)
    await revoke_consent(party.party_id, first, field_keys, ask)
    second = await _consented(application_sessions, field_keys, caller, party.party_id)
    async with application_sessions() as session:
        views = await entry.consents_of(session, party.party_id)
    assert [(view.consent_id, view.is_current) for view in views] == [
        (second, True),
        (first, False),
    ]
    assert views[0].text_hash == text_in_force(ConsentPurpose.PERSONAL_DATA).sha256


async def test_the_identity_is_fixed_the_first_time(
    application_sessions: Sessions, field_keys: FieldKeys
) -> None:
    party = await _registered(application_sessions, field_keys, a_caller(Role.BORROWER))
    fixed_at = []
    for _ in range(2):
        async with application_sessions.begin() as session:
            await repository.fix_identity(session, party.party_id)
            fixed_at.append(
                await session.scalar(
                    text("SELECT identity_fixed_at FROM parties WHERE party_id = :id"),
                    {"id": party.party_id},
                )
            )
    assert fixed_at[0] == fixed_at[1] is not None


async def _consented(sessions: Sessions, keys: FieldKeys, caller: Caller, party_id: UUID) -> UUID:
    wording = text_in_force(ConsentPurpose.PERSONAL_DATA)
    given = ConsentGiven(wording.purpose, wording.version, wording.sha256, Channel.APP, None)
    ask, results = asked(caller, sessions)
    await give_consent(party_id, given, keys, ask)
    consent: Any = results[0]
    identifier: UUID = consent.consent_id
    return identifier
