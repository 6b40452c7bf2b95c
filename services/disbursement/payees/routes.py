"""Payee accounts over HTTP: the borrower names and verifies them, staff look at them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.disbursement.dependencies import FieldKeysDep, KeepingDep, ReaderDep
from services.disbursement.payees import examples, queries, views
from services.disbursement.payees.domain.accounts import AccountStatus
from services.disbursement.payees.domain.errors import (
    ContractEnded,
    PayoutUnderWay,
    SameAccount,
    TooManyAccounts,
)
from services.disbursement.payees.queries import AccountFilter
from services.disbursement.payees.schemas.read import PayeeAccountRead
from services.disbursement.payees.schemas.written import PayeeAccountCreate
from services.disbursement.payees.use_cases.register_account import register_account
from services.disbursement.payees.use_cases.start_verification import start_verification
from services.disbursement.payees.views import Audience
from services.kit.dependencies import AskDep, PageDep, VersionedDep
from services.kit.errors import NotFound, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page, TypeId

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/payee-accounts", tags=["payee accounts"]
)

AccountPath = Annotated[UUID, TypeId("acct"), Path(description="the account's id")]
ContractId = Annotated[UUID, TypeId("ctr")]


@router.post(
    "",
    status_code=201,
    response_model=PayeeAccountRead,
    **operation(
        scope="payees:write",
        key=True,
        etag=True,
        body="json",
        rate_class="money",
        errors=(NotFound, ContractEnded, PayoutUnderWay, SameAccount, TooManyAccounts),
        request_example=examples.ACCOUNT_CREATE_EXAMPLE,
        response_example=examples.REGISTERED_EXAMPLE,
    ),
)
async def post_payee_account(
    body: PayeeAccountCreate, keeping: KeepingDep, ask: AskDep
) -> Response:
    """Name the account the contract's money goes to; start its verification next.

    Another account takes the place of the one before it, which is paid to no more: a payout that
    was approved and not sent has to be approved again. In place of a verified account it is
    usable from the next business day; in place of one the bank refuses, at once.
    """
    wanted = ask.rendering(views.registered(Audience.of(ask.caller, ask.clock.today())))
    return response_of(
        await register_account(body.contract_id, body.destination(), keeping, wanted)
    )


@router.get(
    "",
    response_model=Page[PayeeAccountRead],
    **operation(scope="payees:read", paged=True, response_example=examples.ACCOUNTS_EXAMPLE),
)
async def list_payee_accounts(
    reader: ReaderDep,
    keys: FieldKeysDep,
    page: PageDep,
    contract_id: ContractId | None = None,
    status: AccountStatus | None = None,
) -> Page[PayeeAccountRead]:
    """List accounts, newest first, replaced ones too; by contract and by status."""
    wanted = AccountFilter(contract_id, status)
    found = await queries.accounts(reader, wanted, page, keys)
    return views.accounts(found, page, Audience.of(reader.caller, reader.clock.today()))


@router.get(
    "/{account_id}",
    response_model=PayeeAccountRead,
    **operation(
        scope="payees:read",
        resource="payee_account",
        etag=True,
        response_example=examples.ACCOUNT_EXAMPLE,
    ),
)
async def get_payee_account(
    account_id: AccountPath, reader: ReaderDep, keys: FieldKeysDep, versioned: VersionedDep
) -> Response:
    """Show one account; its number is masked for everybody."""
    found = await queries.account_by_id(reader, account_id, keys)
    audience = Audience.of(reader.caller, reader.clock.today())
    return versioned(views.account(found, audience), found.version, views.look(found, audience))


@router.post(
    "/{account_id}/verifications",
    status_code=202,
    response_model=PayeeAccountRead,
    **operation(
        scope="payees:write",
        resource="payee_account",
        key=True,
        if_match=True,
        rate_class="money",
        errors=(TransitionNotAllowed,),
        response_example=examples.VERIFYING_EXAMPLE,
    ),
)
async def post_payee_verification(
    account_id: AccountPath, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Have the bank asked whether the account is open and kept under this name.

    The answer comes later: read the account until it is `verified`, `rejected` or, when nobody
    answered for long, `unknown`, from where it can be started again.
    """
    wanted = ask.rendering(views.verifying(Audience.of(ask.caller, ask.clock.today())))
    return response_of(await start_verification(account_id, keys, wanted))
