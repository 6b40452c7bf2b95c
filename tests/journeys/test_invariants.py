"""`make invariants`, asked of the stack while it runs."""

from deploy.invariants.every import EVERY
from tests.journeys.running_stack import RunningStack


async def test_the_command_finds_nothing_broken(stack: RunningStack) -> None:
    told = await stack.command("deploy.invariants")
    assert [line.rpartition(": ")[2] for line in told.splitlines()] == ["ok"] * len(EVERY)
