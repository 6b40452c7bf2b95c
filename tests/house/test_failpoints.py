"""Every failpoint is struck in this process by a scenario, and kills a real one in another."""

from services.kit.arming import declared
from services.kit.failpoints import Failpoint, KitPoint
from services.repayment.failpoints import RepaymentPoint
from tests.api.disbursement.days import test_struck as disbursement_days
from tests.api.disbursement.payouts import test_struck as disbursement
from tests.api.gateway import test_struck as gateway
from tests.contracts import test_struck as pair
from tests.integration.kit import test_struck as kit
from tests.kills.cases import every

# A worker of the kit's own tests dies of it (tests/integration/kit/test_worker.py): in a stack it
# takes a neighbour that refuses for minutes.
KILLED_ELSEWHERE: set[Failpoint] = {KitPoint.DELIVERY_PARKED}


def test_every_point_is_struck_in_process() -> None:
    struck: set[Failpoint] = {
        *kit.SCENARIOS,
        *kit.JOBS,
        *gateway.SCENARIOS,
        *disbursement.SCENARIOS,
        *disbursement_days.POINTS,
        *pair.SCENARIOS,
        *RepaymentPoint,
    }
    assert struck == set(declared())


def test_every_point_kills_a_process() -> None:
    killing: set[Failpoint] = {kill.point for kill in every()}
    assert killing | KILLED_ELSEWHERE == set(declared())
