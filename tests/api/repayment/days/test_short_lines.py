"""Lines kept before fees of third parties were counted are short: nothing of them is lost."""

from datetime import date

from sqlalchemy import text

from services.kit.roles import Role
from tests.api.repayment.days.passing import go_to, ledger_of
from tests.api.repayment.happening import VALUED, WEEKLY
from tests.api.repayment.paying import a_receipt, book_of, pay
from tests.api.repayment.telling import a_funding, tell
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

OWED = 12_000 + 2 * 70  # by 31 March, of one loan


async def breached(auditor: Client) -> list[int]:
    """The invariants that do not hold."""
    held = expect(await auditor.get("/v1/ledger/invariants"), 200)
    return [each["number"] for each in held["data"] if not each["ok"]]


async def test_a_loan_kept_so_is_closed_and_paid_beside_one_that_is_not(
    service: RunningApp, neighbour: Client, maker: Client, client_for: ClientFor
) -> None:
    older = expect(await tell(neighbour, a_funding(WEEKLY)), 200)["loan_id"]
    async with service.sessions.begin() as session:
        await session.execute(text("UPDATE loan_lines SET steady = steady[1:15]"))
    auditor = client_for(Role.AUDITOR)
    assert await breached(auditor) == []
    newer = expect(await tell(neighbour, a_funding(VALUED)), 200)["loan_id"]
    assert (await ledger_of(service))["due_to_third_parties"] == -OWED
    # Both cross a line on 2 April; then one is folded anew, from short lines.
    await go_to(service, date(2026, 4, 3))
    assert (await ledger_of(service))["due_to_third_parties"] == -OWED - 70
    for loan_id in (older, newer):
        expect(await pay(maker, loan_id, a_receipt(900_000)), 201)
    assert "due_to_third_parties" not in await book_of(maker, older)
    assert await breached(auditor) == []
