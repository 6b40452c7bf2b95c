"""Who joins a group, when it is active, who leaves it, and who releases it."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.application.domain.customers import CustomerType, PartyKind
from services.application.domain.groups import GROUP_MOVES, GroupStatus
from services.application.domain.parties import PartyView
from services.application.groups.domain.errors import (
    AlreadyAgreed,
    GroupFull,
    GroupInUse,
    GroupTooSmall,
    MemberLate,
    MembersFixed,
)
from services.application.groups.domain.group import (
    MEMBERS_MAX,
    MEMBERS_MIN,
    Freeze,
    FreezeReason,
    Group,
    formed,
)
from services.kit.errors import Invalid, NotFound, OwnWork, TransitionNotAllowed

PARTNER = UUID(int=77)


def party(number: int, **changed: object) -> PartyView:
    """Somebody who may join."""
    view = PartyView(
        party_id=UUID(int=number),
        kind=PartyKind.PERSON,
        customer_type=CustomerType.SOLE_TRADER,
        owner=f"login-{number}",
        partner_id=None,
        warnings=(),
        version=1,
    )
    return replace(view, **changed)  # type: ignore[arg-type]


def forming(size: int) -> Group:
    """A group of that many, none of whom has agreed."""
    group = formed(UUID(int=1000), party(1))
    for number in range(2, size + 1):
        group = group.joined_by(party(number))
    return group


def agreed(group: Group) -> Group:
    """The group with everybody's agreement."""
    for member in group.members:
        group = group.agreed_by(member.party_id, member.owner)
    return group


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in refusal.value.errors]


def test_the_last_agreement_of_enough_members_makes_it_active() -> None:
    assert agreed(forming(MEMBERS_MIN)).status is GroupStatus.ACTIVE
    too_few = agreed(forming(MEMBERS_MIN - 1))
    assert too_few.status is GroupStatus.FORMING
    assert all(member.has_agreed for member in too_few.members)


def test_who_joins_or_leaves_while_it_forms_makes_the_others_agree_anew() -> None:
    first = forming(2).agreed_by(UUID(int=1), "login-1")
    assert not any(member.has_agreed for member in first.joined_by(party(3)).members)
    rest = first.left_by(UUID(int=2), is_in_use=False)
    assert [(m.party_id, m.has_agreed) for m in rest.members] == [(UUID(int=1), False)]


def test_who_became_somebody_else_makes_the_others_agree_anew() -> None:
    group = forming(MEMBERS_MIN)
    for number in (1, 2):
        group = group.agreed_by(UUID(int=number), f"login-{number}")
    changed = group.agreed_by(UUID(int=3), "login-3", as_another=True)
    assert changed.status is GroupStatus.FORMING
    assert [member.has_agreed for member in changed.members] == [False, False, True]


@pytest.mark.parametrize("party_id_and_owner", [(9, "login-9"), (1, "login-2")])
def test_only_a_member_agrees_and_only_for_itself(party_id_and_owner: tuple[int, str]) -> None:
    number, owner = party_id_and_owner
    with pytest.raises(Invalid) as refusal:
        forming(3).agreed_by(UUID(int=number), owner)
    assert codes(refusal) == [("/party_id", "not_a_member")]


def test_nobody_agrees_twice_nor_in_a_group_that_is_over() -> None:
    with pytest.raises(AlreadyAgreed):
        agreed(forming(3)).agreed_by(UUID(int=1), "login-1")
    with pytest.raises(MembersFixed):
        forming(3).dissolved(is_in_use=False).agreed_by(UUID(int=1), "login-1")


@pytest.mark.parametrize(
    ("joining", "code"),
    [
        (None, "unknown_party"),
        (party(9, kind=PartyKind.BUSINESS), "member_not_eligible"),
        (party(9, customer_type=CustomerType.STARTUP), "member_not_eligible"),
        (party(9, partner_id=PARTNER), "member_of_another_channel"),
    ],
)
def test_who_may_not_join(joining: PartyView | None, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        forming(2).joined_by(joining)
    assert codes(refusal) == [("/party_id", code)]


def test_a_group_is_of_the_channel_of_its_first_member() -> None:
    assert formed(UUID(int=1), party(1, partner_id=PARTNER)).partner_id == PARTNER
    with pytest.raises(Invalid) as refusal:
        formed(UUID(int=1), None)
    assert codes(refusal) == [("/party_id", "unknown_party")]


def test_it_is_full_and_it_is_fixed() -> None:
    with pytest.raises(GroupFull):
        forming(MEMBERS_MAX).joined_by(party(99))
    with pytest.raises(MembersFixed):
        agreed(forming(3)).joined_by(party(99))


def test_an_active_group_is_left_while_nobody_answers_and_enough_stay() -> None:
    group, one = agreed(forming(4)), UUID(int=1)
    rest = group.left_by(one, is_in_use=False)
    assert (rest.status, len(rest.members)) == (GroupStatus.ACTIVE, 3)
    with pytest.raises(GroupInUse):
        group.left_by(one, is_in_use=True)
    with pytest.raises(GroupTooSmall):
        rest.left_by(UUID(int=2), is_in_use=False)
    with pytest.raises(NotFound):
        rest.left_by(one, is_in_use=False)
    with pytest.raises(MembersFixed):
        group.frozen(FreezeReason.OTHER, "eva").left_by(one, is_in_use=False)


def test_what_is_frozen_is_released_by_another_hand() -> None:
    frozen = agreed(forming(3)).frozen(FreezeReason.DISPUTE, "eva")
    assert (frozen.status, frozen.freeze) == (
        GroupStatus.FROZEN,
        Freeze(FreezeReason.DISPUTE, "eva"),
    )
    with pytest.raises(OwnWork):
        frozen.released("eva", is_member_late=False)
    with pytest.raises(MemberLate):
        frozen.released("tom", is_member_late=True)
    released = frozen.released("tom", is_member_late=False)
    assert (released.status, released.freeze) == (GroupStatus.ACTIVE, None)


def test_only_an_active_group_is_frozen_and_only_a_frozen_one_released() -> None:
    with pytest.raises(TransitionNotAllowed):
        forming(3).frozen(FreezeReason.OTHER, "eva")
    for group in (forming(3), agreed(forming(3))):
        with pytest.raises(TransitionNotAllowed):
            group.released("tom", is_member_late=False)


def test_it_ends_unless_somebody_answers_in_it() -> None:
    frozen = agreed(forming(3)).frozen(FreezeReason.OTHER, "eva")
    over = frozen.dissolved(is_in_use=False)
    assert (over.status, over.freeze) == (GroupStatus.DISSOLVED, None)
    with pytest.raises(GroupInUse):
        frozen.dissolved(is_in_use=True)
    with pytest.raises(TransitionNotAllowed):
        over.dissolved(is_in_use=False)


def test_only_a_dissolved_group_is_over() -> None:
    final = {status for status in GroupStatus if GROUP_MOVES.is_final(status)}
    assert final == {GroupStatus.DISSOLVED}
