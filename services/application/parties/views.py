"""From parties in the domain to what each audience gets."""

from typing import Any

from services.application.domain.masks import (
    Audience,
    last_four,
    masked_identity,
    masked_mobile,
    readable,
    shown_address,
    shown_name,
)
from services.application.parties.domain.consent_texts import ConsentText
from services.application.parties.domain.consents import Consent
from services.application.parties.domain.party import Business, Party, Person
from services.application.parties.schemas.read import (
    BusinessRead,
    ConsentRead,
    ConsentTextList,
    ConsentTextRead,
    PartyRead,
    PersonRead,
    TextRead,
)
from services.kit.errors import Title
from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page


def party(found: Party, audience: Audience) -> PartyRead:
    """The party as `audience` sees it."""
    particulars = found.particulars
    if isinstance(particulars, Person):
        return _person(found, particulars, audience)
    return _business(found, particulars, audience)


def parties(found: list[Party], page: PageRequest, audience: Audience) -> Page[PartyRead]:
    """A page of parties as `audience` sees them."""
    return page_of(
        found,
        page,
        place=lambda one: Cursor(one.created_at, one.party_id),
        read=lambda one: party(one, audience),
    )


def party_shown(found: Party, audience: Audience) -> Reply:
    """The answer to a reader of one party, or to its owner after a change."""
    return _party_reply(200, found, audience)


def party_registered(found: Party) -> Reply:
    """The answer to a registration.

    It is kept for replays, and so holds no more than those who oversee may see.
    """
    place = f"/v1/parties/{typeid_of('party', found.party_id)}"
    return _party_reply(201, found, Audience.OVERSIGHT, place)


def consent(found: Consent) -> ConsentRead:
    """A consent."""
    return ConsentRead(
        id=found.consent_id,
        purpose=found.given.purpose,
        text_version=found.given.text_version,
        text_hash=found.given.text_hash,
        channel=found.given.channel,
        status=found.status,
        is_current=found.is_current,
        given_at=found.given_at,
        revoked_at=found.revoked_at,
    )


def consents(found: list[Consent], page: PageRequest) -> Page[ConsentRead]:
    """A page of consents."""
    return page_of(
        found, page, place=lambda one: Cursor(one.given_at, one.consent_id), read=consent
    )


def consent_given(found: Consent) -> Reply:
    """The answer to a consent, or to its end."""
    return Reply(201, consent(found).model_dump_json().encode())


def consent_texts(texts: tuple[ConsentText, ...]) -> ConsentTextList:
    """The texts in force."""
    return ConsentTextList(
        data=[
            ConsentTextRead(
                purpose=text.purpose,
                version=text.version,
                title=_text(text.title),
                body=_text(text.body),
                hash=text.sha256,
            )
            for text in texts
        ]
    )


def _party_reply(
    status: int, found: Party, audience: Audience, location: str | None = None
) -> Reply:
    body = party(found, audience).model_dump_json().encode()
    return Reply(status, body, etag_of(found.version), location)


def _shared(found: Party, audience: Audience) -> dict[str, Any]:
    return {
        "id": found.party_id,
        "customer_type": found.customer_type,
        "mobile": masked_mobile(found.particulars.mobile),
        "address": shown_address(found.particulars.address, audience),
        "warnings": list(found.warnings),
        "is_identity_fixed": found.is_identity_fixed,
        "version": found.version,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
    }


def _person(found: Party, person: Person, audience: Audience) -> PersonRead:
    return PersonRead(
        **_shared(found, audience),
        kind="person",
        name=shown_name(person.name, audience),
        identity_number=masked_identity(person.identity_number),
        identity_valid_to=person.identity_valid_to,
        marital_status=person.marital_status,
        bank_card_last4=_last_four(person.bank_card),
    )


def _business(found: Party, business: Business, audience: Audience) -> BusinessRead:
    sales = business.monthly_sales
    return BusinessRead(
        **_shared(found, audience),
        kind="business",
        name=business.name if audience is Audience.OWNER else readable(business.name),
        credit_code=business.credit_code,
        legal_representative_id=business.legal_representative_id,
        established_on=business.established_on,
        licence_valid_to=business.licence_valid_to,
        industry_code=business.industry_code,
        employees=business.employees,
        premises=business.premises,
        monthly_sales=MoneyRead.of(sales) if sales else None,
        bank_account_last4=_last_four(business.bank_account),
    )


def _last_four(account: str | None) -> str | None:
    return None if account is None else last_four(account)


def _text(title: Title) -> TextRead:
    return TextRead(en=title.en, zh=title.zh)
