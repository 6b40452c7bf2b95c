"""The lists over HTTP: risk managers keep them, those who decide or oversee read them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.dependencies import AskDep, EditDep, PageDep, VersionedDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page, TypeId
from services.underwriting.dependencies import FieldKeysDep, ReaderDep
from services.underwriting.watchlist import examples, queries, views
from services.underwriting.watchlist.domain.entries import EntryStatus, ListedAs, ListKind
from services.underwriting.watchlist.domain.errors import WatchlistEntryExists, WatchlistFull
from services.underwriting.watchlist.domain.masks import sees_names
from services.underwriting.watchlist.queries import EntryFilter
from services.underwriting.watchlist.schemas.read import WatchlistEntryRead
from services.underwriting.watchlist.schemas.written import (
    RemovalCreate,
    WatchlistEntryCreate,
    WatchlistEntryUpdate,
)
from services.underwriting.watchlist.use_cases.amend_entry import amend_entry
from services.underwriting.watchlist.use_cases.list_name import list_name
from services.underwriting.watchlist.use_cases.remove_entry import remove_entry

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/watchlist", tags=["watchlist"])

EntryPath = Annotated[UUID, TypeId("wle"), Path(description="the entry's id")]


@router.get(
    "",
    response_model=Page[WatchlistEntryRead],
    **operation(scope="watchlist:read", paged=True, response_example=examples.ENTRIES_EXAMPLE),
)
async def list_watchlist(
    reader: ReaderDep,
    keys: FieldKeysDep,
    page: PageDep,
    kind: ListKind | None = None,
    listed_as: ListedAs | None = None,
    status: EntryStatus | None = None,
) -> Page[WatchlistEntryRead]:
    """List the names on the lists, newest first, expired and removed ones too.

    By list, by what bears the name, and by status. There is no search by name or number: they
    would end up in addresses and logs.
    """
    wanted = EntryFilter(kind, listed_as, status)
    found = await queries.entries(reader.sessions, wanted, page, keys)
    is_name_shown = sees_names(reader.caller)
    return views.entries(found, page, reader.clock.today(), is_name_shown=is_name_shown)


@router.get(
    "/{entry_id}",
    response_model=WatchlistEntryRead,
    **operation(
        scope="watchlist:read",
        resource="catalogue",
        etag=True,
        response_example=examples.ENTRY_EXAMPLE,
    ),
)
async def get_watchlist_entry(
    entry_id: EntryPath, reader: ReaderDep, keys: FieldKeysDep, versioned: VersionedDep
) -> Response:
    """Show one listed name, removed or not."""
    found = await queries.entry_by_id(reader.sessions, entry_id, keys)
    today, is_name_shown = reader.clock.today(), sees_names(reader.caller)
    shown = views.entry(found, today, is_name_shown=is_name_shown)
    return versioned(shown, found.version, views.look(found, today))


@router.post(
    "",
    status_code=201,
    response_model=WatchlistEntryRead,
    **operation(
        scope="watchlist:write",
        key=True,
        etag=True,
        body="json",
        errors=(WatchlistEntryExists, WatchlistFull),
        request_example=examples.ENTRY_CREATE_EXAMPLE,
        response_example=examples.ENTRY_ADDED_EXAMPLE,
    ),
)
async def post_watchlist_entry(
    body: WatchlistEntryCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Put a name on a list; cases assessed from now on are held against it."""
    wanted = ask.rendering(views.entry_added(ask.clock.today()))
    return response_of(await list_name(body.listed(), keys, wanted))


@router.patch(
    "/{entry_id}",
    response_model=WatchlistEntryRead,
    **operation(
        scope="watchlist:write",
        resource="catalogue",
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=examples.ENTRY_UPDATE_EXAMPLE,
        response_example=examples.ENTRY_EXAMPLE,
    ),
)
async def patch_watchlist_entry(
    entry_id: EntryPath,
    body: WatchlistEntryUpdate,
    keys: FieldKeysDep,
    edit: EditDep,
) -> Response:
    """Change where a listed name comes from, why, until when, or that it is disputed.

    Whoever listed it neither lets it end sooner nor has it disputed: a second person does, as with
    a removal. A name, a number or a list is not changed: remove the entry and list the right one.
    """
    amended = await amend_entry(entry_id, body.changes(), body.note, keys, edit)
    is_name_shown = sees_names(edit.caller)
    shown = views.entry_amended(amended, edit.clock.today(), is_name_shown=is_name_shown)
    return response_of(shown)


@router.post(
    "/{entry_id}/removals",
    status_code=201,
    response_model=WatchlistEntryRead,
    **operation(
        scope="watchlist:write",
        resource="catalogue",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed),
        request_example=examples.REMOVAL_CREATE_EXAMPLE,
        response_example=examples.ENTRY_REMOVED_EXAMPLE,
    ),
)
async def post_watchlist_removal(
    entry_id: EntryPath, body: RemovalCreate, keys: FieldKeysDep, ask: AskDep
) -> Response:
    """Take a name off its list; not by whoever listed it. The entry stays to be read."""
    wanted = ask.rendering(views.entry_removed(ask.clock.today()))
    return response_of(await remove_entry(entry_id, body.reason, keys, wanted))
