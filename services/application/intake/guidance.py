"""Next steps and timelines as readers get them: in their language, and with the call to make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from services.application.domain.checklists import MediaType
from services.application.intake.domain.calls import Call
from services.application.intake.domain.happenings import Happening
from services.application.intake.domain.records import HistoryEntry
from services.application.intake.queries import Guidance
from services.application.intake.schemas.read import (
    CallRead,
    CallValueRead,
    GapRead,
    NextStepRead,
    TimelineEntryRead,
)
from services.kit.caller import Caller
from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.languages import Language, say
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.schemas import MoneyRead, Page

_JSON: Final = ("application/json",)
_FILES: Final = tuple(media_type.value for media_type in MediaType)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of this API, as its document names it.

    `versioned` is what the If-Match is of, a contract's being for its own service to tell; `schema`
    the body's, None when it is not JSON; `query` the one parameter that names what it is about,
    where the path does not.
    """

    operation_id: str
    method: str
    path: str
    versioned: Literal["application", "material", "offer", "group", "contract"] | None = (
        "application"
    )
    needs_key: bool = True
    schema: str | None = None
    content_types: tuple[str, ...] = _JSON
    query: str | None = None

    @property
    def takes_file(self) -> bool:
        """Whether the body is a material's file, of a type and age the item allows."""
        return self.content_types == _FILES


def _read(operation_id: str, path: str, query: str | None = None) -> Operation:
    return Operation(
        operation_id,
        "GET",
        path,
        versioned=None,
        needs_key=False,
        content_types=(),
        query=query,
    )


_APPLICATION: Final = "/v1/applications/{application_id}"
_CONTRACT: Final = "/v1/contracts/{contract_id}"
_MATERIAL: Final = f"{_APPLICATION}/materials/{{item}}"
_CONSENT: Final = Operation(
    "post_consent",
    "POST",
    "/v1/parties/{party_id}/consents",
    versioned=None,
    schema="ConsentCreate",
)
# The party is who represents the borrower, and what the step is about.
_REPRESENTATIVES: Final = "give_representatives_consent"

OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "amend_application": Operation(
            "patch_application",
            "PATCH",
            _APPLICATION,
            needs_key=False,
            schema="ApplicationAmend",
        ),
        "submit_application": Operation(
            "post_application_submission", "POST", f"{_APPLICATION}/submissions", content_types=()
        ),
        "upload_material": Operation(
            "put_material_content",
            "PUT",
            f"{_MATERIAL}/content",
            versioned="material",
            needs_key=False,
            content_types=_FILES,
        ),
        "offer_collateral": Operation(
            "post_collateral",
            "POST",
            f"{_APPLICATION}/collaterals",
            versioned=None,
            schema="CollateralCreate",
        ),
        "give_consent": _CONSENT,
        _REPRESENTATIVES: _CONSENT,
        "form_group": Operation(
            "post_group", "POST", "/v1/groups", versioned=None, schema="GroupCreate"
        ),
        "agree_to_group": Operation(
            "post_group_agreement",
            "POST",
            "/v1/groups/{group_id}/agreements",
            versioned="group",
            schema="GroupAgreementCreate",
        ),
        "review_material": Operation(
            "post_material_review",
            "POST",
            f"{_MATERIAL}/reviews",
            versioned="material",
            schema="ReviewCreate",
        ),
        "request_supplement": Operation(
            "post_application_supplement_request",
            "POST",
            f"{_APPLICATION}/supplement-requests",
            schema="SupplementCreate",
        ),
        "accept_application": Operation(
            "post_application_acceptance", "POST", f"{_APPLICATION}/acceptances", content_types=()
        ),
        "answer_question": Operation(
            "post_information_answer",
            "POST",
            f"{_APPLICATION}/information-answers",
            schema="InformationAnswerCreate",
        ),
        "accept_offer": Operation(
            "post_offer_acceptance",
            "POST",
            "/v1/offers/{offer_id}/acceptances",
            versioned="offer",
            content_types=(),
        ),
        # Of the services that carry the offer out.
        "read_disclosure": Operation(
            "post_contract_cost_disclosure_reading",
            "POST",
            f"{_CONTRACT}/cost-disclosure/readings",
            versioned=None,
            content_types=(),
        ),
        "confirm_disclosure": Operation(
            "post_contract_cost_disclosure_confirmation",
            "POST",
            f"{_CONTRACT}/cost-disclosure/confirmations",
            versioned="contract",
            schema="ConfirmationCreate",
        ),
        "sign_contract": Operation(
            "post_contract_signature",
            "POST",
            f"{_CONTRACT}/signatures",
            versioned="contract",
            schema="SignatureCreate",
        ),
        "name_payee_account": Operation(
            "post_payee_account",
            "POST",
            "/v1/payee-accounts",
            versioned=None,
            schema="PayeeAccountCreate",
        ),
        "see_payee_accounts": _read("list_payee_accounts", "/v1/payee-accounts", "contract_id"),
        "see_loan": _read("get_loan", "/v1/loans/{loan_id}"),
    }
)


def next_step(found: Guidance, language: Language) -> NextStepRead:
    """The next step, told in `language`."""
    step = found.step
    return NextStepRead(
        status=step.status,
        actor=step.actor,
        due_at=step.due_at,
        missing=[
            GapRead(pointer=gap.pointer, code=gap.code, message=say(gap.message, language))
            for gap in step.missing
        ],
        blocked_because=step.blocked_because,
        about=_about(found),
        call=None if step.call is None else _call(step.call, found),
        amount=None if step.amount is None else MoneyRead.of(step.amount),
        message=say(step.message, language),
    )


def timeline(
    found: Sequence[HistoryEntry], page: PageRequest, caller: Caller
) -> Page[TimelineEntryRead]:
    """A page of what happened; only staff read who did it, and why something was waived."""
    read = _staff_entry if caller.is_staff else entry
    return page_of(found, page, place=_place, read=read)


def _call(call: Call, found: Guidance) -> CallRead:
    operation = OPERATIONS[call.operation]
    application = found.application
    about = _about(found)
    is_represented = call.operation == _REPRESENTATIVES
    path = operation.path.format(
        application_id=typeid_of("app", application.application_id),
        party_id=about if is_represented else typeid_of("party", application.party_id),
        item=call.item,
        offer_id=about,
        contract_id=about,
        loan_id=about,
        group_id=about,
    )
    return CallRead(
        operation_id=operation.operation_id,
        method=operation.method,
        path=path,
        content_types=_content_types(operation, call, found),
        body_schema=operation.schema and f"#/components/schemas/{operation.schema}",
        headers=_headers(operation, call, found),
        query=_query(operation, call, found),
    )


def _about(found: Guidance) -> str | None:
    about = found.about
    return None if about is None else typeid_of(about.prefix, about.identifier)


def _content_types(operation: Operation, call: Call, found: Guidance) -> list[str]:
    if operation.takes_file and call.item is not None:
        return [media_type.value for media_type in found.items[call.item].media_types]
    return list(operation.content_types)


def _query(operation: Operation, call: Call, found: Guidance) -> list[CallValueRead]:
    if operation.query is not None:
        return [CallValueRead(name=operation.query, value=_about(found))]
    if not operation.takes_file or call.item is None:
        return []
    ages = found.items[call.item].freshness_days is not None
    return [CallValueRead(name="document_on", value=None)] if ages else []


def _headers(operation: Operation, call: Call, found: Guidance) -> list[CallValueRead]:
    headers = []
    if operation.versioned == "application":
        headers.append(CallValueRead(name="If-Match", value=etag_of(found.version)))
    if operation.versioned == "material" and call.item is not None:
        version = found.item_versions[call.item]
        headers.append(CallValueRead(name="If-Match", value=etag_of(version)))
    is_told = operation.versioned in {"offer", "group"} and found.about is not None
    if is_told and found.about is not None and found.about.version:
        headers.append(CallValueRead(name="If-Match", value=etag_of(found.about.version)))
    if operation.versioned == "contract":
        headers.append(CallValueRead(name="If-Match", value=None))
    if operation.needs_key:
        headers.append(CallValueRead(name="Idempotency-Key", value=None))
    return headers


def _place(one: HistoryEntry) -> Cursor:
    return Cursor(one.occurred_at, UUID(int=one.number))


def entry(one: HistoryEntry) -> TimelineEntryRead:
    """One thing that happened, as borrower and partner read it."""
    event = one.event
    is_internal = event.kind is Happening.MATERIAL_WAIVED
    return TimelineEntryRead(
        number=one.number,
        occurred_at=one.occurred_at,
        kind=event.kind,
        actor=event.actor,
        from_status=event.from_status,
        to_status=event.to_status,
        item=event.item,
        reason_code=event.reason_code,
        reason=None if is_internal else event.reason,
        subject=None,
    )


def _staff_entry(one: HistoryEntry) -> TimelineEntryRead:
    told = {"reason": one.event.reason, "subject": one.subject}
    return entry(one).model_copy(update=told)
