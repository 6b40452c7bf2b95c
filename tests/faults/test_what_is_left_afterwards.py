"""After all that was killed and lost, what was written down is whole. (Files run by their name.)"""

from deploy.invariants.every import EVERY
from tests.journeys.running_stack import RunningStack


async def test_every_audit_chain_is_whole_after_the_faults(stack: RunningStack) -> None:
    told = await stack.command("services.kit.verify_audit", "all")
    assert {line.partition(" entries")[0].split()[1] for line in told.splitlines()} == {"whole:"}


async def test_every_invariant_holds_after_the_faults(stack: RunningStack) -> None:
    told = await stack.command("deploy.invariants")
    assert [line.rpartition(": ")[2] for line in told.splitlines()] == ["ok"] * len(EVERY)
