"""The queue, one case, and what its checks found."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.kit.dependencies import PageDep, VersionedDep
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import Page
from services.underwriting.cases import examples, queries, views
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.queries import CaseFilter
from services.underwriting.cases.routes.parameters import ApplicationId, CaseId
from services.underwriting.cases.schemas.read import CaseRead, CheckList
from services.underwriting.decisions.entry import Authority
from services.underwriting.dependencies import ReaderDep

YesOrNo = Literal["true", "false"]

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/cases", tags=["cases"])


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """Who has a case, and whether it waits."""

    claimed_by: str | None
    is_overdue: bool | None
    is_on_a_desk: bool | None


async def _desk(
    claimed_by: Annotated[
        str | None,
        Query(min_length=1, max_length=255, description="only those this person works on"),
    ] = None,
    overdue: Annotated[
        YesOrNo | None, Query(description="only those past their time, or only those within it")
    ] = None,
    on_a_desk: Annotated[
        YesOrNo | None, Query(description="only those somebody works on, or only those nobody does")
    ] = None,
) -> DeskFilter:
    return DeskFilter(claimed_by, _truth(overdue), _truth(on_a_desk))


async def _wanted(
    desk: Annotated[DeskFilter, Depends(_desk)],
    status: CaseStatus | None = None,
    level: Authority | None = None,
    product_code: Annotated[str | None, Query(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")] = None,
    application_id: Annotated[ApplicationId | None, Query()] = None,
    sort: Annotated[Literal["created_at", "-created_at"], Query()] = "created_at",
) -> CaseFilter:
    return CaseFilter(
        status=status,
        authority=level,
        product_code=product_code,
        application_id=application_id,
        claimed_by=desk.claimed_by,
        is_overdue=desk.is_overdue,
        is_on_a_desk=desk.is_on_a_desk,
        newest_first=sort == "-created_at",
    )


@router.get(
    "",
    response_model=Page[CaseRead],
    **operation(scope="cases:read", paged=True, response_example=examples.CASE_PAGE_EXAMPLE),
)
async def list_cases(
    wanted: Annotated[CaseFilter, Depends(_wanted)], page: PageDep, reader: ReaderDep
) -> Page[CaseRead]:
    """List cases, the oldest first: the queue of the desk.

    `on_a_desk` narrows it to those that wait for a person, `level` to the authority they take,
    `overdue` to those whose decision was due before now.
    """
    return views.cases(await queries.cases(wanted, page, reader), page)


@router.get(
    "/{case_id}",
    response_model=CaseRead,
    **operation(
        scope="cases:read", resource="case", etag=True, response_example=examples.CASE_EXAMPLE
    ),
)
async def get_case(case_id: CaseId, reader: ReaderDep, versioned: VersionedDep) -> Response:
    """Show a case: what is asked for, where it stands, who has it, what is recommended."""
    record = await queries.case(case_id, reader)
    return versioned(views.case(record), record.row.version, views.look(record))


@router.get(
    "/{case_id}/checks",
    response_model=CheckList,
    **operation(scope="cases:read", resource="case", response_example=examples.CHECK_LIST_EXAMPLE),
)
async def list_case_checks(case_id: CaseId, reader: ReaderDep) -> CheckList:
    """Show what each check found, per submission: identity, lists, duplicates, bureau, exposure.

    Behind them stands each `screening`: what a look at the lists before a payout came to.
    """
    return views.checks(await queries.checks(case_id, reader))


def _truth(written: YesOrNo | None) -> bool | None:
    return None if written is None else written == "true"
