"""A listed name: how long it counts, what of it may be changed, and who sees it whole."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.kit.caller import Caller
from services.kit.errors import TransitionNotAllowed
from services.kit.internal_tokens import GATEWAY
from services.kit.roles import ROLE_SCOPES, Role
from services.underwriting.domain.masks import masked_name, masked_number
from services.underwriting.watchlist.domain.amending import amend, expiry_faults, faults_of
from services.underwriting.watchlist.domain.entries import (
    Entry,
    EntryStatus,
    ListedAs,
    ListedName,
    ListKind,
)
from services.underwriting.watchlist.domain.masks import sees_names

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
DAY_AFTER = TOMORROW + timedelta(days=1)


def a_name(name: str = "张伟", expires_on: date | None = None) -> ListedName:
    return ListedName(
        kind=ListKind.BLACKLIST,
        listed_as=ListedAs.PERSON,
        name=name,
        number=None,
        source="court",
        reason="fraud",
        expires_on=expires_on,
    )


def an_entry(status: EntryStatus = EntryStatus.STANDING, expires_on: date | None = None) -> Entry:
    return Entry(
        entry_id=UUID(int=1),
        listed=a_name(expires_on=expires_on),
        status=status,
        added_by="rita",
        created_at=NOW,
        updated_at=NOW,
        version=1,
        removal=None,
    )


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (an_entry(), True),
        (an_entry(EntryStatus.DISPUTED), True),
        (an_entry(EntryStatus.REMOVED), False),
        (an_entry(expires_on=TOMORROW), True),
        (an_entry(expires_on=TODAY), False),
    ],
)
def test_it_counts_until_its_last_day_or_its_removal(entry: Entry, counts: bool) -> None:  # noqa: FBT001 - a row's answer
    assert entry.counts_on(TODAY) is counts


def test_a_name_has_letters_and_ends_after_today_if_at_all() -> None:
    assert faults_of(a_name(expires_on=TOMORROW), TODAY) == []
    assert expiry_faults(None, TODAY) == []
    found = [(each.pointer, each.code) for each in faults_of(a_name("··", TODAY), TODAY)]
    assert found == [("/name", "name_without_letters"), ("/expires_on", "already_over")]


def test_what_was_said_of_it_may_change_and_only_that() -> None:
    changed = amend(an_entry(), {"reason": "settled", "source": "court", "expires_on": TOMORROW})
    assert changed.changed == ("reason", "expires_on")
    assert changed.entry.listed == replace(a_name(expires_on=TOMORROW), reason="settled")


@pytest.mark.parametrize(
    ("standing", "is_disputed", "status", "changed"),
    [
        (EntryStatus.STANDING, True, EntryStatus.DISPUTED, ("is_disputed",)),
        (EntryStatus.STANDING, False, EntryStatus.STANDING, ()),
        (EntryStatus.DISPUTED, False, EntryStatus.STANDING, ("is_disputed",)),
    ],
)
def test_a_dispute_is_noted_and_taken_back(
    standing: EntryStatus,
    is_disputed: bool,  # noqa: FBT001 - a row's word
    status: EntryStatus,
    changed: tuple[str, ...],
) -> None:
    amended = amend(an_entry(standing), {"is_disputed": is_disputed})
    assert (amended.entry.status, amended.changed) == (status, changed)


@pytest.mark.parametrize(
    ("entry", "changes", "is_weaker"),
    [
        (an_entry(), {"is_disputed": True}, True),
        (an_entry(EntryStatus.DISPUTED), {"is_disputed": True}, False),
        (an_entry(EntryStatus.DISPUTED), {"is_disputed": False}, False),
        (an_entry(), {"expires_on": DAY_AFTER}, True),
        (an_entry(expires_on=DAY_AFTER), {"expires_on": TOMORROW}, True),
        (an_entry(expires_on=DAY_AFTER), {"expires_on": DAY_AFTER}, False),
        (an_entry(expires_on=TOMORROW), {"expires_on": DAY_AFTER}, False),
        (an_entry(expires_on=TOMORROW), {"expires_on": None}, False),
        (an_entry(EntryStatus.DISPUTED), {"is_disputed": False, "expires_on": TOMORROW}, True),
        (an_entry(), {"source": "own collection", "reason": "again"}, False),
    ],
)
def test_a_sooner_end_and_a_dispute_weaken_it(
    entry: Entry,
    changes: dict[str, object],
    is_weaker: bool,  # noqa: FBT001 - a row's answer
) -> None:
    assert amend(entry, changes).is_weaker is is_weaker


def test_what_was_removed_stays_as_it_is() -> None:
    with pytest.raises(TransitionNotAllowed):
        amend(an_entry(EntryStatus.REMOVED), {"reason": "again"})


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.RISK_MANAGER, True), (Role.UNDERWRITER, True), (Role.AUDITOR, False)]
)
def test_names_are_whole_for_those_who_work_with_them(role: Role, sees: bool) -> None:  # noqa: FBT001 - a row's answer
    caller = Caller("somebody", frozenset({role}), ROLE_SCOPES[role], None, GATEWAY, "req_1")
    assert sees_names(caller) is sees


def test_others_see_a_beginning_and_an_end() -> None:
    assert (masked_name("张伟明"), masked_name("张")) == ("张**", "张*")
    assert masked_number("110101199003070003") == "110101********0003"
    assert masked_number("12345678") == "****5678"
    assert [masked_number(short) for short in ("1", "1234", "12345")] == ["*", "****", "****5"]
