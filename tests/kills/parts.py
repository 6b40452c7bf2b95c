"""Parts of the journey: each goes up to a line, lets a program be armed, and goes on to its end.

The end is one that a step left out or taken twice would not reach.
"""

import signal
from collections.abc import AsyncGenerator, Callable
from datetime import date, timedelta
from typing import Final

from deploy.sandbox.bureau.truth_table import Case as RecordCase
from deploy.sandbox.rail.truth_table import Case
from services.kit.failpoints import Deed, KitPoint
from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from tests.journeys.applying import (
    Applicant,
    a_borrower,
    accept_at_intake,
    move,
    next_step,
    offer_of,
    statuses,
    until,
    yuan,
)
from tests.journeys.borrowing import Deal, truth
from tests.journeys.deciding import Desk
from tests.journeys.person import Json, expect
from tests.journeys.waiting import eventually
from tests.kills.ground import Ground

DAY: Final = timedelta(days=1)
SIGNING_DAYS: Final = 30  # what is set where nobody says otherwise
SMALL: Final = 40_000
MIDDLING: Final = 80_000
TO_ACTIVE: Final = [
    *("offer_accepted", "contracting", "contracted", "disbursing", "disbursed", "active")
]
REPAYMENT_WORKER: Final = "repayment-worker"

Part = Callable[[Ground], AsyncGenerator[None, None]]


async def handed_in(ground: Ground) -> AsyncGenerator[None, None]:
    """The files of an application."""
    applicant = await a_borrower(ground.town)
    application = await applicant.draft(SMALL)
    yield
    await applicant.hand_in_everything(application)
    await move(applicant.person, application, "submissions")
    await Desk.of(ground.town, application)
    number = uuid_of("app", application.rpartition("/")[2])
    listed = "SELECT item FROM application.material_uploads WHERE application_id = $1"
    items = await ground.column(listed, number)
    assert sorted(set(items)) == sorted(items)


async def decided(ground: Ground) -> AsyncGenerator[None, None]:
    """From the last word of the form to the offer: decided once, asked once, offered once."""
    applicant = await a_borrower(ground.town)
    application = await applicant.complete_draft(SMALL)
    yield
    await move(applicant.person, application, "submissions")
    await _is_decided(ground, applicant, application)


async def referred(ground: Ground) -> AsyncGenerator[None, None]:
    """A bureau that always fails; after its tries a person has the case."""
    applicant = await a_borrower(ground.town, RecordCase.FAILING)
    application = await applicant.complete_draft(SMALL)
    yield
    await move(applicant.person, application, "submissions")
    underwriter = ground.town.somebody(Role.UNDERWRITER)
    query = {"application_id": application.rpartition("/")[2], "status": "manual"}

    async def is_manual() -> list[Json]:
        cases: list[Json] = expect(200, await underwriter.get("/v1/cases", **query))["data"]
        return cases

    assert len(await eventually(is_manual, within_s=90)) == 1


async def account_named(ground: Ground) -> AsyncGenerator[None, None]:
    """A bank that is asked about an account."""
    deal = await Deal.struck(ground.town)
    yield
    assert (await deal.name_account(Case.ORDINARY))["is_usable"] is True
    asked = (
        "SELECT count(*) FROM disbursement.payee_accounts WHERE contract_id = $1"
        " AND status = 'verified'"
    )
    assert await ground.column(asked, uuid_of("ctr", deal.contract_id)) == [1]


async def paid(ground: Ground) -> AsyncGenerator[None, None]:
    """From the signature to the running loan."""
    deal = await _ready_to_sign(ground, Case.ORDINARY)
    yield
    await deal.sign()
    await _is_active(ground, deal)


async def paid_in_doubt(ground: Ground) -> AsyncGenerator[None, None]:
    """The same when the rail moves the money and answers 500: it is looked up."""
    deal = await _ready_to_sign(ground, Case.FAILING)
    yield
    await deal.sign()
    await _is_active(ground, deal)


async def day_passed(ground: Ground) -> AsyncGenerator[None, None]:
    """A business day."""
    day = await ground.today() + DAY
    yield
    await ground.go_to(day)


async def night_passed(ground: Ground) -> AsyncGenerator[None, None]:
    """A business day of a loan that runs: before the first there are no books to close."""
    deal = await _ready_to_sign(ground, Case.ORDINARY)
    await deal.sign()
    await _is_active(ground, deal)
    day = await ground.today() + DAY
    yield
    await ground.go_to(day)


async def offer_lapsed(ground: Ground) -> AsyncGenerator[None, None]:
    """An offer nobody accepts until its last day is over."""
    applicant = await a_borrower(ground.town)
    borrower = applicant.person
    application = await applicant.applied()
    await until(borrower, application, "approved")
    last_day = date.fromisoformat((await offer_of(borrower, application))["valid_until"])
    yield
    await ground.go_to(last_day + DAY)
    await until(borrower, application, "offer_expired")
    await Desk.of(ground.town, application, "closed")


async def question_unanswered(ground: Ground) -> AsyncGenerator[None, None]:
    """A question whose borrower lets its day go by."""
    applicant = await a_borrower(ground.town)
    application = await applicant.applied(MIDDLING)
    await accept_at_intake(ground.town.somebody(Role.LOAN_OFFICER), application)
    desk = await Desk.of(ground.town, application)
    due_on = await ground.today() + 3 * DAY
    await desk.claimed()
    question = {"text": "?", "items": ["monthly_sales"], "due_on": due_on.isoformat()}
    expect(201, await desk.step(desk.underwriter, "information-requests", question))
    await until(applicant.person, application, "information_requested")
    yield
    await ground.go_to(due_on + DAY)
    await Desk.of(ground.town, application)
    await until(applicant.person, application, "underwriting")


async def payout_waited(ground: Ground) -> AsyncGenerator[None, None]:
    """A signed contract without an account, which each new day looks at."""
    deal = await Deal.struck(ground.town)
    await deal.disclose()
    await deal.sign()
    await deal.payout(deal.borrower, "conditions_pending")
    day = await ground.today() + DAY
    yield
    await ground.go_to(day)
    await deal.name_account(Case.ORDINARY)
    await _is_active(ground, deal)


async def payout_settled(ground: Ground) -> AsyncGenerator[None, None]:
    """A loan's money that arrived, which the rail is asked about on the next day."""
    deal = await _ready_to_sign(ground, Case.ORDINARY)
    await deal.sign()
    await _is_active(ground, deal)
    (payout,) = await deal.payouts(deal.borrower)
    day = await ground.today() + DAY
    yield
    await ground.go_to(day)
    looks = (
        "SELECT outcome FROM disbursement.payout_look_backs WHERE payout_id = $1 AND looked_on = $2"
    )
    number = uuid_of("pay", payout["id"])

    async def is_looked_at() -> list[str]:
        return await ground.column(looks, number, day)

    assert await eventually(is_looked_at) == ["settled"]


async def contract_lapsed(ground: Ground) -> AsyncGenerator[None, None]:
    """A contract nobody signs until its last day is over."""
    deal = await Deal.struck(ground.town)
    day = await ground.today() + (SIGNING_DAYS + 1) * DAY
    yield
    await ground.go_to(day)
    await until(deal.borrower, deal.application, "cancelled")
    await Desk.of(ground.town, deal.application, "closed")


async def loan_refolded(ground: Ground) -> AsyncGenerator[None, None]:
    """A loan whose kept lines end tonight."""
    deal = await _ready_to_sign(ground, Case.ORDINARY)
    await deal.sign()
    loan = await _is_active(ground, deal)
    day = await ground.today() + DAY
    number = uuid_of("loan", loan["id"])
    ends = "UPDATE repayment.positions SET refold_on = $1 WHERE loan_id = $2"
    await ground.admin.execute(ends, day, number)
    yield
    await ground.go_to(day)
    later = "SELECT refold_on > $1 FROM repayment.positions WHERE loan_id = $2"
    assert await ground.column(later, day, number) == [True]


async def repayment_waited(ground: Ground) -> AsyncGenerator[None, None]:
    """Money that comes after midnight, before the books have reached its day."""
    deal = await _ready_to_sign(ground, Case.ORDINARY)
    await deal.sign()
    loan = await _is_active(ground, deal)
    day = await ground.today() + DAY
    await ground.arm(REPAYMENT_WORKER, KitPoint.DAY_CLOSED, Deed.HANG)
    await ground.send_clock(day)
    await _stands_on(ground, "repayment", day)
    ground.stack.program(REPAYMENT_WORKER).send_signal(signal.SIGSTOP)
    payment = {"loan_id": loan["id"], "amount": yuan(5), "value_date": day.isoformat()}
    taken = expect(201, await deal.borrower.post("/v1/sandbox/payments", payment))
    assert taken["status"] == "received"
    yield
    path = f"/v1/loans/{loan['id']}/repayments/{taken['id']}"

    async def is_posted() -> bool:
        return bool(expect(200, await deal.borrower.get(path))["status"] != "received")

    await eventually(is_posted)
    await ground.go_to(day)


async def loan_ended(ground: Ground) -> AsyncGenerator[None, None]:
    """A loan whose last dues are paid by what waits in suspense."""
    deal = await _ready_to_sign(ground, Case.ORDINARY)
    await deal.sign()
    loan = await _is_active(ground, deal)
    payment = {
        "loan_id": loan["id"],
        "amount": yuan(2 * SMALL),
        "value_date": (await ground.today()).isoformat(),
    }
    expect(201, await deal.borrower.post("/v1/sandbox/payments", payment))
    yield
    await ground.go_to(date.fromisoformat(loan["matures_on"]))
    await until(deal.borrower, deal.application, "settled")
    assert (await statuses(deal.borrower, deal.application))[-1] == "settled"


async def _ready_to_sign(ground: Ground, case: Case) -> Deal:
    deal = await Deal.struck(ground.town)
    await deal.name_account(case)
    await deal.disclose()
    return deal


async def _is_active(ground: Ground, deal: Deal) -> Json:
    """The loan, opened once for money that moved once."""
    loan = await deal.loan()
    (payout,) = await deal.payouts(deal.borrower)
    assert len(truth(ground.stack, payout, "moved")) == 1
    assert loan["payout_id"] == payout["id"]
    assert (await statuses(deal.borrower, deal.application))[-6:] == TO_ACTIVE
    return loan


async def _is_decided(ground: Ground, applicant: Applicant, application: str) -> None:
    await until(applicant.person, application, "approved")
    number = uuid_of("app", application.rpartition("/")[2])
    of_case = "(SELECT case_id FROM underwriting.cases WHERE application_id = $1)"
    for counted in (
        "SELECT count(*) FROM underwriting.cases WHERE application_id = $1",
        "SELECT count(*) FROM application.offers WHERE application_id = $1",
        f"SELECT count(*) FROM underwriting.decisions WHERE case_id = {of_case}",
        f"SELECT count(*) FROM underwriting.bureau_queries WHERE case_id = {of_case}",
    ):
        assert await ground.column(counted, number) == [1], counted
    step = await next_step(applicant.person, application)
    assert step["status"] == "approved"


async def _stands_on(ground: Ground, service: str, day: date) -> None:
    """Return once a service's clock shows the day."""
    # By the lender's day: the database's may be the one before.
    shown = (
        "SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date + ahead_days >= $1"
        f" FROM {service}.sandbox_clock"
    )

    async def stands() -> bool:
        return await ground.column(shown, day) == [True]

    await eventually(stands)
