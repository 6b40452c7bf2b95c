"""Who is asking, and which owners and hands are the caller's own."""

from uuid import UUID

import pytest

from services.kit.caller import Caller
from services.kit.roles import Role

OURS, THEIRS = UUID(int=1), UUID(int=2)


def somebody(partner_id: UUID | None = None) -> Caller:
    roles = frozenset({Role.APPROVER})
    return Caller("ina", roles, frozenset(), partner_id, "svc:gateway", "req_1")


@pytest.mark.parametrize("names", [["bo", "ina"], [f"partner:{OURS}"]])
def test_a_login_and_its_partner_are_among_their_own(names: list[str]) -> None:
    assert somebody(OURS).is_among(names)


@pytest.mark.parametrize("names", [[], ["bo"], [f"partner:{THEIRS}"], ["user:ina"]])
def test_nobody_is_among_others(names: list[str]) -> None:
    assert not somebody(OURS).is_among(names)
    assert not somebody().is_among(names)


def test_who_has_no_partner_is_its_login_alone() -> None:
    assert somebody().is_among({"ina"})
    assert not somebody().is_among({f"partner:{OURS}"})
