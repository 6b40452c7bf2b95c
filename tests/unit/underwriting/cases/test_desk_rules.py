"""Who has a case, how long, and whose hand may not be on it twice."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.kit.caller import Caller
from services.kit.errors import OwnWork
from services.kit.internal_tokens import GATEWAY
from services.kit.roles import ROLE_SCOPES, Role
from services.underwriting.cases.domain.claims import CLAIM_LIFE, Claim
from services.underwriting.cases.domain.errors import ClaimedByAnother, ClaimNeeded
from services.underwriting.cases.domain.hands import require_fresh_eyes, require_no_stake

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
BEFORE_THE_END = NOW + CLAIM_LIFE - timedelta(microseconds=1)
OVER = NOW + CLAIM_LIFE


def somebody(subject: str, partner_id: UUID | None = None) -> Caller:
    roles = frozenset({Role.UNDERWRITER})
    return Caller(subject, roles, ROLE_SCOPES[Role.UNDERWRITER], partner_id, GATEWAY, "req_1")


def test_a_claim_holds_to_the_end_of_its_life_and_no_longer() -> None:
    claim = Claim.taken(None, 0, "ina", NOW)
    assert (claim.by, claim.until, claim.epoch) == ("ina", OVER, 1)
    assert claim.holds_at(BEFORE_THE_END)
    assert not claim.holds_at(OVER)


def test_while_it_holds_it_is_ones_own_to_renew_and_nobody_elses_to_take() -> None:
    claim = Claim.taken(None, 0, "ina", NOW)
    renewed = Claim.taken(claim, claim.epoch, "ina", BEFORE_THE_END)
    assert (renewed.until, renewed.epoch) == (BEFORE_THE_END + CLAIM_LIFE, 2)
    with pytest.raises(ClaimedByAnother):
        Claim.taken(claim, claim.epoch, "uwe", BEFORE_THE_END)
    assert Claim.taken(claim, claim.epoch, "uwe", OVER).by == "uwe"


@pytest.mark.parametrize(("subject", "at"), [("uwe", NOW), ("ina", OVER)])
def test_work_needs_ones_own_claim_that_still_holds(subject: str, at: datetime) -> None:
    claim = Claim.taken(None, 0, "ina", NOW)
    claim.require_of("ina", BEFORE_THE_END)
    with pytest.raises(ClaimNeeded):
        claim.require_of(subject, at)


def test_z5_the_borrower_does_not_work_on_the_case() -> None:
    require_no_stake(somebody("ina"), owner="bo")
    with pytest.raises(OwnWork):
        require_no_stake(somebody("bo"), owner="bo")


@pytest.mark.parametrize("hand", ["bo", "intake", "uwe"])
def test_z5_nobody_decides_who_had_a_hand_in_it(hand: str) -> None:
    earlier = frozenset({"intake", "uwe"})
    require_fresh_eyes(somebody("ina"), "bo", earlier)
    with pytest.raises(OwnWork):
        require_fresh_eyes(somebody(hand), "bo", earlier)


def test_z5_nobody_decides_what_their_partner_has_a_stake_or_a_hand_in() -> None:
    partner = f"partner:{UUID(int=1)}"
    clerk, another = somebody("ina", UUID(int=1)), somebody("ina", UUID(int=2))
    require_fresh_eyes(another, partner, frozenset({partner}))
    with pytest.raises(OwnWork):
        require_no_stake(clerk, partner)
    with pytest.raises(OwnWork):
        require_fresh_eyes(clerk, "bo", frozenset({partner}))
