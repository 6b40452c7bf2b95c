"""The database repeats what the domain says, and history cannot be rewritten."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.application.domain.collaterals import CollateralKind, PropertyOwner
from services.application.domain.groups import GroupStatus
from services.application.domain.statuses import OPEN, ApplicationStatus
from services.application.groups.domain.group import FreezeReason
from services.application.intake.domain.materials import MaterialNeed, MaterialStatus
from services.kit.database import Sessions


async def quoted_in(sessions: Sessions, query: str, name: str) -> set[str]:
    """The quoted words of a constraint's or an index's definition."""
    async with sessions() as session:
        definition = await session.scalar(text(query), {"name": name})
    assert isinstance(definition, str)
    return set(re.findall(r"'([a-z_]+)'", definition))


CONSTRAINT = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"
INDEX = (
    "SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = CAST(:name AS regclass)"
)


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("ck_applications_status_known", set(ApplicationStatus)),
        ("ck_application_happenings_from_status_known", set(ApplicationStatus)),
        ("ck_application_happenings_to_status_known", set(ApplicationStatus)),
        ("ck_materials_status_known", set(MaterialStatus)),
        ("ck_materials_need_known", set(MaterialNeed)),
        ("ck_groups_status_known", set(GroupStatus)),
        ("ck_groups_frozen_because_known", set(FreezeReason)),
        ("ck_collaterals_kind_known", set(CollateralKind)),
        ("ck_collaterals_owned_by_known", set(PropertyOwner)),
    ],
)
async def test_each_check_knows_exactly_the_words_of_the_domain(
    application_sessions: Sessions, constraint: str, words: set[str]
) -> None:
    assert await quoted_in(application_sessions, CONSTRAINT, constraint) == words


async def test_the_index_of_open_applications_knows_exactly_the_open_ones(
    application_sessions: Sessions,
) -> None:
    assert await quoted_in(application_sessions, INDEX, "uq_applications_open") == set(OPEN)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE application_happenings SET reason = 'another'",
        "DELETE FROM application_happenings",
        "TRUNCATE application_happenings",
        "UPDATE material_uploads SET object_key = 'another'",
        "DELETE FROM material_uploads",
        "UPDATE supplement_requests SET due_on = current_date",
        "DELETE FROM supplement_requests",
        "DELETE FROM applications",
        "DELETE FROM materials",
        "DELETE FROM groups",
        "DELETE FROM group_members",
        "TRUNCATE applications CASCADE",
    ],
)
async def test_what_happened_is_never_rewritten(
    application_sessions: Sessions, statement: str
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with application_sessions.begin() as session:
            await session.execute(text(statement))
