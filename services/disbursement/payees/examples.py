"""What the reference shows of accounts; the numbers are those of nobody."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.disbursement.payees import views
from services.disbursement.payees.domain.accounts import AccountStatus, Destination, PayeeAccount
from services.disbursement.payees.views import Audience
from services.kit.identifiers import typeid_of

_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_MOMENT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_TODAY: Final = date(2026, 11, 23)
_OWNER: Final = Audience(is_staff=False, is_name_shown=True, today=_TODAY)

ACCOUNT_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "contract_id": typeid_of("ctr", _ID),
    "holder_name": "李小微",
    "account_number": "6217220000000000014",
    "bank_code": "102100099996",
}


def _shown(status: AccountStatus, version: int, audience: Audience) -> dict[str, Any]:
    account = PayeeAccount(
        contract_id=_ID,
        account_id=_ID,
        status=status,
        destination=Destination("102100099996", "6217220000000000014", "李小微"),
        usable_from=_TODAY,
        rejection=None,
        is_shared=False,
        version=version,
        created_at=_MOMENT,
        updated_at=_MOMENT,
    )
    return views.account(account, audience).model_dump(mode="json")


ACCOUNT_EXAMPLE: Final = _shown(AccountStatus.VERIFIED, 3, _OWNER)
REGISTERED_EXAMPLE: Final = _shown(AccountStatus.REGISTERED, 1, _OWNER.of_a_kept_answer)
VERIFYING_EXAMPLE: Final = _shown(AccountStatus.VERIFYING, 2, _OWNER.of_a_kept_answer)
ACCOUNTS_EXAMPLE: Final = {"data": [ACCOUNT_EXAMPLE], "has_more": False, "next_cursor": None}
