"""Parties and consents over HTTP."""

from typing import Final

from services.application.parties.routes.consent_texts import router as consent_texts
from services.application.parties.routes.consents import router as consents
from services.application.parties.routes.parties import router as parties

ROUTERS: Final = (parties, consents, consent_texts)
