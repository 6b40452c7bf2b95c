"""F1, F3: who pays, asks a bank or signs is struck at a failpoint; the money still moves once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.payouts.working import looking_back, reviewing
from services.kit.failpoints import Deed
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.disbursement.signing import disclose, path_to, signature
from tests.api.disbursement.telling import told
from tests.api.signed_clients import ClientFor, expect
from tests.sandbox_accounts import magic_account
from tests.striking import DEEDS, Strike, striking

ASKED = "SELECT count(*) FROM payee_accounts WHERE contract_id = :id AND status = 'verified'"

LOOKED = "SELECT looked_on FROM payout_look_backs WHERE payout_id = :id"


@dataclass(frozen=True)
class Bed:
    """The street, borrowers on it, and both books."""

    street: Street
    payee: NewPayee
    books: Books
    drawn: Draw
    client_for: ClientFor


@pytest.fixture
def bed(street: Street, payee: NewPayee, books: Books, drawn: Draw, client_for: ClientFor) -> Bed:
    """What every scenario needs."""
    return Bed(street, payee, books, drawn, client_for)


async def paid(bed: Bed, strike: Strike) -> None:
    """A payout of which a call back tells as well."""
    waiting = await bed.payee(Case.ORDINARY)
    await strike(lambda: bed.street.drive(waiting))
    await _moves_once(bed, waiting)


async def looked_up(bed: Bed, strike: Strike) -> None:
    """A payout of which only a look-up tells: the rail moved the money and said nothing."""
    waiting = await bed.payee(Case.FAILING)
    await bed.street.drive(waiting)
    await bed.street.let_time_pass(waiting)
    await strike(lambda: bed.street.drive(waiting))
    await _moves_once(bed, waiting)


async def verified(bed: Bed, strike: Strike) -> None:
    """A bank that is asked about an account."""
    client = bed.client_for(Role.BORROWER)
    offer = told(owner=client.subject)
    contract_id = await bed.drawn(offer)
    waiting = Payee(client, contract_id, uuid4(), offer, magic_account(Case.ORDINARY))
    account = await waiting.name_account(waiting.number)
    await strike(lambda: bed.street.verify(account))
    await bed.street.verify(account)
    assert await bed.street.scalar(ASKED, id=contract_id) == 1


async def reviewed(bed: Bed, strike: Strike) -> None:
    """A payout that waits for the day's review."""
    waiting = await bed.payee(Case.ORDINARY)
    service = bed.street.service
    review = reviewing(service.sessions)
    await strike(lambda: review(service.clock.today()))
    await review(service.clock.today())
    await _moves_once(bed, waiting)


async def looked_back_at(bed: Bed, strike: Strike) -> None:
    """A payout that settled the day before, and is asked about: once, however often."""
    waiting = await bed.payee(Case.ORDINARY)
    row = await bed.street.until(waiting, "settled")
    today = bed.street.service.clock.today() + timedelta(days=1)
    look = looking_back(bed.street.paying, 1)
    await strike(lambda: look(today))
    await look(today)
    assert await bed.street.column(LOOKED, id=waiting.payout_id) == [today]
    assert (await bed.street.row(waiting)).version == row.version
    await _moves_once(bed, waiting)


async def signed(bed: Bed, strike: Strike) -> None:
    """A signature: given once, with files that are there."""
    client = bed.client_for(Role.BORROWER)
    contract_id = await bed.drawn(told(client.subject))
    contract = await disclose(client, contract_id)

    async def sign() -> httpx.Response:
        body, path = signature(contract), path_to(contract_id, "signatures")
        return await client.post(path, body, key="once", version=contract["version"])

    await strike(sign)
    assert expect(await sign(), 201)["status"] == "signed"
    assert (await client.get(path_to(contract_id, "document"))).content.startswith(b"%PDF-")
    given = "SELECT count(*) FROM contract_signatures WHERE contract_id = :id"
    assert await bed.street.scalar(given, id=contract_id) == 1


async def _moves_once(bed: Bed, waiting: Payee) -> None:
    await bed.street.let_time_pass(waiting)
    await bed.street.until(waiting, "settled")
    assert len(bed.street.truth.of("moved", waiting.key)) == 1
    await bed.books.agree()


SCENARIOS: dict[DisbursementPoint, Callable[[Bed, Strike], Awaitable[None]]] = {
    DisbursementPoint.SCREENING_CLAIMED: paid,
    DisbursementPoint.SCREENING_ANSWERED: paid,
    DisbursementPoint.SCREENING_NOTED: paid,
    DisbursementPoint.MOVE_CLAIMED: paid,
    DisbursementPoint.RAIL_NEXT: paid,
    DisbursementPoint.RAIL_ANSWERED: paid,
    DisbursementPoint.ORDER_ANSWERED: paid,
    DisbursementPoint.ORDER_NOTED: paid,
    DisbursementPoint.LOOK_UP_ANSWERED: looked_up,
    DisbursementPoint.LOOK_UP_NOTED: looked_up,
    DisbursementPoint.QUESTION_KEPT: verified,
    DisbursementPoint.BANK_ANSWERED: verified,
    DisbursementPoint.ACCOUNT_NOTED: verified,
    DisbursementPoint.PAYOUT_REVIEWED: reviewed,
    DisbursementPoint.LOOK_BACK_ANSWERED: looked_back_at,
    DisbursementPoint.LOOKED_BACK: looked_back_at,
    DisbursementPoint.SIGNATURE_MADE: signed,
    DisbursementPoint.SIGNATURE_RECORDED: signed,
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("point", SCENARIOS, ids=lambda point: point.title)
async def test_f1_f3_what_is_struck_is_made_up_for(
    point: DisbursementPoint, deed: Deed, bed: Bed
) -> None:
    await SCENARIOS[point](bed, striking(point, deed))
