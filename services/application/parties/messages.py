"""What others are told of parties: ids, kinds and versions, never who it is."""

from services.application.parties.domain.consents import Consent
from services.application.parties.domain.party import Party
from services.kit.audit import Members
from services.kit.identifiers import typeid_of

AGGREGATE_TYPE = "party"


def party_event(party: Party) -> dict[str, object]:
    """The body of an event about a party."""
    return {
        "id": typeid_of("party", party.party_id),
        "kind": party.kind.value,
        "version": party.version,
    }


def consent_event(consent: Consent, version: int) -> dict[str, object]:
    """The body of an event about a consent; `version` is its party's."""
    return {
        "id": typeid_of("party", consent.party_id),
        "consent_id": typeid_of("cons", consent.consent_id),
        "purpose": consent.given.purpose.value,
        "status": consent.status.value,
        "version": version,
    }


def party_facts(party: Party) -> Members:
    """What the audit keeps of a party."""
    return {
        "kind": party.kind.value,
        "customer_type": party.customer_type.value,
        "warnings": list(party.warnings),
    }


def consent_facts(consent: Consent) -> Members:
    """What the audit keeps of a consent."""
    return {
        "consent": typeid_of("cons", consent.consent_id),
        "purpose": consent.given.purpose.value,
        "text_version": consent.given.text_version,
        "channel": consent.given.channel.value,
        "status": consent.status.value,
    }
