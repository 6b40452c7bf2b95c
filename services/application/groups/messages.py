"""What others are told of a group, and what the audit keeps: ids and codes, never who it is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.application.domain.groups import GroupStatus
from services.application.groups.domain.group import Group
from services.kit.audit import Members
from services.kit.identifiers import typeid_of

AGGREGATE_TYPE: Final = "group"
# The moves others hear of; the words are those of the states.
TOPICS: Final[Mapping[GroupStatus, str]] = MappingProxyType(
    {
        GroupStatus.ACTIVE: "group.active",
        GroupStatus.FROZEN: "group.frozen",
        GroupStatus.DISSOLVED: "group.dissolved",
    }
)


def group_event(group: Group, version: int) -> dict[str, object]:
    """The body of every event about a group."""
    return {
        "id": typeid_of("grp", group.group_id),
        "status": group.status.value,
        "version": version,
    }


def group_facts(group: Group) -> Members:
    """What the audit keeps of a group."""
    return {
        "status": group.status.value,
        "members": [typeid_of("party", each.party_id) for each in group.members],
        "agreed": [typeid_of("party", each.party_id) for each in group.members if each.has_agreed],
        "frozen_because": None if group.freeze is None else group.freeze.because.value,
    }
