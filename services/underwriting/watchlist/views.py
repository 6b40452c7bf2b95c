"""From listed names to what readers get."""

from collections.abc import Callable
from datetime import date

from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import Page
from services.underwriting.domain.masks import masked_name, masked_number
from services.underwriting.watchlist.domain.entries import Entry
from services.underwriting.watchlist.schemas.read import RemovalRead, WatchlistEntryRead


def entry(found: Entry, today: date, *, is_name_shown: bool) -> WatchlistEntryRead:
    """The listed name, as it counts today."""
    listed, removal = found.listed, found.removal
    return WatchlistEntryRead(
        id=found.entry_id,
        kind=listed.kind,
        listed_as=listed.listed_as,
        name=listed.name if is_name_shown else masked_name(listed.name),
        number=masked_number(listed.number) if listed.number else None,
        source=listed.source,
        reason=listed.reason,
        expires_on=listed.expires_on,
        status=found.status,
        is_counting=found.counts_on(today),
        added_by=found.added_by,
        removal=RemovalRead.model_validate(removal) if removal else None,
        version=found.version,
        created_at=found.created_at,
        updated_at=found.updated_at,
    )


def look(found: Entry, today: date) -> str:
    """What tells two looks of one version apart: whether it counts."""
    return str(int(found.counts_on(today)))


def entries(
    found: list[Entry], page: PageRequest, today: date, *, is_name_shown: bool
) -> Page[WatchlistEntryRead]:
    """A page of listed names."""
    return page_of(
        found,
        page,
        place=lambda one: Cursor(one.created_at, one.entry_id),
        read=lambda one: entry(one, today, is_name_shown=is_name_shown),
    )


def entry_added(today: date) -> Callable[[Entry], Reply]:
    """The answer to a listing; it is kept for replays, and so masks the name."""

    def view(found: Entry) -> Reply:
        place = f"/v1/watchlist/{typeid_of('wle', found.entry_id)}"
        return _reply(found, today, place)

    return view


def entry_amended(found: Entry, today: date, *, is_name_shown: bool) -> Reply:
    """The answer to a change."""
    shown = entry(found, today, is_name_shown=is_name_shown)
    return Reply(200, shown.model_dump_json().encode(), etag_of(found.version, look(found, today)))


def entry_removed(today: date) -> Callable[[Entry], Reply]:
    """The answer to a removal; kept, and masked, like that to a listing."""
    return lambda found: _reply(found, today, None)


def _reply(found: Entry, today: date, location: str | None) -> Reply:
    body = entry(found, today, is_name_shown=False).model_dump_json().encode()
    return Reply(201, body, etag_of(found.version, look(found, today)), location)
