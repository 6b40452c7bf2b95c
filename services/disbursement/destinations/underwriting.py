"""The underwriting service, asked who is on a list before a loan's money goes out."""

import logging
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.disbursement.machinery import DISBURSEMENT
from services.disbursement.payouts.domain.screening import Screened, ScreeningOutcome, Withheld
from services.kit.http import Call, NeighbourRefused, NeighbourUnavailable, ServiceClient
from services.kit.identifiers import typeid_of
from services.kit.schemas import DateRead, TypeId

TEMPLATE: Final = "/internal/v1/screenings/{payout_id}"

_log = logging.getLogger("xiaowei.payouts")


class ScreeningAnswer(BaseModel):
    """As much of the answer as is needed; what else it may come to say is left."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    payout_id: Annotated[UUID, TypeId("pay")]
    application_id: Annotated[UUID, TypeId("app")]
    outcome: Literal["clear", "listed"]
    list_version: Annotated[str, Field(min_length=1, max_length=64)]
    screened_on: DateRead


class UnderwritingService:
    """The neighbour that keeps the lists."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def look(self, payout_id: UUID, application_id: UUID) -> Screened | Withheld | None:
        """What the lists say today of those who stand for a loan; None when nothing is said.

        A refusal says nothing either: what underwriting does not know, or has not approved, is
        not paid, and a line in the log says why. That a group is late is told as such.
        """
        call = Call(
            method="PUT",
            path=TEMPLATE.format(payout_id=typeid_of("pay", payout_id)),
            template=TEMPLATE,
            subject=DISBURSEMENT,
            body={"application_id": typeid_of("app", application_id)},
        )
        try:
            said = ScreeningAnswer.model_validate((await self._client.send(call)).body)
            if (said.payout_id, said.application_id) == (payout_id, application_id):
                return Screened(ScreeningOutcome(said.outcome), said.list_version, said.screened_on)
            why = "of_another"
        except NeighbourRefused as refused:
            if refused.problem_code == Withheld.GROUP_LATE:
                return Withheld.GROUP_LATE
            why = refused.problem_code
        except NeighbourUnavailable as unavailable:
            why = unavailable.code
        except ValidationError:
            why = "unreadable"
        known = {"payout_id": typeid_of("pay", payout_id), "problem_code": why}
        _log.warning("a payout waits: the lists were not looked at", extra=known)
        return None
