"""F1: the round that leaves unsigned contracts is struck; each of them is left once."""

from datetime import timedelta

import pytest

from services.disbursement.contracts.use_cases.lapse_contracts import lapse_contracts
from services.disbursement.failpoints import DisbursementPoint
from services.kit.failpoints import Deed
from tests.api.disbursement.conftest import NOW, Draw
from tests.api.disbursement.signing import topics_of
from tests.api.disbursement.telling import told
from tests.api.signed_clients import Client, RunningApp
from tests.fixed_clock import FixedClock
from tests.striking import DEEDS, striking

POINTS = (DisbursementPoint.CONTRACT_LAPSED,)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.title)
async def test_f1_a_round_cut_short_is_made_up_for(
    point: DisbursementPoint, deed: Deed, service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    unsigned = [await drawn(told(borrower.subject)) for _ in range(2)]
    later = FixedClock(NOW + timedelta(days=60))
    strike = striking(point, deed)
    await strike(lambda: lapse_contracts(service.sessions, later, 30))
    await lapse_contracts(service.sessions, later, 30)
    for contract_id in unsigned:
        assert (await topics_of(service, contract_id)).count("contract.voided") == 1
