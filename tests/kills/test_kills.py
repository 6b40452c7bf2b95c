"""F1, F2, F3: a process dies at a point, starts again, and the journey ends as if it had not."""

from contextlib import aclosing

import pytest

from services.kit.failpoints import Deed
from tests.kills.cases import Kill
from tests.kills.ground import Ground

pytestmark = pytest.mark.timeout(600)


async def test_f1_f2_f3_who_dies_at_a_point_leaves_nothing_out_and_does_nothing_twice(
    kill: Kill, ground: Ground
) -> None:
    deaths = ground.deaths(kill.program)
    async with aclosing(kill.part(ground)) as going:
        await anext(going)
        if kill.at_start:
            await anext(going, None)
            await ground.arm_and_kill(kill.program, kill.point)
            await ground.dies(kill.program, deaths + 2)
        else:
            await ground.arm(kill.program, kill.point, Deed.CRASH, kill.nth)
            await ground.walked_over(going, kill.program, deaths + 1)
    await ground.nothing_is_broken()
