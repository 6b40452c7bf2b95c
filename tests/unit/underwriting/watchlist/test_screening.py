"""What a listed name means: a refusal for the very person, a look for whoever is alike."""

from uuid import UUID

import pytest

from services.underwriting.domain.statuses import ListStatus
from services.underwriting.watchlist.domain.entries import EntryStatus, ListKind
from services.underwriting.watchlist.domain.matching import forms_of
from services.underwriting.watchlist.domain.screening import Candidate, Wanted, hit_of, worst_of

NUMBER, OTHER_NUMBER = b"index of a number", b"index of another"


def listed(
    kind: ListKind = ListKind.BLACKLIST,
    number: bytes | None = NUMBER,
    status: EntryStatus = EntryStatus.STANDING,
) -> Candidate:
    return Candidate(UUID(int=1), kind, status, forms_of("张伟"), number)


def status_of(candidate: Candidate, name: str, number: bytes | None) -> ListStatus:
    hit = hit_of(candidate, Wanted(forms_of(name), number))
    return ListStatus.CLEAR if hit is None else hit.status


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (ListKind.SANCTIONS, ListStatus.HIT),
        (ListKind.BLACKLIST, ListStatus.HIT),
        (ListKind.POLITICALLY_EXPOSED, ListStatus.POSSIBLE),
        (ListKind.GREYLIST, ListStatus.POSSIBLE),
    ],
)
def test_an_equal_number_is_the_very_person_under_any_name(
    kind: ListKind, status: ListStatus
) -> None:
    assert status_of(listed(kind), "李强", NUMBER) is status


@pytest.mark.parametrize("kind", ListKind)
@pytest.mark.parametrize("name", ["张伟", "张玮", "Zhang Wei"])
def test_a_name_alone_is_only_somebody_alike(kind: ListKind, name: str) -> None:
    assert status_of(listed(kind, None), name, NUMBER) is ListStatus.POSSIBLE
    assert status_of(listed(kind), name, None) is ListStatus.POSSIBLE


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (ListKind.BLACKLIST, ListStatus.CLEAR),
        (ListKind.GREYLIST, ListStatus.CLEAR),
        (ListKind.SANCTIONS, ListStatus.POSSIBLE),
        (ListKind.POLITICALLY_EXPOSED, ListStatus.POSSIBLE),
    ],
)
def test_another_number_is_another_person_on_our_own_lists_alone(
    kind: ListKind, status: ListStatus
) -> None:
    assert status_of(listed(kind), "张伟", OTHER_NUMBER) is status


def test_in_dispute_a_person_looks_but_sanctions_are_not_ours_to_doubt() -> None:
    disputed = EntryStatus.DISPUTED
    blacklisted = listed(ListKind.BLACKLIST, status=disputed)
    assert status_of(blacklisted, "张伟", NUMBER) is ListStatus.POSSIBLE
    assert status_of(listed(ListKind.SANCTIONS, status=disputed), "张伟", NUMBER) is ListStatus.HIT


def test_the_worst_hit_counts() -> None:
    certain = hit_of(listed(), Wanted(forms_of("张伟"), NUMBER))
    alike = hit_of(listed(number=None), Wanted(forms_of("张伟"), NUMBER))
    assert certain is not None
    assert alike is not None
    assert worst_of(()) is ListStatus.CLEAR
    assert worst_of((alike,)) is ListStatus.POSSIBLE
    assert worst_of((alike, certain, alike)) is ListStatus.HIT
