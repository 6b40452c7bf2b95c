"""After all that was killed and lost, the audit is whole; invariants are asked after each fault."""

from tests.journeys.running_stack import RunningStack


async def test_every_audit_chain_is_whole_after_the_faults(stack: RunningStack) -> None:
    told = await stack.command("services.kit.verify_audit", "all")
    assert {line.partition(" entries")[0].split()[1] for line in told.splitlines()} == {"whole:"}
