"""From accounts to what readers get."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from services.disbursement.payees.domain.accounts import PayeeAccount
from services.disbursement.payees.domain.masks import masked_name, masked_number
from services.disbursement.payees.schemas.read import PayeeAccountRead
from services.kit.caller import Caller
from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.roles import Role
from services.kit.schemas import Page

SHARED: str = "shared_account"
_WORKS_WITH_IT = frozenset({Role.LOAN_OFFICER, Role.FINANCE_MAKER, Role.FINANCE_CHECKER})


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks, and on which business day."""

    is_staff: bool
    is_name_shown: bool
    today: date

    @classmethod
    def of(cls, caller: Caller, today: date) -> "Audience":
        """The owner and whoever works with the account see whose it is; others a mask."""
        is_name_shown = not caller.is_staff or bool(caller.roles & _WORKS_WITH_IT)
        return cls(caller.is_staff, is_name_shown, today)

    @property
    def of_a_kept_answer(self) -> "Audience":
        """The same for an answer that is kept for replays, which holds no name."""
        return Audience(self.is_staff, is_name_shown=False, today=self.today)


def look(found: PayeeAccount, audience: Audience) -> str:
    """What tells two readings of one version apart: days pass, and others name the same number."""
    return f"{found.is_usable_on(audience.today):d}-{_is_told_shared(found, audience):d}"


def account(found: PayeeAccount, audience: Audience) -> PayeeAccountRead:
    """The account as `audience` sees it."""
    where = found.destination
    return PayeeAccountRead(
        id=found.account_id,
        contract_id=found.contract_id,
        status=found.status,
        bank_code=where.bank_code,
        account_number=masked_number(where.number),
        holder_name=where.holder_name if audience.is_name_shown else masked_name(where.holder_name),
        rejection=found.rejection,
        usable_from=found.usable_from,
        is_usable=found.is_usable_on(audience.today),
        findings=[SHARED] if _is_told_shared(found, audience) else [],
        version=found.version,
        created_at=found.created_at,
        updated_at=found.updated_at,
    )


def accounts(
    found: list[PayeeAccount], page: PageRequest, audience: Audience
) -> Page[PayeeAccountRead]:
    """A page of accounts."""
    return page_of(
        found,
        page,
        place=lambda one: Cursor(one.created_at, one.account_id),
        read=lambda one: account(one, audience),
    )


def registered(audience: Audience) -> Callable[[PayeeAccount], Reply]:
    """The answer to naming an account."""

    def view(found: PayeeAccount) -> Reply:
        return _reply(found, audience, HTTPStatus.CREATED, _place(found))

    return view


def verifying(audience: Audience) -> Callable[[PayeeAccount], Reply]:
    """The answer to starting a verification, which goes on after it."""

    def view(found: PayeeAccount) -> Reply:
        return _reply(found, audience, HTTPStatus.ACCEPTED, _place(found))

    return view


def _is_told_shared(found: PayeeAccount, audience: Audience) -> bool:
    return found.is_shared and audience.is_staff


def _place(found: PayeeAccount) -> str:
    return f"/v1/payee-accounts/{typeid_of('acct', found.account_id)}"


def _reply(found: PayeeAccount, audience: Audience, status: HTTPStatus, place: str) -> Reply:
    body = account(found, audience.of_a_kept_answer).model_dump_json().encode()
    return Reply(int(status), body, etag_of(found.version), place)
