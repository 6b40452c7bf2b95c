"""C5 and C6: the rail's own truth beside our book: each key moved once, and as we have it."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import text

from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.snapshot import Snapshot

_PAYOUTS: Final = text(
    """
    SELECT payout.provider_key AS key, payout.status, payout.amount_minor, payout.currency,
        payout.settled_on, payout.returned_on, (
            SELECT max(looked_on) FROM disbursement.payout_look_backs look
            WHERE look.payout_id = payout.payout_id) AS looked_on, EXISTS (
            SELECT FROM disbursement.payout_alerts alert
            WHERE alert.payout_id = payout.payout_id) AS is_told
    FROM disbursement.payouts payout WHERE payout.rail IS NOT NULL
    """
)
_ARRIVED: Final = frozenset({"settled", "returned"})
_OPEN: Final = frozenset({"submitted", "unknown"})


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    """Nothing is compared with a rail whose truth is not at hand."""
    if snapshot.outside.transfers is None:
        return
    ours = {row["key"]: row for row in (await snapshot.session.execute(_PAYOUTS)).mappings().all()}
    lines = snapshot.outside.transfers
    moved = [line for line in lines if line["event"] == "moved"]
    returned = [line for line in lines if line["event"] == "returned"]
    for breach in (
        *_twice(moved),
        *_there(moved, ours),
        *_back_there(returned, ours),
        *_here(moved, returned, ours),
    ):
        yield breach


def _twice(moved: list[Mapping[str, Any]]) -> Iterator[Breach]:
    for key, times in Counter(line["key"] for line in moved).items():
        if times > 1:
            yield Breach(f"the key {key}", f"moved {times} times")


def _there(moved: list[Mapping[str, Any]], ours: Mapping[str, Any]) -> Iterator[Breach]:
    """What moved at the rail is ours and the same, or somebody is looking."""
    for line in moved:
        row = ours.get(line["key"])
        if row is None:
            yield Breach(f"the key {line['key']}", "moved, and no payout bears it")
        elif row["status"] in _ARRIVED:
            figures = (row["amount_minor"], row["currency"], row["settled_on"].isoformat())
            if figures != (line["amount"], line["currency"], line["settled_on"]):
                yield Breach(f"the key {line['key']}", f"moved otherwise than {figures}")
        elif row["status"] not in _OPEN and not row["is_told"]:
            yield Breach(f"the key {line['key']}", f"moved, and the payout is {row['status']}")


def _back_there(returned: list[Mapping[str, Any]], ours: Mapping[str, Any]) -> Iterator[Breach]:
    """What came back at the rail has not been looked back at since and gone on as settled."""
    for line in returned:
        row = ours.get(line["key"])
        if row is None or row["status"] != "settled" or row["looked_on"] is None or row["is_told"]:
            continue
        day = row["looked_on"].isoformat()
        if day > line["returned_on"]:
            yield Breach(f"the key {line['key']}", f"came back, and was settled still on {day}")


def _here(
    moved: list[Mapping[str, Any]], returned: list[Mapping[str, Any]], ours: Mapping[str, Any]
) -> Iterator[Breach]:
    """What arrived by our book moved at the rail, and what came back by it came back."""
    there, back = ({line["key"] for line in lines} for lines in (moved, returned))
    for key, row in ours.items():
        if row["status"] in _ARRIVED and key not in there:
            yield Breach(f"the key {key}", f"is {row['status']}, and moved nowhere")
        if row["status"] == "returned" and key not in back:
            yield Breach(f"the key {key}", "is returned, and never came back")


INVARIANT: Final = Invariant(
    6, "Each key moved once at the rail, and moved what our book says", _search
)
