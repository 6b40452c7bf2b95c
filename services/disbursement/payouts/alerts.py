"""Telling a person about money: a row that stays, and a line in the log."""

import logging
from collections.abc import Mapping

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.tables import PayoutAlertRow, PayoutRow
from services.kit.identifiers import new_id

_log = logging.getLogger("xiaowei.payouts")


async def raise_alert(
    session: AsyncSession, kind: AlertKind, row: PayoutRow | None, details: Mapping[str, str]
) -> None:
    """Write an alert; `details` hold codes and identifiers only."""
    session.add(
        PayoutAlertRow(
            alert_id=new_id(),
            kind=kind.value,
            application_id=row.application_id if row else None,
            payout_id=row.payout_id if row else None,
            details=dict(details),
            # Not when its transaction began: what is told under the payout's lock has its order.
            created_at=func.clock_timestamp(),
        )
    )
    await session.flush()
    _log.warning("payout alert", extra={"alert": kind.value, **details})
