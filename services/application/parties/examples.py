"""What the reference shows of parties; every number in it is made up."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.application.domain.customers import CustomerType
from services.application.domain.masks import Audience
from services.application.domain.parties import ConsentPurpose
from services.application.parties import views
from services.application.parties.domain.consent_texts import CONSENT_TEXTS, text_in_force
from services.application.parties.domain.consents import (
    Channel,
    Consent,
    ConsentGiven,
    ConsentStatus,
)
from services.application.parties.domain.party import MaritalStatus, Party, Person

_MOMENT: Final = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_TEXT: Final = text_in_force(ConsentPurpose.PERSONAL_DATA)
_PERSON: Final = Person(
    name="示例借款人",
    identity_number="110101199003070003",
    identity_valid_to=date(2036, 3, 7),
    mobile="13800138000",
    address="北京市东城区示例路1号",
    marital_status=MaritalStatus.MARRIED,
    bank_card="6222020200000000006",
)
_PARTY: Final = Party(
    party_id=_ID,
    owner="borrower",
    partner_id=None,
    customer_type=CustomerType.SOLE_TRADER,
    particulars=_PERSON,
    warnings=(),
    is_identity_fixed=False,
    version=1,
    created_at=_MOMENT,
    updated_at=_MOMENT,
)
_CONSENT: Final = Consent(
    consent_id=_ID,
    party_id=_ID,
    status=ConsentStatus.GIVEN,
    given=ConsentGiven(_TEXT.purpose, _TEXT.version, _TEXT.sha256, Channel.APP, None),
    given_at=_MOMENT,
    revoked_at=None,
)


def _page(row: dict[str, Any]) -> dict[str, Any]:
    return {"data": [row], "has_more": False, "next_cursor": None}


PARTY_CREATE_EXAMPLE: Final = {
    "kind": "person",
    "customer_type": "sole_trader",
    "name": _PERSON.name,
    "identity_number": _PERSON.identity_number,
    "identity_valid_to": "2036-03-07",
    "mobile": _PERSON.mobile,
    "address": _PERSON.address,
    "marital_status": "married",
    "bank_card": _PERSON.bank_card,
}
PARTY_UPDATE_EXAMPLE: Final = {"mobile": "13900139000", "bank_card": None}
PARTY_REGISTERED_EXAMPLE: Final = views.party(_PARTY, Audience.OVERSIGHT).model_dump(mode="json")
PARTY_EXAMPLE: Final = views.party(_PARTY, Audience.OWNER).model_dump(mode="json")
PARTIES_EXAMPLE: Final = _page(PARTY_EXAMPLE)
CONSENT_CREATE_EXAMPLE: Final = {
    "purpose": _TEXT.purpose.value,
    "text_version": _TEXT.version,
    "text_hash": _TEXT.sha256,
    "channel": "app",
    "device": "Android 16",
}
CONSENT_EXAMPLE: Final = views.consent(_CONSENT).model_dump(mode="json")
CONSENTS_EXAMPLE: Final = _page(CONSENT_EXAMPLE)
CONSENT_TEXTS_EXAMPLE: Final = views.consent_texts(CONSENT_TEXTS[:1]).model_dump(mode="json")
